"""`mashura verify`, as somebody runs it who has the file and nothing else."""

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from service.store import Store
from tests.adopting import people
from tests.projections.submitting import made

ROOT = Path(__file__).parents[2]


def run(file: Path) -> tuple[int, list[str]]:
    """The exit code, and the lines that are said."""
    done = subprocess.run(
        [sys.executable, "-m", "service.cli", "verify", file.name],
        cwd=file.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    who = people(folder)
    file = tmp_path / "alone" / "submission.zip"
    file.parent.mkdir()
    with closing(Store(folder)) as store:
        file.write_bytes(made(store, folder, who).archive)
    return file


def test_a_sentence_a_check_and_what_is_not_proven_at_the_end(file: Path) -> None:
    code, lines = run(file)
    assert code == 0
    assert all(line.startswith("✓ ") for line in lines[:-1])
    assert len(lines) == 12
    assert lines[-1].startswith("Not proven yet: whoever holds the database")
    # It needs no folder, and makes none.
    assert list(file.parent.iterdir()) == [file]


def test_what_does_not_hold_is_the_last_check_and_the_code_says_so_too(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    code, lines = run(file)
    assert code == 1
    assert lines[-2].startswith("✗ ")
    assert lines[-1] == "Do not rely on this file."
