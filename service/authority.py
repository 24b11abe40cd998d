"""The authority: the one place where a commit becomes part of a draft.

Receives commits from `socket.py`; loads the draft, lets `domain/draft.py` decide, hands the event to
`committer.py`, and when it is on disk publishes it through `fanout.py`. The frame that everybody receives
is the author's acknowledgement.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

from domain.commit import Commit, Repeat
from domain.draft import Doc, Draft
from domain.draft_events import DraftClosed, DraftCommitted
from domain.errors import Busy, CommitRefused, MashuraError, StoreUnavailable
from domain.event import Event
from domain.rebase import Map
from service.committer import Committer, Lineage
from service.fanout import Fanout
from service.frames import MOST_COMMITS, MOST_OF_COMMITS, Committed, WireCommit, encode, wire
from service.store import SNAPSHOT_EVERY, Expected, Store, VersionTaken

# How often a commit is decided again when other writers were first.
TRIES = 8
# Drafts that stay open with nobody listening.
IDLE_ROOMS = 32

# What makes a version of a draft.
Version = DraftCommitted | DraftClosed


@dataclass(frozen=True)
class Closing:
    """A draft that a decision about its paper ends."""

    draft: UUID
    why: Literal["adopted", "rejected", "withdrawn"]
    by: str


class Room:
    """One open draft: as decided (`draft`) and as stored (`head`, `doc`), which is a little behind."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.head = draft.version
        self.doc: Doc = draft.doc
        self.lineage = Lineage()
        # The version of the last snapshot, or the one that the room was opened with.
        self.kept = draft.version
        self.recent: deque[Version] = deque(maxlen=MOST_COMMITS)
        self._decided: deque[tuple[int, Doc]] = deque()
        self._last: asyncio.Future[int] | None = None

    def decided(self, stored: asyncio.Future[int]) -> None:
        """The draft took in a commit that is on its way to the disk."""
        self._decided.append((self.draft.version, self.draft.doc))
        self._last = stored

    def stored(self, event: Version) -> bool:
        """A version of this draft is on disk; False where it is not the one that this room decided next."""
        if not self._decided or self._decided[0][0] != event.originator_version - 1:
            return False
        self.head, self.doc = self._decided.popleft()
        self.recent.append(event)
        return True

    async def settled(self) -> None:
        """Wait until all that was decided so far is stored, or has failed."""
        if self._last is not None:
            await asyncio.wait([self._last])

    def recent_since(self, since: int) -> list[Version] | None:
        """The stored commits after a version, where they are all in memory."""
        behind = self.head - since
        if behind > len(self.recent):
            return None
        return list(self.recent)[len(self.recent) - behind :]


