"""The store on a real SQLite file: durable settings, one owner, versions by address, snapshots as a cache."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.blocks import document, paragraph, title
from domain.commit import Commit
from domain.draft import Draft
from domain.draft_events import DraftCommitted
from domain.errors import UnknownDraft, UnknownVersion, Unreadable
from domain.event import Event
from service import sqlite as engine
from service.papers import paper
from service.robots import insertion
from service.sqlite import AlreadyServed, NotDurable
from service.store import SNAPSHOT_EVERY, Store, VersionTaken

NOW = datetime(2026, 5, 27, tzinfo=UTC)


def written(commits: int) -> tuple[Draft, list[Event], list[str]]:
    events = paper(UUID(int=1), "opinion", "ar", "m", document(title("ع"), [paragraph("نص")]), NOW)
    draft = Draft(events[0])  # type: ignore[arg-type]
    digests = [draft.digest]
    for n in range(1, commits + 1):
        commit = Commit(ref=f"{'S' * 22}.{n}", base=n - 1, steps=insertion(4, "ab"[n % 2]), author="m")
        made = draft.commit(commit, NOW)
        assert isinstance(made, DraftCommitted)
        events.append(made)
        digests.append(draft.digest)
    return draft, events, digests


def _datastore(store: Store) -> Any:
    factory: Any = store._app.factory
    return factory.datastore


def test_every_connection_syncs_and_keeps_a_write_ahead_log(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with _datastore(store).transaction(commit=True) as cursor:
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone()[0] == 2
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone()[0] == "wal"
    store.close()


def test_weaker_settings_are_refused_at_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "DURABLE", "PRAGMA synchronous=NORMAL")
    with pytest.raises(NotDurable):
        Store(tmp_path)


def test_a_writer_takes_its_lock_at_once(tmp_path: Path) -> None:
    store = Store(tmp_path)
    other = sqlite3.connect(tmp_path / "events.sqlite", timeout=0)
    with (
        _datastore(store).transaction(commit=True),
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        other.execute("BEGIN IMMEDIATE")
    other.close()
    store.close()


def test_one_service_owns_a_folder(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with pytest.raises(AlreadyServed):
        Store(tmp_path)
    store.close()
    Store(tmp_path).close()


def test_a_version_is_stored_once(tmp_path: Path) -> None:
    _, events, _ = written(2)
    store = Store(tmp_path)
    store.save([events])
    with pytest.raises(VersionTaken):
        store.save([[events[-1]]])
    assert store.end() == len(events)
    store.close()


def test_any_version_is_given_exactly_with_and_without_the_cache(tmp_path: Path) -> None:
    draft, events, digests = written(SNAPSHOT_EVERY + 30)
    store = Store(tmp_path)
    store.save([events])
    assert store.draft(draft.id).digest == draft.digest  # writes a snapshot on its way
    for version in (0, 1, 250, SNAPSHOT_EVERY - 1, SNAPSHOT_EVERY, SNAPSHOT_EVERY + 29, draft.version):
        assert store.draft(draft.id, version).digest == digests[version]
    opened = store.draft(draft.id)
    assert (opened.sessions, opened.ids) == (draft.sessions, draft.ids)
    store.close()
    for cache in tmp_path.glob("cache.sqlite*"):
        cache.unlink()
    store = Store(tmp_path)
    assert store.draft(draft.id).digest == draft.digest
    store.close()


def change(file: Path, statement: str, *values: object) -> None:
    """What another hand does to a database."""
    with closing(sqlite3.connect(file)) as database:
        database.execute(statement, values)
        database.commit()


@pytest.mark.parametrize("broken", ["'{}'", "'{'", "replace(CAST(state AS TEXT), 'paragraph', 'paragraf')"])
def test_a_broken_snapshot_is_passed_over(tmp_path: Path, broken: str) -> None:
    draft, events, _ = written(SNAPSHOT_EVERY + 1)
    store = Store(tmp_path)
    store.save([events])
    store.draft(draft.id)
    change(tmp_path / "cache.sqlite", f"UPDATE stored_snapshots SET state = CAST({broken} AS BLOB)")
    assert store.draft(draft.id).digest == draft.digest
    store.close()


def test_a_snapshot_that_the_log_does_not_bear_out_is_passed_over(tmp_path: Path) -> None:
    """A log that was restored from a copy goes its own way; the cache beside it remembers the other."""
    draft, events, digests = written(2 * SNAPSHOT_EVERY)
    store = Store(tmp_path)
    store.save([events])
    for version in (SNAPSHOT_EVERY, 2 * SNAPSHOT_EVERY):
        store.draft(draft.id, version)
    change(tmp_path / "events.sqlite", "DELETE FROM stored_events WHERE originator_version > 701")
    restored = store.draft(draft.id)
    assert (restored.version, restored.digest) == (700, digests[700])
    for n in range(701, 2 * SNAPSHOT_EVERY + 3):
        commit = Commit(ref=f"{'T' * 22}.{n}", base=n - 1, steps=insertion(4, "غ"), author="m")
        made = restored.commit(commit, NOW)
        assert isinstance(made, DraftCommitted)
        store.save([[made]])
    assert store.draft(draft.id).digest == restored.digest
    store.close()


def test_a_cache_that_is_no_database_is_made_anew(tmp_path: Path) -> None:
    draft, events, _ = written(SNAPSHOT_EVERY)
    (tmp_path / "cache.sqlite").write_bytes(b"no database " * 1_000)
    store = Store(tmp_path)
    store.save([events])
    assert store.draft(draft.id).digest == store.draft(draft.id).digest == draft.digest
    store.close()


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    draft, events, _ = written(3)
    store = Store(tmp_path)
    store.save([events])
    with pytest.raises(UnknownVersion):
        store.draft(draft.id, 4)
    for unknown in (uuid4(), UUID(int=0)):
        with pytest.raises(UnknownDraft):
            store.draft(unknown)
        with pytest.raises(UnknownDraft):
            store.dossier(unknown)
    store.close()


def test_the_log_goes_on_behind_an_event_that_cannot_be_read(tmp_path: Path) -> None:
    _, events, _ = written(2)
    store = Store(tmp_path)
    store.save([events])
    poison = sqlite3.connect(tmp_path / "events.sqlite")
    rows = [(uuid4().hex, 1, "no.such.topic", b"{}"), (uuid4().hex, 1, "draft.committed", b'{"author":1}')]
    poison.executemany("INSERT INTO stored_events VALUES (?,?,?,?)", rows)
    poison.commit()
    poison.close()
    noted = store.log(len(events) - 1, 10)
    assert [isinstance(one.event, Unreadable) for one in noted] == [False, True, True]
    store.close()


def test_what_is_decided_is_read_from_the_events_and_not_from_the_cache(tmp_path: Path) -> None:
    draft, events, digests = written(SNAPSHOT_EVERY + 1)
    store = Store(tmp_path)
    store.save([events])
    store.draft(draft.id)
    forged = sqlite3.connect(tmp_path / "cache.sqlite")
    forged.execute("UPDATE stored_snapshots SET state = replace(CAST(state AS TEXT), 'نص', 'زص')")
    forged.commit()
    forged.close()
    assert store.draft(draft.id).digest != digests[-1]
    assert store.draft(draft.id, from_events=True).digest == digests[-1]
    store.close()
