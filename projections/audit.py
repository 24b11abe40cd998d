"""The audit trail: editing folded into bursts, decisions as rows of their own.

Receives facts from `follow.py`; `service/pages/audit.py` reads the rows aloud. A burst is one member's
commits on one paper, each within five minutes of the one before, whoever else writes in between; a decision
about the paper ends all its bursts.
"""

from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, bindparam

from domain.change import Change
from domain.dossier_events import (
    Adopted,
    Answered,
    Attached,
    Decision,
    Deferred,
    Deposited,
    PaperAdoptionRecorded,
    Received,
    Rejected,
    TurnedBack,
    VersionApproved,
    VersionTabled,
    Withdrawn,
)
from domain.draft_events import DraftCommitted, DraftStarted
from domain.outline import Place
from domain.register import written
from projections.fact import Fact
from projections.tables import audit, commits

PAUSE = timedelta(minutes=5)
# A device's clock may differ from ours by this much before both times are shown.
CLOCKS_AGREE = timedelta(minutes=1)
# Of a decision that is about the paper, and no version of its text.
NO_VERSION = -1

_UPDATE = audit.update().where(audit.c.position == bindparam("key"))
_OPEN = audit.select().where(audit.c.draft == bindparam("of"), audit.c.open)


@dataclass
class Row:
    """One row of the trail; a decision is about one version, a burst about those that it made."""

    position: int
    draft: UUID
    kind: str
    by: str
    first: int
    last: int
    since: datetime
    until: datetime
    commits: int = 0
    typed_since: datetime | None = None
    typed_until: datetime | None = None
    added: int = 0
    removed: int = 0
    places: tuple[Place, ...] = ()
    digest: str | None = None
    told: dict[str, Any] = field(default_factory=dict)
    open: bool = False

    def join(self, event: DraftCommitted, change: Change, typed_at: datetime | None) -> None:
        """Take the burst's next commit in."""
        self.last = event.originator_version - 1
        self.until = event.at
        self.commits += 1
        self.added += change.added
        self.removed += change.removed
        self.places = tuple({place.id: place for place in (*self.places, *change.places)}.values())
        if typed_at is not None:
            self.typed_since = min(self.typed_since or typed_at, typed_at)
            self.typed_until = max(self.typed_until or typed_at, typed_at)


