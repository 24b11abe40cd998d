"""The command line refuses in one sentence, and then nothing is stored."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from service.accounts import Accounts
from service.store import Store
from tests.serving import member, put_paper, serving


@pytest.fixture
def salma(tmp_path: Path) -> str:
    with closing(Accounts(f"sqlite:///{tmp_path / 'people.sqlite'}")) as accounts:
        return accounts.add_member("سلمى التازي", "secretary").id


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
        stored = len(store.log(0, 10))
    said = done.stdout + done.stderr
    assert told in said
    assert (done.returncode, said.count("\n"), stored) == ((1, 1, 0) if told else (0, 1, 3))


def test_an_invited_member_enters_by_the_printed_link(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "service.cli",
        "invite",
        "--folder",
        str(tmp_path / "new"),
        "نزهة الودغيري",
    ]
    done = subprocess.run(
        [*command, "--role", "chair"], capture_output=True, text=True, timeout=30, check=True
    )
    invited, link = done.stdout.split()
    with closing(Accounts(f"sqlite:///{tmp_path / 'new' / 'people.sqlite'}")) as accounts:
        member = accounts.use_link(link.rsplit("/", 1)[1])
    assert (member.id, member.name, member.role) == (invited, "نزهة الودغيري", "chair")


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
