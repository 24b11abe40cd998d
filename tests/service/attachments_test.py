"""Files of a paper: taken by what they are, named in the log, given back as they were and never run."""

from collections.abc import Iterator
from uuid import UUID

import httpx
import pytest

from projections.evidence.archive import unpack
from service.files import LARGEST
from service.pages.paper.attachments import plain_name
from tests.reading import words
from tests.service.council import Council, sitting
from tests.service.errand import Errand

PDF = b"%PDF-1.7\n" + b"scan " * 100


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Council]:
    with sitting(tmp_path_factory.mktemp("council")) as council:
        yield council


def attach(
    at: Errand, draft: UUID, content: bytes, name: str = "محضر الاجتماع.pdf", what: str = "minutes"
) -> httpx.Response:
    """Send the form of the dossier's page with a file."""
    token = at.page(f"/drafts/{draft}/dossier").split('name="_csrf_token" value="')[1].split('"')[0]
    return at.browser.post(
        f"/drafts/{draft}/files",
        data={"_csrf_token": token, "what": what},
        files={"file": (name, content, "text/html")},
    )


def test_a_file_is_named_in_the_log_and_given_back_as_it_was(council: Council) -> None:
    draft = council.paper()
    assert attach(council.secretary, draft, PDF).status_code == 303
    [attached] = council.dossier(draft).attached
    assert (attached.name, attached.media_type, attached.size, attached.what) == (
        "محضر الاجتماع.pdf",
        "application/pdf",
        len(PDF),
        "minutes",
    )
    page = council.member.words(f"/drafts/{draft}/dossier")
    assert "محضر الاجتماع.pdf" in page
    got = council.member.browser.get(f"/drafts/{draft}/files/{attached.file}")
    assert got.content == PDF
    assert got.headers["content-type"] == "application/pdf"
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["content-disposition"].startswith("attachment;")


def test_a_paper_gives_its_own_files_only(council: Council) -> None:
    draft, other = council.paper(), council.paper()
    attach(council.secretary, draft, PDF)
    [attached] = council.dossier(draft).attached
    for name in (attached.file, "0" * 64, "%2e%2e%2fevents.sqlite"):
        assert council.member.browser.get(f"/drafts/{other}/files/{name}").status_code == 404
    council.clerk.page(f"/drafts/{draft}/files/{attached.file}", 403)


@pytest.mark.parametrize(
    ("content", "name", "status", "said"),
    [
        (b"<script>alert(1)</script>", "page.pdf", 400, "هذا النوع من الملفات غير مقبول"),
        (b"MZ" + bytes(100), "letter.png", 400, "هذا النوع من الملفات غير مقبول"),
        (b"", "empty.pdf", 400, "الملف فارغ"),
        (PDF + bytes(LARGEST), "large.pdf", 413, "أكبر من الحد المقبول"),
        (PDF + bytes(2 * LARGEST), "huge.pdf", 413, "أكبر من الحد المقبول"),
    ],
    ids=["a page", "a program", "nothing", "too large", "much too large"],
)
def test_what_is_not_taken_is_said_in_words(
    council: Council, content: bytes, name: str, status: int, said: str
) -> None:
    draft = council.paper()
    refused = attach(council.secretary, draft, content, name)
    assert (refused.status_code, said in words(refused.text)) == (status, True)
    assert council.dossier(draft).attached == []


def test_a_file_of_ten_mebibytes_passes_and_no_other_form_takes_so_much(council: Council) -> None:
    draft = council.paper()
    assert attach(council.secretary, draft, PDF + bytes(LARGEST - len(PDF))).status_code == 303
    assert council.secretary.post("/papers", title="ا" * 70_000).status_code == 413


def test_who_may_not_attach_does_not(council: Council) -> None:
    draft = council.paper()
    token = council.member.page("/password").split('name="_csrf_token" value="')[1].split('"')[0]
    for fields, status in (({"_csrf_token": token}, 403), ({}, 403)):
        sent = council.member.browser.post(
            f"/drafts/{draft}/files", data={**fields, "what": "other"}, files={"file": ("a.pdf", PDF)}
        )
        assert sent.status_code == status
    assert 'enctype="multipart/form-data"' not in council.member.page(f"/drafts/{draft}/dossier")


def test_the_same_file_is_attached_once(council: Council) -> None:
    draft = council.paper()
    sent = [attach(council.secretary, draft, PDF).status_code for _ in range(2)]
    assert sent == [303, 409]


def test_what_was_attached_goes_along_and_the_clerk_sees_no_later_file(council: Council) -> None:
    draft = council.adopted()
    attach(council.secretary, draft, PDF)
    page = council.secretary.words(f"/drafts/{draft}/deposit")
    assert "محضر: محضر الاجتماع.pdf" in page
    assert council.deposit(draft).status_code == 303
    attach(council.secretary, draft, PDF + b"later", "later.pdf")
    before, later = council.dossier(draft).attached
    assert council.clerk.browser.get(f"/drafts/{draft}/files/{before.file}").status_code == 200
    assert council.clerk.browser.get(f"/drafts/{draft}/files/{later.file}").status_code == 404
    assert "later.pdf" not in council.clerk.page(f"/drafts/{draft}/dossier")
    archive = council.clerk.browser.get(f"/drafts/{draft}/submission.zip").content
    assert unpack(archive)["attachments/01-minutes.pdf"] == PDF


def test_a_file_attached_after_the_letter_was_read_is_read_first(council: Council) -> None:
    draft = council.adopted()
    page = council.secretary.page(f"/drafts/{draft}/deposit")
    assert "محضر:" not in page
    attach(council.secretary, draft, PDF)
    # The letter is made anew from what is there now, and names it.
    assert council.deposit(draft).status_code == 303
    deposit = council.dossier(draft).deposit
    assert deposit
    assert "محضر: محضر الاجتماع.pdf" in deposit.enclosures


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("محضر.pdf", "محضر.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\letter.pdf", "letter.pdf"),
        ("fdp.\u202etxt", "fdp. txt"),
        ('a"b\r\nSet-Cookie: x.pdf', "a b Set-Cookie x.pdf"),
        ("...", "document"),
        ("", "document"),
        ("س" * 300 + ".pdf", "س" * 116 + ".pdf"),
    ],
)
def test_a_name_is_text_and_no_more(given: str, name: str) -> None:
    assert plain_name(given) == name
