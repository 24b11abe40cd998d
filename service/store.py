"""The event store: the one door to `eventsourcing`.

Receives events from `committer.py`, gives them back by stream, by version and in the order of the log. An
event is stored as compact JSON under its topic; what identifies it (stream, version) stands in columns
only. All calls block: off the event loop, please.
"""

import logging
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from eventsourcing.application import Application
from eventsourcing.persistence import IntegrityError, Mapper, Notification, PersistenceError, StoredEvent

from domain.body import Body
from domain.catalogue import Row, read
from domain.dossier import Dossier, dossier_of
from domain.draft import Draft, load, maps_of
from domain.draft_events import DraftSnapshot
from domain.errors import (
    MashuraError,
    StoreUnavailable,
    UnknownBody,
    UnknownDraft,
    UnknownMeeting,
    UnknownVersion,
    Unreadable,
)
from domain.event import Event
from domain.meeting import Meeting
from domain.rebase import Map
from domain.register import Register, RegisterKind, register_of
from service.sqlite import OwnerLock

# A snapshot each so many commits keeps opening a draft as quick after a million commits as after a thousand.
SNAPSHOT_EVERY = 500

# Streams, and the number of the last event that each had when something was decided on them.
Expected = Mapping[UUID, int]

_logger = logging.getLogger(__name__)


class VersionTaken(MashuraError):
    """Another writer stored an event at that version first."""

    code = "version_taken"


class NoInstallation(MashuraError):
    """There is no installation in this folder."""

    code = "no_installation"


