"""A meeting, act by act: the secretary records, the chair confirms, and then the paper is decided."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Literal
from uuid import UUID, uuid4

from domain.body import Body
from domain.dossier import OPEN, Case, Dossier
from domain.dossier_events import Ballot
from domain.errors import (
    AlreadyDecided,
    NoQuorum,
    NotAllowed,
    NotTabled,
    NotYet,
    OutOfTurn,
    UnknownMeeting,
)
from domain.event import Event
from domain.meeting import Meeting
from domain.meeting_events import (
    DecisionConfirmed,
    DeferralRecorded,
    Details,
    NextMeeting,
    Presence,
    VoteRecorded,
)
from domain.outline import title_of
from service.acts.registers import number
from service.dates import local
from service.procedure import Reading


def call(
    reading: Reading, body: UUID, details: Details, by: str, now: datetime, id: UUID | None = None
) -> list[Event]:
    """Call a meeting; nothing where one was called under this id before. Raises NotAllowed."""
    reading.require_in(by, "convene", body)
    if id is not None:
        with suppress(UnknownMeeting):
            if reading.meeting(id).body == body:
                return []
    return [Meeting.call(id or uuid4(), body, details, by, now)]


def change(reading: Reading, meeting: UUID, details: Details, by: str, now: datetime) -> list[Event]:
    """Change a meeting's details before anybody is counted; raises NotAllowed, OutOfTurn."""
    found = _convening(reading, meeting, by)
    if found.stage != "called":
        raise OutOfTurn(f"the meeting is {found.stage}")
    return [found.change(details, by, now)]


def take_attendance(
    reading: Reading,
    meeting: UUID,
    attendance: Mapping[str, Presence],
    presiding: str,
    ref: str,
    by: str,
    now: datetime,
) -> Sequence[Event]:
    """Record who is there; nothing where it was recorded under this ref before. Raises NotAllowed, NotHeld,
    NotYet, OutOfTurn.
    """
    found = _convening(reading, meeting, by)
    if found.knows(ref):
        return []
    if found.details.on > local(now).date():
        raise NotYet(found.details.on.isoformat())
    body = reading.body(found.body)
    if presiding not in presiders(body, found.details.on):
        raise OutOfTurn("the chair or a vice-chair presides")
    return [found.take_attendance(body, attendance, presiding, ref, by, now)]


def presiders(body: Body, day: date) -> list[str]:
    """Who may lead a meeting on a day: the members who were chair or vice-chair then, the chair first."""
    members = body.in_office(day)
    terms = sorted(
        (office, term.member)
        for office, term in body.offices
        if office in ("chair", "vice_chair") and term.covers(day) and term.member in members
    )
    return list(dict.fromkeys(member for _, member in terms))


def record_vote(
    reading: Reading, meeting: UUID, item: str, ballot: Ballot, ref: str, by: str, now: datetime
) -> Sequence[Event]:
    """Record a vote, of a paper on its tabled version; nothing where it was recorded under this ref before.

    Raises NotAllowed, NotTabled, NoQuorum, OutOfTurn, AlreadyDecided, CountsDoNotAddUp.
    """
    found = _convening(reading, meeting, by)
    if found.knows(ref):
        return []
    dossier = _paper(reading, found, item, by)
    tabled = None if dossier is None else dossier.tabled
    version = None if tabled is None else (tabled.version, tabled.digest)
    return [found.record_vote(item, ballot, version, ref, by, now)]


def record_deferral(
    reading: Reading,
    meeting: UUID,
    item: str,
    to: Literal["meeting", "group"],
    group: str | None,
    reason: str,
    ref: str,
    by: str,
    now: datetime,
) -> Sequence[Event]:
    """Record that an item was put off; nothing where it was recorded under this ref before.

    Raises NotAllowed, NotTabled, UnknownGroup, OutOfTurn, AlreadyDecided.
    """
    found = _convening(reading, meeting, by)
    if found.knows(ref):
        return []
    if to == "group":
        reading.body(found.body).group(group or "")
    dossier = _paper(reading, found, item, by)
    version = None if dossier is None or dossier.tabled is None else dossier.tabled.version
    return [found.record_deferral(item, to, group, reason, version, ref, by, now)]


def conclude(
    reading: Reading, meeting: UUID, item: str, conclusion: str, ref: str, by: str, now: datetime
) -> Sequence[Event]:
    """Write down what came of an item without a vote; of a paper only where the body has it no more.

    Raises NotAllowed, OutOfTurn, AlreadyDecided.
    """
    found = _convening(reading, meeting, by)
    if found.knows(ref):
        return []
    draft = found.item(item).draft
    gone = draft is not None and reading.dossier(draft).state != "tabled"
    return [found.conclude(item, conclusion, ref, by, now, gone=gone)]


def confirm(reading: Reading, meeting: UUID, item: str, seen: int, by: str, now: datetime) -> Sequence[Event]:
    """The chair confirms what is recorded of an item, and the paper is decided with it, in one transaction.

    An adoption gets its number and ends the draft. Raises NotAllowed, Superseded, NoQuorum, NotTabled,
    OutOfTurn.
    """
    found = reading.meeting(meeting)
    draft = found.item(item).draft
    if draft is None:
        reading.require_in(by, "preside", found.body)
        return [found.confirm(item, seen, by, now)]
    dossier = reading.require(by, "confirm", draft)
    confirmed = found.confirm(item, seen, by, now)
    recorded = found.recorded[item]
    if isinstance(recorded, DeferralRecorded):
        return [confirmed, dossier.defer(found.id, recorded, confirmed, now)]
    assert isinstance(recorded, VoteRecorded)
    return [confirmed, *_decided(reading, found, dossier, recorded, confirmed, now)]


def close(
    reading: Reading, meeting: UUID, hour: str, following: NextMeeting | None, by: str, now: datetime
) -> list[Event]:
    """End the meeting; raises NotAllowed, OutOfTurn."""
    return [_convening(reading, meeting, by).close(hour, following, by, now)]


def _decided(
    reading: Reading,
    meeting: Meeting,
    dossier: Dossier,
    vote: VoteRecorded,
    confirmed: DecisionConfirmed,
    now: datetime,
) -> list[Event]:
    if meeting.attended is None:
        raise NoQuorum("nobody was counted")
    case = Case(meeting.id, vote, meeting.attended.quorum, meeting.attended.rules)
    if confirmed.result == "rejected":
        reading.close(dossier.draft, "rejected", confirmed.by)
        return [dossier.reject(case, confirmed, now)]
    text = reading.text(dossier.draft, vote.version or 0)
    year = meeting.details.on.year
    numbered, given = number(
        reading, meeting.body, text.kind, year, dossier.draft, title_of(text.doc), confirmed.by, now
    )
    reading.close(dossier.draft, "adopted", confirmed.by)
    return [*given, dossier.adopt(case, confirmed, numbered, now)]


def _convening(reading: Reading, meeting: UUID, by: str) -> Meeting:
    found = reading.meeting(meeting)
    reading.require_in(by, "convene", found.body)
    return found


def _paper(reading: Reading, meeting: Meeting, item: str, by: str) -> Dossier | None:
    """The paper that an item is about, which must be tabled; None where it is about none."""
    draft = meeting.item(item).draft
    if draft is None:
        return None
    state = reading.dossier(draft).state
    if state != "tabled":
        raise NotTabled("no version of it is tabled") if state in OPEN else AlreadyDecided(f"it is {state}")
    dossier = reading.require(by, "record", draft)
    if dossier.body != meeting.body:
        raise NotAllowed("the paper is another body's")
    return dossier
