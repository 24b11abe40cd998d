"""Builds all views anew from the log, tells what differs from those in use, and puts that right.

The service may be running on them. The new views are built in a file beside; only then a transaction holds
the running follower out, while the new ones are brought to exactly its place in the log, compared, and copied
over where they differ. Whoever reads sees the old rows or the new ones, and no file is moved under anybody.
"""

import fcntl
import hashlib
import heapq
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Engine, MetaData, Table, select

from projections.follow import BATCH, Follower, Log
from projections.replicas import DraftAt
from projections.tables import metadata, open_views, position, remove_views

# So many differing rows of a table are named; more would not be read.
NAMED: Final = 20

# Hears the position reached, and the one aimed at.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Difference:
    """A row that is not the same in both, or stands in one only: its table and its key."""

    table: str
    key: tuple[str, ...]


def digests(views: Engine) -> dict[str, str]:
    """SHA-256 over all rows in the order of their keys, by table."""
    found = {}
    for table in _keyed():
        hashed = hashlib.sha256()
        for _, row in _rows(views, table):
            hashed.update(row)
        found[table.name] = hashed.hexdigest()
    return found


def differences(live: Engine, rebuilt: Engine) -> list[Difference]:
    """The rows in which two files of views differ, up to twenty a table."""
    ours, theirs = digests(live), digests(rebuilt)
    return [
        Difference(table.name, key)
        for table in _keyed()
        if ours[table.name] != theirs[table.name]
        for key in islice(_differing(live, rebuilt, table), NAMED)
    ]


def rebuild(
    path: Path, log: Log, draft_at: DraftAt, progress: Progress = lambda _done, _end: None
) -> list[Difference]:
    """Build the views of this file anew and put right what differs in it; gives what that was.

    Whatever is raised, the file is as it was. A second rebuild beside waits for the first.
    """
    beside = path.with_name(f"{path.name}.new")
    with _alone(path.parent):
        remove_views(beside)
        live, rebuilt = open_views(path), open_views(beside)
        try:
            with live.connect() as db:
                # What came during the first round is taken in by the second: so little is left for the third,
                # when the running follower waits.
                for _ in range(2):
                    _reach(_position(db), rebuilt, log, draft_at, progress)
                db.exec_driver_sql("ATTACH DATABASE ? AS rebuilt", (str(beside),))
                # Changes nothing, and takes the right to write.
                db.execute(position.update().values(position=position.c.position))
                reached = _reach(_position(db), rebuilt, log, draft_at, progress)
                found = differences(live, rebuilt)
                for table in _keyed():
                    if any(each.table == table.name for each in found):
                        _copy(db, table)
                # Further on than the log are only views of a log that was put back to an earlier day.
                db.execute(position.update().values(position=reached))
                db.commit()
        finally:
            # The last connection to leave takes SQLite's side files along.
            live.dispose()
            rebuilt.dispose()
            remove_views(beside)
    return found


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One rebuild at a time in a folder; the lock is gone with the process."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _position(db: Connection) -> int:
    found: int = db.execute(select(position.c.position)).scalar_one()
    return found


def _reach(end: int, rebuilt: Engine, log: Log, draft_at: DraftAt, progress: Progress) -> int:
    """Follow the log up to this position, and not beyond; gives the position reached."""
    follower = Follower(
        rebuilt, lambda after, limit: [each for each in log(after, limit) if each.position <= end], draft_at
    )
    while follower.advance(BATCH):
        progress(follower.position, end)
    return follower.position


def _copy(db: Connection, table: Table) -> None:
    """Put the rebuilt rows in the place of those in use."""
    rebuilt = table.to_metadata(MetaData(), schema="rebuilt")
    db.execute(table.delete())
    db.execute(table.insert().from_select(table.columns.keys(), select(rebuilt)))


def _keyed() -> list[Table]:
    return [table for table in metadata.sorted_tables if table.primary_key.columns]


def _rows(views: Engine, table: Table) -> Iterator[tuple[tuple[Any, ...], bytes]]:
    """Each row's key and its content as bytes, in the order of the keys."""
    keys = list(table.primary_key.columns)
    with views.connect() as db:
        for row in db.execute(select(*keys, table).order_by(*keys)).yield_per(1_000):
            yield tuple(row[: len(keys)]), msgspec.json.encode(tuple(row))


def _differing(live: Engine, rebuilt: Engine, table: Table) -> Iterator[tuple[str, ...]]:
    both = heapq.merge(_rows(live, table), _rows(rebuilt, table), key=itemgetter(0))
    for key, found in groupby(both, key=itemgetter(0)):
        rows = [row for _, row in found]
        if len(rows) != 2 or rows[0] != rows[1]:
            yield tuple(map(str, key))
