"""Prints of a paper: a draft says that it is one, and nothing but an adopted text is printed as adopted."""

import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from tests.service.council import Council, sitting

ROOT = Path(__file__).parents[2]
# What nobody may write: a draft where an adopted text belongs.
FORBIDDEN = """
from domain.adopted_text import AdoptedText
from domain.body import Body
from domain.catalogue import Row
from domain.dossier import Dossier
from domain.dossier_events import Numbered
from domain.draft import Draft
from datetime import datetime
from projections.evidence.submission import submission
from service.prints import Terms, adopted_sheet, letter

def wrong(draft: Draft, body: Body, dossier: Dossier, now: datetime, rows: list[Row]) -> None:
    adopted_sheet({given}, body, None, {{}}, "")
    letter({given}, body, Numbered(1, 2026), Terms("", None), [], "", now, "")
    submission({given}, rows, {{}})
    dossier.lay_down({given}, Numbered(1, 2026), "", [], "", None, "", now)
"""


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Council]:
    with sitting(tmp_path_factory.mktemp("council")) as council:
        yield council


def check(tmp_path: Path, given: str) -> str:
    """What mypy says of the snippet with this in the place of the adopted text."""
    snippet = tmp_path / "snippet.py"
    snippet.write_text(FORBIDDEN.format(given=given))
    command = [sys.executable, "-m", "mypy", "--strict", "--no-incremental", str(snippet)]
    done = subprocess.run(
        command,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={"MYPYPATH": str(ROOT)},
        timeout=110,
    )
    return done.stdout


def test_a_draft_cannot_be_given_where_an_adopted_text_belongs(tmp_path: Path) -> None:
    said = check(tmp_path, "draft")
    refused = [
        line for line in said.splitlines() if 'has incompatible type "Draft"; expected "AdoptedText"' in line
    ]
    assert len(refused) == 4, said
    assert "Success" in check(tmp_path, "AdoptedText(draft, dossier.adoption)")


def marked(docx: bytes) -> bool:
    """Whether a Word file says «مسودة» in its head."""
    with ZipFile(BytesIO(docx)) as file:
        heads = [file.read(name).decode() for name in file.namelist() if "header" in name]
    return any("مسودة" in head for head in heads)


def test_any_version_is_printed_as_a_draft_even_of_what_was_adopted(council: Council) -> None:
    draft = council.adopted()
    for version in (0, council.store.draft(draft).version):
        got = council.member.browser.get(f"/drafts/{draft}/at/{version}.docx")
        assert marked(got.content)
        pdf = council.member.browser.get(f"/drafts/{draft}/at/{version}.pdf")
        assert pdf.headers["content-type"] == "application/pdf"
        assert pdf.headers["content-disposition"].startswith("attachment;")
        assert pdf.content != council.member.browser.get(f"/adopted/{draft}/text.pdf").content


def test_the_adopted_text_is_printed_with_its_number_and_no_mark(council: Council) -> None:
    draft = council.adopted()
    docx = council.member.browser.get(f"/adopted/{draft}/text.docx").content
    assert not marked(docx)
    with ZipFile(BytesIO(docx)) as file:
        text = file.read("word/document.xml").decode()
    for part in ("نزهة الودغيري", "سلمى التازي", "الاجتماع الثالث", "المملكة المغربية"):
        assert part in text
    pdf = council.member.browser.get(f"/adopted/{draft}/text.pdf").content
    attached = PdfReader(BytesIO(pdf)).attachments
    assert list(attached) == ["text.json"]


def test_the_same_text_gives_the_same_bytes(council: Council) -> None:
    draft = council.adopted()
    for path in (f"/adopted/{draft}/text.pdf", f"/adopted/{draft}/text.docx", f"/drafts/{draft}/at/0.pdf"):
        one, other = (council.member.browser.get(path).content for _ in range(2))
        assert one == other


def test_what_was_not_adopted_is_not_printed_as_adopted(council: Council) -> None:
    for draft in (council.paper(), council.tabled()):
        for form in ("pdf", "docx"):
            council.member.page(f"/adopted/{draft}/text.{form}", 404)


@pytest.mark.parametrize("name", ["1.pdf", "99999999999999999999.pdf", "0.exe", "0.pdf.pdf", "x.pdf", ".pdf"])
def test_what_is_no_version_is_not_printed(council: Council, name: str) -> None:
    council.member.page(f"/drafts/{council.paper()}/at/{name}", 404)
