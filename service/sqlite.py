"""SQLite as the engine of the store, made durable.

The `eventsourcing` library leaves `synchronous` to SQLite's build and begins transactions lazily; here
every connection syncs each commit to disk and writers begin IMMEDIATE. Loaded by `store.py` through
PERSISTENCE_MODULE.
"""

import fcntl
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from eventsourcing import sqlite as library
from eventsourcing.persistence import IntegrityError, InterfaceError, StoredEvent

from domain.errors import MashuraError

DURABLE = "PRAGMA synchronous=FULL"
# What SQLite answers when each commit is on disk before it returns.
FULL = 2


class NotDurable(MashuraError):
    """The database would not keep what it acknowledges; the service does not start on it."""

    code = "not_durable"


class AlreadyServed(MashuraError):
    """A service is running on this data folder: stop it first."""

    code = "already_served"


class _Connection(library.SQLiteConnection):
    def transaction(self, *, commit: bool) -> Any:
        return _Transaction(self, commit=commit)


class _Transaction(library.SQLiteTransaction):
    def __enter__(self) -> library.SQLiteCursor:
        cursor = self.connection.cursor()
        # A writer takes its lock at once: one that begins lazily can fail in the middle.
        cursor.execute("BEGIN IMMEDIATE" if self.commit else "BEGIN")
        return cursor


class _Pool(library.SQLiteConnectionPool):
    def _create_connection(self) -> library.SQLiteConnection:
        connection = super()._create_connection()
        raw = connection._sqlite_conn
        raw.execute(DURABLE)
        synchronous = raw.execute("PRAGMA synchronous").fetchone()[0]
        journal = raw.execute("PRAGMA journal_mode").fetchone()[0]
        if synchronous != FULL or journal != "wal":
            raise NotDurable(f"synchronous={synchronous}, journal_mode={journal}")
        return _Connection(raw, max_age=self.max_age)


class _Datastore(library.SQLiteDatastore):
    def __init__(self, db_name: str, **options: Any) -> None:
        super().__init__(db_name, **options)
        self.pool.close()
        self.pool = _Pool(db_name=db_name, lock_timeout=options.get("lock_timeout"))


class _Recorder(library.SQLiteApplicationRecorder):
    """Inserts events as the library does, and looks first whether what they were decided on still stands.

    `expects`: by the index of a row, which streams must then be at which version. Rows before it count, as
    does all that is committed: the look and the insertion are one transaction, in which nobody else writes.
    """

    def _insert_events(
        self,
        c: library.SQLiteCursor,
        stored_events: Sequence[StoredEvent],
        *,
        expects: Mapping[int, Mapping[UUID, int]] | None = None,
        **_: Any,
    ) -> Sequence[int]:
        positions: list[int] = []
        done = 0
        for index, streams in sorted((expects or {}).items()):
            positions += super()._insert_events(c, stored_events[done:index]) or ()
            done = index
            for stream, version in streams.items():
                if (found := self._last(c, stream)) != version:
                    raise IntegrityError(f"{stream} was read at {version} and is at {found}")
        positions += super()._insert_events(c, stored_events[done:]) or ()
        return positions

    def _last(self, c: library.SQLiteCursor, stream: UUID) -> int:
        query = f"SELECT MAX(originator_version) FROM {self.events_table_name} WHERE originator_id=?"
        c.execute(query, (stream.hex,))
        return c.fetchone()[0] or 0


class Factory(library.SQLiteFactory):
    """What `eventsourcing` builds its recorders with."""

    application_recorder_class = _Recorder

    def __init__(self, env: Any) -> None:
        super().__init__(env)
        self.datastore.close()
        name = self.env.get(self.SQLITE_DBNAME)
        if name is None:
            raise InterfaceError("no database is named")
        self.datastore = _Datastore(name)


class OwnerLock:
    """One service owns a data folder: an advisory lock on a file in it, gone with the process."""

    def __init__(self, folder: Path) -> None:
        self._file = os.open(folder / "events.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            os.close(self._file)
            raise AlreadyServed(str(folder)) from taken

    def release(self) -> None:
        """Give the folder free."""
        os.close(self._file)
