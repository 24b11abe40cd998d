"""docs/keeping.md names commands, options, files and events as they are."""

import hashlib
import re
import sqlite3
from contextlib import closing
from pathlib import Path

from domain.catalogue import EVENTS
from service.cli import main
from service.keeping import MANIFEST, Manifest, backup
from tests.service.resting import resting

PAGE = (Path(__file__).parents[2] / "docs/keeping.md").read_text(encoding="utf-8")


def test_every_command_that_the_page_names_exists_with_its_options() -> None:
    named = re.findall(r"\bmashura (\w+)([^\n`]*)", PAGE)
    assert {command for command, _ in named} == {"backup", "restore", "rebuild", "serve"}
    for command, words in named:
        known = {option for each in main.commands[command].params for option in each.opts}
        assert set(re.findall(r"--[\w-]+", words)) <= known


def test_what_the_page_says_of_a_backup_is_so() -> None:
    [row] = re.findall(rf"^\| `{re.escape(MANIFEST)}` \| (.*) \|$", PAGE, re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", row)) == set(Manifest.__struct_fields__) - {"files"}
    assert set(re.findall(r"`(\w+\.\w+)`", PAGE)) & set(EVENTS) == {"installation.restored"}


def test_anybody_can_compute_the_digest_of_the_log(tmp_path: Path) -> None:
    """By what the page says of it: nothing of ours is used here."""
    folder = resting(tmp_path)
    said = backup(folder, tmp_path / "backup.tar")
    told = b""
    with closing(sqlite3.connect(folder / "events.sqlite")) as db:
        for *names, state in db.execute(
            "SELECT rowid, originator_id, originator_version, topic, state FROM stored_events ORDER BY rowid"
        ):
            told += " ".join(map(str, [*names, len(state)])).encode() + b"\n" + state
    assert said.digest == hashlib.sha256(told).hexdigest()
