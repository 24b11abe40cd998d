"""The command line refuses in one sentence, and then nothing is stored."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest

from domain.rules import DEFAULTS
from service.accounts import Accounts
from service.store import Store
from tests.serving import BODY, member, put_paper, serving


@pytest.fixture
def salma(tmp_path: Path) -> str:
    return member(tmp_path, "سلمى التازي", "secretary").id


@pytest.mark.parametrize(
    ("content", "author", "told"),
    [
        ("سطر", "nobody", "There is no such member"),
        ("سطر", None, ""),
        (b"\xc7\xe1\xd3\xe1\xc7\xe3", None, "is not UTF-8 text"),
    ],
)
def test_a_text_is_brought_in_or_refused_in_a_sentence(
    tmp_path: Path, salma: str, content: str | bytes, author: str | None, told: str
) -> None:
    file = tmp_path / "report.txt"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    options = ["--folder", str(tmp_path), "--title", "محضر", "--author", author or salma, str(file)]
    command = [sys.executable, "-m", "service.cli", "import", *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    with closing(Store(tmp_path)) as store:
        stored = len([noted for noted in store.log(0, 10) if noted.stream != BODY])
    said = done.stdout + done.stderr
    assert told in said
    assert (done.returncode, said.count("\n"), stored) == ((1, 1, 0) if told else (0, 1, 3))


def mashura(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "service.cli", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)


FOUNDING = [
    "--name",
    "هيئة المساواة",
    "--commune",
    "جماعة واد الزيتون",
    "--council",
    "مجلس جماعة واد الزيتون",
]
FOUNDING += ["--town", "واد الزيتون", "--chair", "نزهة الودغيري"]


def test_an_installation_begins_with_a_body_and_its_chair_and_others_are_invited(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    begun = mashura("init", "--folder", str(folder), *FOUNDING)
    body, chair, link = (line.split()[0] for line in (*begun.stdout.splitlines(), begun.stdout.split()[-1]))
    with serving(folder):
        invited = mashura("invite", "--folder", str(folder), "عمر السوسي", "--role", "secretary")
    member_id, secretary_link = invited.stdout.split()[:2]
    with closing(Accounts(f"sqlite:///{folder / 'people.sqlite'}")) as accounts:
        entered = [accounts.use_link(each.rsplit("/", 1)[1]) for each in (link, secretary_link)]
    assert [(each.id, each.name) for each in entered] == [(chair, "نزهة الودغيري"), (member_id, "عمر السوسي")]
    with closing(Store(folder)) as store:
        founded = store.body(UUID(body))
    assert founded.roles(chair, None) >= {"chair", "member"}
    assert founded.roles(member_id, None) == {"secretary"}
    assert founded.rules == DEFAULTS
    again = mashura("init", "--folder", str(folder), *FOUNDING)
    assert (again.returncode, "already_founded" in again.stderr) == (1, True)


def test_nobody_is_invited_where_there_is_no_body(tmp_path: Path) -> None:
    refused = mashura("invite", "--folder", str(tmp_path / "nowhere"), "عمر السوسي")
    assert (refused.returncode, "There is no installation" in refused.stderr) == (1, True)
    assert not (tmp_path / "nowhere").exists()


def test_a_draft_is_replayed_beside_a_running_service(tmp_path: Path) -> None:
    author = member(tmp_path, "سلمى التازي")
    draft = put_paper(tmp_path, author.id)
    command = [sys.executable, "-m", "service.cli", "replay", "--folder", str(tmp_path), str(draft)]
    with serving(tmp_path):
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 0, done.stderr
    assert "UTC" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("version 0  digest ")


def test_nothing_is_made_where_there_is_nothing_to_replay(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    draft = "0197d3a0-0000-7000-8000-000000000001"
    command = [sys.executable, "-m", "service.cli", "replay", "--folder", str(nowhere), draft]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 1
    assert "There is no installation in this folder" in done.stderr
    assert not nowhere.exists()