class Authority:
    """Decides commits for all drafts of this node."""

    def __init__(self, store: Store, fanout: Fanout, stored: Callable[[Sequence[Event]], object]) -> None:
        self._store = store
        self._fanout = fanout
        self._stored = stored
        self._rooms: dict[UUID, asyncio.Future[Room]] = {}
        self.committer = Committer(store, self._publish)

    async def submit(self, draft: UUID, commit: Commit) -> Committed | None:
        """Decide, store, publish. Gives a frame for the author alone where the commit is a repeat.

        Raises a CommitRefused when nothing was stored.
        """
        for _ in range(TRIES):
            room = await self.room(draft)
            if room.head - room.kept >= SNAPSHOT_EVERY:
                await self._keep(room)
            newer = await self._newer(room, commit.base)
            try:
                outcome = room.draft.commit(commit, now(), newer)
            except CommitRefused:
                await room.settled()  # The refusal names a head that its reader can reach.
                raise
            if isinstance(outcome, Repeat):
                await room.settled()
                if outcome.version <= room.head:
                    return await self.commits(draft, outcome.version - 1, most=1)
                continue
            try:
                stored = self.committer.submit([outcome], room.lineage)
            except Busy:
                self._forget(draft, room)
                raise
            room.decided(stored)
            try:
                # Shielded: a connection that goes away does not take its commit back.
                await asyncio.shield(stored)
                return None
            except VersionTaken:
                self._forget(draft, room)
            except StoreUnavailable as broken:
                self._forget(draft, room)
                raise Busy("the store does not write at the moment") from broken
        raise Busy("other writers were first, again and again")

    async def store(self, events: Sequence[Event], expects: Expected, closing: Closing | None = None) -> int:
        """Store a decision, with the end of the draft that it closes; gives its position in the log.

        Raises VersionTaken where a stream that it `expects` has moved on, Busy or StoreUnavailable.
        """
        if closing is None:
            return await asyncio.shield(self.committer.submit(events, expects=expects))
        # Behind all commits that are on their way to the disk: their fate is the decision's.
        room = await self.room(closing.draft)
        closed = room.draft.close(closing.why, closing.by, now())
        try:
            stored = self.committer.submit([*events, closed], room.lineage, expects)
            room.decided(stored)
            return await asyncio.shield(stored)
        except MashuraError:
            self._forget(closing.draft, room)
            raise

    async def room(self, draft: UUID) -> Room:
        """The open draft, loaded where it is not yet; raises UnknownDraft."""
        if (room := self.opened(draft)) is not None:
            return room
        opening = self._rooms.get(draft)
        if opening is None:
            opening = self._rooms[draft] = asyncio.ensure_future(self._open(draft))
            opening.add_done_callback(lambda opened: self._opened(draft, opened))
        return await asyncio.shield(opening)

    async def commits(self, draft: UUID, since: int, most: int = MOST_COMMITS) -> Committed:
        """The stored commits after a version: at most so many, and so long that one frame can hold them."""
        room = await self.room(draft)
        events: Sequence[Event] | None = room.recent_since(since)
        if events is None:
            upto = min(since + most, room.head)
            events = await asyncio.to_thread(lambda: list(self._store.commits(draft, since, upto)))
        return Committed(head=room.head, commits=list(_in_a_frame(events[:most])))

    async def close(self) -> None:
        """Store what was decided, then stop."""
        await self.committer.close()

    async def _open(self, draft: UUID) -> Room:
        self._close_idle()
        return Room(await asyncio.to_thread(self._store.draft, draft))

    def _opened(self, draft: UUID, opening: asyncio.Future[Room]) -> None:
        """What could not be opened is tried anew by whoever asks next, be there nobody who waited for it."""
        if (opening.cancelled() or opening.exception()) and self._rooms.get(draft) is opening:
            del self._rooms[draft]

    async def _keep(self, room: Room) -> None:
        """Put a snapshot into the cache, of a moment when all that was decided is stored."""
        await room.settled()
        if room.head == room.draft.version and room.head - room.kept >= SNAPSHOT_EVERY:
            room.kept = room.head
            await asyncio.to_thread(self._store.keep, room.draft.snapshot())

    async def _newer(self, room: Room, base: int) -> list[list[Map]] | None:
        """The maps since a base that is older than the draft remembers; None where it remembers them."""
        if base < 0 or room.draft.remembers(base):
            return None
        await room.settled()
        version = room.draft.version
        maps = await asyncio.to_thread(
            self._store.maps, room.draft.id, room.draft.schema_version, base, version
        )
        return maps + room.draft.maps_since(version)

    def _publish(self, events: Sequence[Event]) -> None:
        """On disk now: one frame for each draft, then the follower may read."""
        by_draft: dict[UUID, list[Version]] = {}
        for event in events:
            if isinstance(event, DraftCommitted | DraftClosed):
                by_draft.setdefault(event.originator_id, []).append(event)
        for draft, commits in by_draft.items():
            room = self.opened(draft)
            if room is not None and not all(room.stored(event) for event in commits):
                self._forget(draft, room)
            frame = Committed(head=commits[-1].originator_version - 1, commits=[wire(e) for e in commits])
            self._fanout.publish(draft, encode(frame))
        self._stored(events)

    def opened(self, draft: UUID) -> Room | None:
        """The draft's room, where it is open already."""
        opening = self._rooms.get(draft)
        ready = opening is not None and opening.done() and not opening.cancelled() and not opening.exception()
        return opening.result() if opening is not None and ready else None

    def _forget(self, draft: UUID, room: Room) -> None:
        """Throw away an open draft whose decisions were not stored; it is loaded anew when next needed."""
        room.lineage.broken = True
        if self.opened(draft) is room:
            del self._rooms[draft]

    def _close_idle(self) -> None:
        idle = [
            draft
            for draft in self._rooms
            if (room := self.opened(draft)) is not None
            and room.head == room.draft.version
            and not self._fanout.is_heard(draft)
        ]
        for draft in idle[: max(0, len(idle) - IDLE_ROOMS)]:
            del self._rooms[draft]


def now() -> datetime:
    """The server's time, to the millisecond."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _in_a_frame(events: Sequence[Event]) -> Iterator[WireCommit]:
    """The first commit, and those after it while there is room."""
    room = MOST_OF_COMMITS
    for event in events:
        assert isinstance(event, DraftCommitted | DraftClosed)
        yield wire(event)
        room -= len(event.steps) if isinstance(event, DraftCommitted) else 0
        if room < 0:
            return
