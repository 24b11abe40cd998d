"""What happens in a meeting: called, attended, voted, confirmed, closed.

Facts only; `meeting.py` makes them and takes them in. `ref` is made by the device that recorded something, so
that what it sends a second time, after a lost answer, is known again.
"""

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from domain.dossier_events import Ballot
from domain.event import Event, topic
from domain.rules import Outcome, Quorum, RuleSet

# These names are stored: they never change.
MeetingKind = Literal["ordinary", "extraordinary"]
Presence = Literal["present", "excused", "absent"]
Result = Literal["adopted", "rejected", "deferred"]


class LegalReference(msgspec.Struct, frozen=True):
    """An article of an instrument: «المادة 78 من النظام الداخلي لمجلس جماعة إنزكان»."""

    instrument: str
    article: str


class AgendaItem(msgspec.Struct, frozen=True, omit_defaults=True):
    """A point of the agenda; `draft` where it is about a paper."""

    id: str
    title: str
    draft: UUID | None = None


class Details(msgspec.Struct, frozen=True, kw_only=True):
    """When, where and why a meeting is held, and about what. `hour` is that of the place: «18:30»."""

    kind: MeetingKind
    ordinal: int
    on: date
    hour: str
    place: str
    basis: LegalReference
    agenda: list[AgendaItem]


class NextMeeting(msgspec.Struct, frozen=True, omit_defaults=True):
    """When the body meets next, as far as it is known."""

    on: date
    hour: str = ""
    place: str = ""


@topic("meeting.called")
class MeetingCalled(Event, frozen=True, kw_only=True):
    """A meeting of the body was called."""

    body: UUID
    details: Details
    by: str


@topic("meeting.changed")
class MeetingChanged(Event, frozen=True, kw_only=True):
    """When, where or about what a meeting is held was changed, before anybody was counted."""

    details: Details
    by: str


@topic("meeting.attendance_taken")
class AttendanceTaken(Event, frozen=True, kw_only=True):
    """Who came was recorded at the opening, and the quorum counted by the rules of that moment.

    `presiding` leads the meeting. Taken again, it replaces what was taken before.
    """

    attendance: dict[str, Presence]
    presiding: str
    quorum: Quorum
    rules: RuleSet
    ref: str
    by: str


@topic("meeting.vote_recorded")
class VoteRecorded(Event, frozen=True, kw_only=True):
    """A vote on an item was recorded: on one exact version of a paper, or on something said only."""

    item: str
    ballot: Ballot
    draft: UUID | None = None
    version: int | None = None
    digest: str | None = None
    ref: str
    by: str


@topic("meeting.deferral_recorded")
class DeferralRecorded(Event, frozen=True, kw_only=True):
    """That the body put an item off was recorded: to another meeting, or back to a group."""

    item: str
    to: Literal["meeting", "group"]
    draft: UUID | None = None
    version: int | None = None
    group: str | None = None
    reason: str = ""
    ref: str
    by: str


@topic("meeting.item_concluded")
class ItemConcluded(Event, frozen=True, kw_only=True):
    """What came out of an item without a vote was written down: an agreement, a recommendation, a mandate."""

    item: str
    conclusion: str
    ref: str
    by: str


@topic("meeting.decision_confirmed")
class DecisionConfirmed(Event, frozen=True, kw_only=True):
    """The chair confirmed what was recorded of an item; of a vote with the outcome that the rules give."""

    item: str
    result: Result
    outcome: Outcome | None = None
    by: str


@topic("meeting.closed")
class MeetingClosed(Event, frozen=True, kw_only=True):
    """A meeting came to its end; `hour` is that of the place."""

    hour: str
    next: NextMeeting | None = None
    by: str
