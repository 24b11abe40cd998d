"""The drill: what was backed up under the pens of those who write comes back as it was."""

import asyncio
import sqlite3
import stat
import tarfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from domain.draft import load
from domain.installation import INSTALLATION, InstallationRestored
from projections.follow import Follower
from projections.rebuild import digests
from projections.tables import open_views
from service import keeping
from service.accounts import Accounts
from service.files import Files
from service.keeping import backup, restore
from service.store import Store
from tests.projections.writing import Writing
from tests.service.crowd import crowd, mashura
from tests.service.resting import LETTER, resting
from tests.serving import Served, headers


def rows(database: Path) -> list[tuple[Any, ...]]:
    """The log, byte for byte."""
    with closing(sqlite3.connect(database)) as db:
        return db.execute("SELECT rowid, * FROM stored_events ORDER BY rowid").fetchall()


def unpacked(archive: Path, folder: Path) -> Path:
    """What is in a backup, taken out with anybody's tar."""
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder


async def test_the_drill(tmp_path: Path) -> None:
    data, archive, new = tmp_path / "data", tmp_path / "backup.tar", tmp_path / "new"
    people = crowd(data)
    served = Served(data)
    served.start()
    letter = Files(data).put(LETTER).digest
    async with people.writing(served):
        await people.more(60)
        asked, acknowledged = datetime.now(UTC), people.acknowledged
        made = await mashura("backup", archive, "--folder", data)
        assert made.returncode == 0, made.stderr
        await people.more(60)
        served.kill()
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600

    told = await mashura("restore", archive, "--folder", new)
    assert told.returncode == 0, told.stderr
    assert f"{asked:%Y-%m-%d %H:}" in told.stdout
    assert "is lost here" in told.stdout

    # The log is that of the backup, which is a beginning of the one that was killed; and then the restore.
    backed_up = unpacked(archive, tmp_path / "unpacked")
    log, restored_log, killed_log = (rows(each / "events.sqlite") for each in (backed_up, new, data))
    assert restored_log[:-1] == log == killed_log[: len(log)]
    assert len(log) < len(killed_log)
    assert len([row for row in log if row[3] == "draft.committed"]) >= acknowledged

    restored = Served(new)
    restored.start()
    try:
        with closing(Store(new, reads_only=True)) as store:
            [said] = store.events(INSTALLATION)
            assert isinstance(said, InstallationRestored)
            assert (said.position, said.by) == (len(log), "console")
            assert asked <= said.made_at <= said.at
            assert store.end() == len(log) + 1
            with closing(Store(backed_up)) as replayed:
                assert store.draft(people.draft).digest == load(replayed.events(people.draft)).digest
        # Who was signed in is so still, reads the trail, and writes on where the backup ended.
        someone, _ = people.writers[0]
        trail = f"{restored.origin}/drafts/{people.draft}/audit"
        page = await asyncio.to_thread(httpx.get, trail, headers=headers(someone))
        assert (page.status_code, someone.name in page.text) == (200, True)
        async with people.writing(restored):
            await people.more(20)
    finally:
        restored.stop()
    assert Files(new).read(letter) == LETTER
    with closing(Store(new)) as store:
        views, fresh = open_views(new / "views.sqlite"), open_views(tmp_path / "fresh.sqlite")
        for each in (views, fresh):
            follower = Follower(each, store.log, store.draft)
            while follower.advance():
                pass
        assert digests(views) == digests(fresh)
        views.dispose()
        fresh.dispose()

    again = await mashura("restore", archive, "--folder", new)
    assert (again.returncode, again.stderr.count("\n")) == (1, 1)
    assert "There is something in this folder already" in again.stderr


def test_all_that_an_event_names_is_in_the_backup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever comes between: here somebody and a file, just before the events are copied."""
    data, new = resting(tmp_path), tmp_path / "new"
    copy, named = keeping._copy, []

    def just_before(source: Path, target: Path) -> None:
        if source.name == "events.sqlite":
            file = Files(data).put(LETTER + b" and another").digest
            with closing(Accounts(f"sqlite:///{data / 'people.sqlite'}")) as accounts:
                person = accounts.add_member("إدريس").id
            with closing(Store(data)) as store:
                Writing(store, author=person)
            named.append((file, person))
        copy(source, target)

    monkeypatch.setattr(keeping, "_copy", just_before)
    backup(data, tmp_path / "backup.tar")
    restore(tmp_path / "backup.tar", new, "console", lambda done, end: None)
    [(file, person)] = named
    assert any(person in row[4].decode() for row in rows(new / "events.sqlite"))
    assert Files(new).has(file)
    with closing(Accounts(f"sqlite:///{new / 'people.sqlite'}")) as accounts:
        assert accounts.member(person) is not None


def test_what_was_restored_is_backed_up_and_restored_again(tmp_path: Path) -> None:
    """Each restore stands in the log, and everything else is as it was."""
    folder = resting(tmp_path)
    before = {each.relative_to(folder): each.read_bytes() for each in kept(folder)}
    heard: list[tuple[int, int]] = []
    for number in (1, 2):
        backup(folder, tmp_path / f"{number}.tar")
        folder, earlier = tmp_path / f"{number}", rows(folder / "events.sqlite")
        restore(tmp_path / f"{number}.tar", folder, "console", lambda done, end: heard.append((done, end)))
        log = rows(folder / "events.sqlite")
        assert (log[:-1], log[-1][2:4]) == (earlier, (number, "installation.restored"))
        assert heard[-1] == (len(log), len(log))
        assert {each.relative_to(folder): each.read_bytes() for each in kept(folder)} == before
        assert all(stat.S_IMODE(each.stat().st_mode) & 0o077 == 0 for each in kept(folder))
    with closing(Store(folder)) as store:
        first, second = store.events(INSTALLATION)
        assert first.at <= second.at


def kept(folder: Path) -> list[Path]:
    """What is in a folder beside databases."""
    return [folder / "secret", *(each for each in (folder / "files").rglob("*") if each.is_file())]
