"""Builds all views anew from the log, tells what differs from those in use, and takes their place."""

import hashlib
import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

import msgspec
from sqlalchemy import Engine, Table, select

from projections.follow import BATCH, Follower, Log
from projections.replicas import DraftAt
from projections.tables import metadata, open_views, position, remove_views

# So many differing rows of a table are named; more would not be read.
NAMED: Final = 20


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
    path: Path, log: Log, draft_at: DraftAt, progress: Callable[[int, int], None] = lambda _done, _end: None
) -> list[Difference]:
    """Build the views of this file anew and put them in its place; gives what was different.

    Nobody else may have the file open. `progress` hears the position reached and the one aimed at, which is
    that of the file: so both stand at the same place of the log when they are compared.
    """
    beside = path.with_name(f"{path.name}.new")
    remove_views(beside)
    live, rebuilt = open_views(path), open_views(beside)
    try:
        with live.connect() as db:
            end = db.execute(select(position.c.position)).scalar_one()
        follower = Follower(rebuilt, lambda after, limit: _upto(end, log(after, limit)), draft_at)
        while follower.advance(BATCH):
            progress(follower.position, end)
        found = differences(live, rebuilt)
    finally:
        # The last connection to leave takes SQLite's side files along.
        live.dispose()
        rebuilt.dispose()
    remove_views(path)
    beside.replace(path)
    return found


def _upto(end: int, batch: Any) -> list[Any]:
    return [noted for noted in batch if noted.position <= end]


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
