"""Draft: the text of one paper as a log of commits.

One commit, one event, one version: `version = originator_version - 1`, and version 0 is the text that the
draft began with. Receives commits from `service/authority.py`, decides them by `steps.py`, `rebase.py`
and `check.py`, and gives the event to be stored; the store's unique key on the version makes the decision
final. A draft whose event could not be stored is thrown away and loaded anew. A decision about the paper ends
the stream with `DraftClosed`: a version too, with the text of the one before.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Final, Literal, TypeAlias
from uuid import UUID

import msgspec
from prosemirror.model import Node
from prosemirror.transform import Step

from domain import steps as gate
from domain.check import check_change, check_whole
from domain.commit import Commit, Repeat, believable, digest_of, parse, sent_of
from domain.digest import digest
from domain.draft_events import (
    Accepted,
    DraftClosed,
    DraftCommitted,
    DraftSnapshot,
    DraftStarted,
    Kind,
    Language,
)
from domain.errors import Ahead, AlreadyDecided, Conflict, Invalid, NotAllowed, NotYours, Stale
from domain.event import Event
from domain.rebase import Map, carry_all, map_of
from domain.schema import SCHEMA_VERSION, SCHEMAS

# How many newer commits' maps are kept in memory for carrying; older ones are read from the store.
REMEMBERED: Final = 2_000

# A text at one version: immutable, shared by everybody who holds it.
Doc: TypeAlias = Node


class Draft:
    """One paper's text at its head, with what is needed to decide the next commit."""

    def __init__(self, first: DraftStarted | DraftSnapshot) -> None:
        self.id: UUID = first.originator_id
        self.schema_version = first.schema
        self.schema = SCHEMAS[first.schema]
        self.kind = first.kind
        self.language = first.language
        self.at = first.at
        self.version = first.originator_version - 1
        self.doc: Node = self.schema.node_from_json(msgspec.json.decode(first.doc))
        self.sessions = dict(first.sessions) if isinstance(first, DraftSnapshot) else {}
        self.closed = isinstance(first, DraftSnapshot) and first.closed
        self._ids: set[str] | None = None
        self._maps: deque[list[Map]] = deque(maxlen=REMEMBERED)

    @staticmethod
    def start(
        id: UUID, kind: Kind, language: Language, author: str, doc: Node, now: datetime
    ) -> DraftStarted:
        """The first event of a draft; raises Invalid where the text breaks the schema's rules."""
        check_whole(doc)
        return DraftStarted(
            originator_id=id,
            originator_version=1,
            at=now,
            schema=SCHEMA_VERSION,
            kind=kind,
            language=language,
            author=author,
            doc=gate.canonical(doc.to_json()),
        )

    def commit(
        self, wanted: Commit, now: datetime, newer: Sequence[Sequence[Map]] | None = None
    ) -> DraftCommitted | Repeat:
        """Decide a commit and take it in.

        `newer` are the maps of the commits since its base, where they are older than this draft
        remembers. Raises a CommitRefused; the draft is then unchanged.
        """
        session, n = parse(wanted.ref)
        said = gate.sent_as(wanted.steps)
        sent = digest_of(wanted.base, said)
        last = self.sessions.get(session)
        if last is not None:
            if last.author != wanted.author:
                raise NotYours("the session belongs to another member")
            if n == last.n and sent == last.sent:
                return Repeat(last.version)
            if n <= last.n:
                raise Stale(f"{n} is not above {last.n}, the last of this session")
        if self.closed:
            raise NotAllowed("the draft is closed")
        if not 0 <= wanted.base <= self.version:
            raise Ahead(f"there is no version {wanted.base}")
        steps = gate.decode(self.schema, wanted.steps, said)
        carried, doc = self._place(steps, wanted.base, newer)
        at_head = wanted.base == self.version
        ids = check_change(self.doc, doc, self.ids) if at_head else self._check(doc)
        stored = said if at_head else gate.canonical([step.to_json() for step in carried])
        event = DraftCommitted(
            originator_id=self.id,
            originator_version=self.version + 2,
            at=max(now, self.at),
            author=wanted.author,
            ref=wanted.ref,
            base=wanted.base,
            steps=stored,
            typed_at=believable(wanted.typed_at, now),
            sent=None if stored == said else sent,
        )
        self.ids.difference_update(ids.gone)
        self.ids.update(ids.come)
        self._take(event, carried, doc, sent)
        return event

    def close(self, why: Literal["adopted", "rejected", "withdrawn"], by: str, now: datetime) -> DraftClosed:
        """End the draft, so that no late commit slips in behind a decision; raises AlreadyDecided."""
        if self.closed:
            raise AlreadyDecided("the draft is closed")
        event = DraftClosed(
            originator_id=self.id,
            originator_version=self.version + 2,
            at=max(now, self.at),
            why=why,
            by=by,
        )
        self.apply(event)
        return event

    def apply(self, event: Event) -> None:
        """Take in the next stored event of this draft."""
        match event:
            case DraftClosed():
                self.version = event.originator_version - 1
                self.at = event.at
                self.closed = True
                self._maps.append([])
            case DraftCommitted():
                steps = gate.decode_stored(self.schema, event.steps)
                doc = self.doc
                for step in steps:
                    doc = gate.apply(doc, step)
                self._ids = None
                self._take(event, steps, doc, sent_of(event))
            case _:
                raise TypeError(f"not an event of a running draft: {type(event).__name__}")

    def ends_with(self, event: Event) -> bool:
        """Whether this stored event is the one that made the draft as it stands."""
        if isinstance(event, DraftClosed):
            return self.closed and event.at == self.at
        if not isinstance(event, DraftCommitted) or event.at != self.at:
            return False
        session, n = parse(event.ref)
        return self.sessions.get(session) == Accepted(n, self.version, event.author, sent_of(event))

    def snapshot(self) -> DraftSnapshot:
        """The draft as it stands, to be opened from later."""
        return DraftSnapshot(
            originator_id=self.id,
            originator_version=self.version + 1,
            at=self.at,
            schema=self.schema_version,
            kind=self.kind,
            language=self.language,
            doc=gate.canonical(self.doc.to_json()),
            sessions=dict(self.sessions),
            closed=self.closed,
        )

    @property
    def ids(self) -> set[str]:
        """The living ids, found when first needed."""
        if self._ids is None:
            self._ids = check_whole(self.doc)
        return self._ids

    @property
    def digest(self) -> str:
        """The digest of the text as it stands."""
        return digest(self.schema_version, self.doc)

    def remembers(self, base: int) -> bool:
        """Whether the maps since this version are in memory."""
        return self.version - base <= len(self._maps)

    def maps_since(self, base: int) -> list[list[Map]]:
        """What the commits since a remembered version did to positions."""
        newest_first = islice(reversed(self._maps), self.version - base)
        return list(newest_first)[::-1]

    def _place(
        self, steps: list[Step], base: int, newer: Sequence[Sequence[Map]] | None
    ) -> tuple[list[Step], Node]:
        """The steps as they stand on the head, and the document after them."""
        doc = self.doc
        if base == self.version:
            for step in steps:
                doc = gate.apply(doc, step)
            return steps, doc
        if newer is None:
            newer = self.maps_since(base)
        carried: list[Step] = []

        def place(step: Step) -> None:
            nonlocal doc
            doc = gate.apply(doc, step)
            carried.append(step)

        try:
            whole = carry_all(steps, [a_map for maps in newer for a_map in maps], place)
        except Invalid as broken:
            raise Conflict(str(broken)) from broken
        if not whole:
            raise Conflict("newer commits stand in its way")
        return carried, doc

    def _check(self, doc: Node) -> Any:
        """The rules for a carried commit: what breaks them is in conflict with what is newer."""
        try:
            return check_change(self.doc, doc, self.ids)
        except Invalid as broken:
            raise Conflict(str(broken)) from broken

    def _take(self, event: DraftCommitted, steps: Sequence[Step], doc: Node, sent: str) -> None:
        self.doc = doc
        self.version = event.originator_version - 1
        self.at = event.at
        self._maps.append([map_of(step) for step in steps])
        session, n = parse(event.ref)
        self.sessions[session] = Accepted(n, self.version, event.author, sent)


def maps_of(schema: int, event: Event) -> list[Map]:
    """The maps of a stored commit's steps, for carrying a commit whose base is long past; a closing moves
    none.
    """
    if not isinstance(event, DraftCommitted):
        return []
    return [map_of(step) for step in gate.decode_stored(SCHEMAS[schema], event.steps)]


def load(events: Iterable[Event]) -> Draft:
    """A draft from its first event (or a snapshot) and those that follow."""
    rest = iter(events)
    first = next(rest)
    if not isinstance(first, DraftStarted | DraftSnapshot):
        raise TypeError("a draft begins with DraftStarted")
    draft = Draft(first)
    for event in rest:
        draft.apply(event)
    return draft