class AuditTrail:
    """Rows and the commits that they unfold to."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self._open: dict[UUID, dict[str, Row]] = {}
        self._new: list[Row] = []
        self._stored: list[Row] = []
        self._commits: list[dict[str, Any]] = []

    def apply(self, fact: Fact) -> None:
        """Take in the next fact."""
        match fact.event:
            case DraftCommitted() as committed if fact.change is not None:
                self._edited(fact.position, committed, fact.change)
            case DraftStarted() as event:
                self._decided(fact, event.originator_id, "started", event.author, 0)
            case VersionApproved() as event:
                self._decided(fact, event.draft, "approved", event.by, event.version, event.digest)
            case VersionTabled() as event:
                self._decided(fact, event.draft, "tabled", event.by, event.version, event.digest)
            case Adopted() | Rejected() as event:
                kind = "adopted" if isinstance(event, Adopted) else "rejected"
                self._decided(
                    fact, event.draft, kind, event.by, event.version, event.digest, **_decision(event)
                )
            case PaperAdoptionRecorded() as event:
                self._decided(
                    fact,
                    event.draft,
                    "adopted_on_paper",
                    event.by,
                    event.version,
                    event.digest,
                    decided_on=event.decided_on.isoformat(),
                    said=event.told,
                    number=written(event.numbered.number, event.numbered.year),
                )
            case Deferred() as event:
                self._decided(
                    fact,
                    event.draft,
                    "deferred",
                    event.by,
                    event.version,
                    to=event.to,
                    reason=event.reason,
                    meeting=str(event.meeting),
                )
            case Withdrawn() as event:
                self._decided(fact, event.draft, "withdrawn", event.by, reason=event.reason)
            case Attached() as event:
                self._decided(
                    fact, event.draft, "attached", event.by, what=event.what, name=event.name, file=event.file
                )
            case Deposited() as event:
                letter = written(event.letter.number, event.letter.year)
                self._decided(
                    fact,
                    event.draft,
                    "deposited",
                    event.by,
                    event.version,
                    event.digest,
                    letter=letter,
                    submission=event.submission,
                )
            case Received() as event:
                receipt = written(event.receipt.number, event.receipt.year)
                self._decided(fact, event.draft, "received", event.by, receipt=receipt)
            case TurnedBack() as event:
                self._decided(fact, event.draft, "turned_back", event.by, reason=event.reason)
            case Answered() as event:
                self._decided(fact, event.draft, "answered", event.by, answer=event.answer, said=event.text)
            case _:
                pass

    def write(self) -> None:
        """Write what the facts made of the rows."""
        if self._new:
            self._db.execute(audit.insert(), [asdict(row) for row in self._new])
        if self._stored:
            self._db.execute(_UPDATE, [{"key": row.position, **asdict(row)} for row in self._stored])
        if self._commits:
            self._db.execute(commits.insert(), self._commits)

    def _edited(self, position: int, event: DraftCommitted, change: Change) -> None:
        draft, version = event.originator_id, event.originator_version - 1
        typed_at = _claimed(event)
        start, end = change.stretch or (None, None)
        bursts = self._bursts(draft)
        burst = bursts.get(event.author)
        if burst is None or event.at - burst.until > PAUSE:
            if burst is not None:
                burst.open = False
            burst = Row(
                position, draft, "burst", event.author, version, version, event.at, event.at, open=True
            )
            bursts[event.author] = burst
            self._new.append(burst)
        burst.join(event, change, typed_at)
        self._commits.append(
            {
                "draft": draft,
                "version": version,
                "row": burst.position,
                "by": event.author,
                "at": event.at,
                "typed_at": typed_at,
                "inserted": change.inserted,
                "deleted": change.deleted,
                "start": start,
                "end": end,
            }
        )

    def _decided(
        self,
        fact: Fact,
        draft: UUID,
        kind: str,
        by: str,
        version: int | None = None,
        digest: str | None = None,
        **told: Any,
    ) -> None:
        at = fact.event.at
        bursts = self._bursts(draft)
        for burst in bursts.values():
            burst.open = False
        bursts.clear()
        about = NO_VERSION if version is None else version
        self._new.append(Row(fact.position, draft, kind, by, about, about, at, at, digest=digest, told=told))

    def _bursts(self, draft: UUID) -> dict[str, Row]:
        """The paper's open bursts by author, read once a transaction."""
        if draft not in self._open:
            rows = [Row(**found._mapping) for found in self._db.execute(_OPEN, {"of": draft})]
            for row in rows:
                row.places = tuple(Place(**place) for place in row.places)  # type: ignore[arg-type]
            self._stored.extend(rows)
            self._open[draft] = {row.by: row for row in rows}
        return self._open[draft]


def _decision(event: Decision) -> dict[str, Any]:
    """What the sentence of a vote tells."""
    told: dict[str, Any] = {
        "meeting": str(event.meeting),
        "present": event.quorum.present,
        "in_office": event.quorum.in_office,
        "votes": msgspec.to_builtins(event.ballot.votes),
        "how": event.outcome.how,
    }
    if isinstance(event, Adopted):
        told["number"] = written(event.numbered.number, event.numbered.year)
    return told


def _claimed(event: DraftCommitted) -> datetime | None:
    """When the author's device says that it was typed, where that is not about when it arrived."""
    typed_at = event.typed_at
    if typed_at is None:
        return None
    try:
        typed_at = (typed_at if typed_at.tzinfo else typed_at.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        return None  # A time at the end of the calendar says nothing.
    return typed_at if abs(event.at - typed_at) > CLOCKS_AGREE else None