class EventMapper(Mapper[UUID]):
    """Events to rows and back, by the catalogue; types are checked on the way in and out."""

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        """An event as a row."""
        state = msgspec.to_builtins(domain_event, builtin_types=())
        del state["originator_id"], state["originator_version"]
        return StoredEvent(
            originator_id=domain_event.originator_id,
            originator_version=domain_event.originator_version,
            topic=domain_event.TOPIC,
            state=msgspec.json.encode(state),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        """An event from its row; raises Unreadable."""
        return read(
            stored_event.topic,
            UUID(str(stored_event.originator_id)),
            stored_event.originator_version,
            stored_event.state,
        )


@dataclass(frozen=True)
class Noted:
    """An event at its place in the log, or why it cannot be read."""

    position: int
    stream: UUID
    version: int
    event: Event | Unreadable


class _Events(Application[UUID]):
    name = "mashura"

    def construct_mapper(self) -> Mapper[UUID]:
        return EventMapper(self.construct_transcoder())


class Store:
    """The log of one installation, in its data folder.

    One store owns a folder: the service's. Others may read beside it, or add what a person says at the
    console: the owner sees it within a second, and the unique versions keep both honest. Raises
    AlreadyServed, NotDurable, or NoInstallation for who comes beside and finds nothing.
    """

    def __init__(self, folder: Path, *, owns: bool = True, reads_only: bool = False) -> None:
        setting = _sqlite(folder / "events.sqlite")
        if (reads_only or not owns) and not (folder / "events.sqlite").exists():
            raise NoInstallation(str(folder))
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._reads_only = reads_only
        self._lock = OwnerLock(folder) if owns and not reads_only else None
        self._app = _Events(setting | {"CREATE_TABLE": "no"} if reads_only else setting)
        self._mapper = EventMapper(self._app.mapper.transcoder)
        # Snapshots are a cache, in a file of their own: writing one never holds up a commit.
        self._cache = _cache(folder / "cache.sqlite")

    def save(
        self, submissions: Sequence[Sequence[Event]], expects: Sequence[Expected] | None = None
    ) -> list[int]:
        """Store all these events in one transaction, on disk when this returns; gives each event's position.

        `expects`: for each submission, at which versions the streams must still stand that it was decided on.
        Raises VersionTaken where one does not, or a version exists already; StoreUnavailable where the disk
        does not take it. Nothing is stored then.
        """
        if self._reads_only:
            raise StoreUnavailable("opened for reading only")
        rows: list[StoredEvent] = []
        looks: dict[int, Expected] = {}
        for events, expected in zip(submissions, expects or repeat({}), strict=False):
            if expected:
                looks[len(rows)] = expected
            rows += [self._mapper.to_stored_event(event) for event in events]
        with _told():
            return list(self._app.recorder.insert_events(rows, expects=looks) or ())

    def news(self, topics: Sequence[str], after: int, upto: int) -> list[Noted]:
        """All events with these topics, above position `after` and up to `upto`, in the order of the log."""
        with _told():
            rows = self._app.recorder.select_notifications(
                after, -1, stop=upto, topics=topics, inclusive_of_start=False
            )
        return [self._noted(row) for row in rows]

    def events(self, stream: UUID, *, after: int = 0, upto: int | None = None) -> Iterator[Event]:
        """A stream's events with originator_version above `after` and up to `upto`, in order."""
        with _told():
            rows = self._app.recorder.select_events(stream, gt=after, lte=upto)
        for row in rows:
            yield self._mapper.to_domain_event(row)

    def rows(self, stream: UUID, upto: int | None = None) -> list[Row]:
        """A stream's events as they are stored, byte for byte, up to an originator_version."""
        with _told():
            rows = self._app.recorder.select_events(stream, lte=upto)
        return [Row(stream, row.originator_version, row.topic, bytes(row.state)) for row in rows]

    def log(self, after: int, limit: int) -> list[Noted]:
        """The log in its order, from the first event whose position is above `after`."""
        with _told():
            rows = self._app.recorder.select_notifications(after, limit, inclusive_of_start=False)
        return [self._noted(row) for row in rows]

    def end(self) -> int:
        """The position of the log's last event, 0 where there is none."""
        with _told():
            return self._app.recorder.max_notification_id() or 0

    def draft(self, id: UUID, version: int | None = None, *, from_events: bool = False) -> Draft:
        """A draft at its head or at an earlier version; raises UnknownDraft or UnknownVersion.

        `from_events` passes the cache over: for what is decided about a text, the log alone is asked.
        """
        upto = None if version is None else version + 1
        draft = None if from_events else self._from_snapshot(id, upto)
        if draft is None:
            events = self.events(id, upto=upto)
            try:
                draft = load(events)
            except (StopIteration, TypeError) as missing:
                raise UnknownDraft(str(id)) from missing
            replayed = draft.version
        else:
            replayed = -draft.version
            for event in self.events(id, after=draft.version + 1, upto=upto):
                draft.apply(event)
            replayed += draft.version
        if version is not None and draft.version != version:
            raise UnknownVersion(f"the head is {draft.version}")
        if replayed >= SNAPSHOT_EVERY:
            self.keep(draft.snapshot())
        return draft

    def commits(self, id: UUID, after: int, upto: int | None = None) -> Iterator[Event]:
        """The events of a draft's versions above `after`, up to `upto`."""
        return self.events(id, after=after + 1, upto=None if upto is None else upto + 1)

    def maps(self, id: UUID, schema: int, base: int, upto: int) -> list[list[Map]]:
        """What the commits after `base` up to `upto` did to positions, for a base long past."""
        return [maps_of(schema, event) for event in self.commits(id, base, upto)]

    def dossier(self, draft: UUID) -> Dossier:
        """The dossier of a draft; raises UnknownDraft."""
        try:
            return Dossier.load(self.events(dossier_of(draft)))
        except TypeError as missing:
            raise UnknownDraft(str(draft)) from missing

    def meeting(self, id: UUID) -> Meeting:
        """A meeting; raises UnknownMeeting."""
        try:
            return Meeting.load(self.events(id))
        except TypeError as missing:
            raise UnknownMeeting(str(id)) from missing

    def body(self, id: UUID) -> Body:
        """A body; raises UnknownBody."""
        try:
            return Body.load(self.events(id))
        except TypeError as missing:
            raise UnknownBody(str(id)) from missing

    def register(self, body: UUID, kind: RegisterKind, year: int) -> Register | None:
        """A register of a year, where it was opened."""
        events = list(self.events(register_of(body, kind, year)))
        return Register.load(events) if events else None

    def keep(self, snapshot: DraftSnapshot) -> None:
        """Put a snapshot into the cache. Where that fails, the cache goes without."""
        with suppress(PersistenceError):
            self._snapshots.put([snapshot])

    def close(self) -> None:
        """Release the files and the folder."""
        self._app.close()
        self._cache.close()
        if self._lock is not None:
            self._lock.release()

    @property
    def _snapshots(self) -> Any:
        return self._cache.snapshots

    def _from_snapshot(self, id: UUID, upto: int | None) -> Draft | None:
        """The newest snapshot that the log bears out; none where the cache is broken."""
        try:
            while found := next(iter(self._snapshots.get(id, lte=upto, desc=True, limit=1)), None):
                draft, upto = load([found]), found.originator_version - 1
                if any(draft.ends_with(event) for event in self.events(id, after=upto, upto=upto + 1)):
                    return draft
        except Exception:
            _logger.warning("Snapshots of %s cannot be used", id, exc_info=True)
        return None

    def _noted(self, row: Notification) -> Noted:
        return Noted(row.id, UUID(str(row.originator_id)), row.originator_version, self._read(row))

    def _read(self, row: Notification) -> Event | Unreadable:
        try:
            event: Event = self._mapper.to_domain_event(row)
        except Unreadable as unreadable:
            return unreadable
        return event


@contextmanager
def _told() -> Iterator[None]:
    """The library's exceptions as ours."""
    try:
        yield
    except IntegrityError as taken:
        raise VersionTaken(str(taken)) from taken
    except PersistenceError as broken:
        raise StoreUnavailable(str(broken)) from broken


def _cache(path: Path) -> _Events:
    """The file of snapshots; one that is no database is thrown away."""
    setting = _sqlite(path) | {"IS_SNAPSHOTTING_ENABLED": "y"}
    try:
        return _Events(setting)
    except (PersistenceError, sqlite3.DatabaseError) as broken:
        _logger.warning("The cache is made anew: %s", broken)
        for file in path.parent.glob(f"{path.name}*"):
            file.unlink()
        return _Events(setting)


def _sqlite(path: Path) -> dict[str, str]:
    return {"PERSISTENCE_MODULE": "service.sqlite", "SQLITE_DBNAME": str(path)}
