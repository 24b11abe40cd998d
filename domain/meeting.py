"""Meeting: how the body met and what it decided, item by item.

The secretary records, the chair confirms. Nothing can be voted before the attendance was taken, and nothing
adopted without a quorum in that very meeting; what the votes mean, the rules say (`rules.py`).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal
from uuid import UUID

from domain.aggregate import Aggregate
from domain.body import Body
from domain.dossier_events import Ballot
from domain.errors import AlreadyDecided, NoQuorum, NotHeld, OutOfTurn, SamePerson, Superseded
from domain.event import Event
from domain.meeting_events import (
    AgendaItem,
    AttendanceTaken,
    DecisionConfirmed,
    DeferralRecorded,
    Details,
    ItemConcluded,
    MeetingCalled,
    MeetingChanged,
    MeetingClosed,
    NextMeeting,
    Presence,
    VoteRecorded,
)
from domain.rules import DEFAULTS, CountsDoNotAddUp, Votes, decide, quorum

Recorded = VoteRecorded | DeferralRecorded | ItemConcluded


class Meeting(Aggregate):
    """One meeting as its events have made it."""

    FIRST = MeetingCalled

    def __init__(self, called: MeetingCalled) -> None:
        super().__init__(called)
        self.body = called.body
        self.details = called.details
        self.attended: AttendanceTaken | None = None
        self.recorded: dict[str, Recorded] = {}
        self.confirmed: dict[str, DecisionConfirmed] = {}
        self.closed: MeetingClosed | None = None
        self._refs: set[str] = set()

    @staticmethod
    def call(id: UUID, body: UUID, details: Details, by: str, now: datetime) -> MeetingCalled:
        """The first event of a meeting."""
        return MeetingCalled(
            originator_id=id, originator_version=1, at=now, body=body, details=details, by=by
        )

    @property
    def stage(self) -> Literal["called", "open", "closed"]:
        """How far the meeting has come."""
        if self.closed is not None:
            return "closed"
        return "called" if self.attended is None else "open"

    @property
    def waiting(self) -> list[str]:
        """The points whose recorded vote or deferral the chair has not confirmed yet."""
        return [
            item
            for item, recorded in self.recorded.items()
            if not isinstance(recorded, ItemConcluded) and item not in self.confirmed
        ]

    def item(self, id: str) -> AgendaItem:
        """A point of the agenda; raises OutOfTurn where there is none such."""
        for item in self.details.agenda:
            if item.id == id:
                return item
        raise OutOfTurn(f"the agenda has no point {id}")

    def knows(self, ref: str) -> bool:
        """Whether what a device sends under this ref was taken in before."""
        return ref in self._refs

    def change(self, details: Details, by: str, now: datetime) -> MeetingChanged:
        """Change when, where or about what it is; points that were dealt with stay. Raises OutOfTurn."""
        self._running()
        kept = {item.id for item in details.agenda}
        if not kept >= self.recorded.keys():
            raise OutOfTurn("a point that was dealt with stays on the agenda")
        if self.attended is not None and details.on != self.details.on:
            raise OutOfTurn("who was there was counted for that day")
        return self._take(MeetingChanged(**self._next(now), details=details, by=by))

    def take_attendance(
        self,
        body: Body,
        attendance: Mapping[str, Presence],
        presiding: str,
        ref: str,
        by: str,
        now: datetime,
    ) -> AttendanceTaken:
        """Record who is there and count the quorum; who is not named is absent.

        Raises NotHeld for somebody who was no member that day, OutOfTurn once a decision was confirmed, or
        where the one who presides is not present.
        """
        self._running()
        if self.confirmed:
            raise OutOfTurn("a decision was confirmed on this attendance")
        members = body.in_office(self.details.on)
        if strangers := attendance.keys() - set(members):
            raise NotHeld(f"no members on {self.details.on}: {sorted(strangers)}")
        whole: dict[str, Presence] = {member: attendance.get(member, "absent") for member in members}
        if whole.get(presiding) != "present":
            raise OutOfTurn("whoever presides is present")
        rules = body.rules or DEFAULTS
        present = sum(each == "present" for each in whole.values())
        return self._take(
            AttendanceTaken(
                **self._next(now),
                attendance=whole,
                presiding=presiding,
                quorum=quorum(rules, len(members), present),
                rules=rules,
                ref=ref,
                by=by,
            )
        )

    def record_vote(
        self, item: str, ballot: Ballot, version: tuple[int, str] | None, ref: str, by: str, now: datetime
    ) -> VoteRecorded:
        """Record a vote; `version` is the number and the digest of the paper's tabled version.

        Raises NoQuorum, OutOfTurn, AlreadyDecided, or CountsDoNotAddUp where more voted than were there.
        """
        attended = self._open(item)
        if not attended.quorum.established:
            raise NoQuorum(f"{attended.quorum.present} present, {attended.quorum.needed} needed")
        self._check(ballot, attended)
        about = self.item(item).draft
        if (about is None) != (version is None):
            raise OutOfTurn("a vote about a paper is on one version of it")
        number, digest = version or (None, None)
        return self._take(
            VoteRecorded(
                **self._next(now),
                item=item,
                ballot=ballot,
                draft=about,
                version=number,
                digest=digest,
                ref=ref,
                by=by,
            )
        )

    def record_deferral(
        self,
        item: str,
        to: Literal["meeting", "group"],
        group: str | None,
        reason: str,
        version: int | None,
        ref: str,
        by: str,
        now: datetime,
    ) -> DeferralRecorded:
        """Record that an item was put off; raises OutOfTurn or AlreadyDecided."""
        self._open(item)
        return self._take(
            DeferralRecorded(
                **self._next(now),
                item=item,
                to=to,
                draft=self.item(item).draft,
                version=version,
                group=group,
                reason=reason,
                ref=ref,
                by=by,
            )
        )

    def conclude(
        self, item: str, conclusion: str, ref: str, by: str, now: datetime, *, gone: bool = False
    ) -> ItemConcluded:
        """Write down what came of an item that is about no paper, or whose paper is `gone` from the body:
        withdrawn, or decided in another meeting. Raises OutOfTurn or AlreadyDecided.
        """
        self._open(item)
        if self.item(item).draft is not None and not gone:
            raise OutOfTurn("a paper is voted or put off")
        return self._take(ItemConcluded(**self._next(now), item=item, conclusion=conclusion, ref=ref, by=by))

    def confirm(self, item: str, seen: int, by: str, now: datetime) -> DecisionConfirmed:
        """The chair's confirmation of what is recorded of an item; `seen` is the number of the event they
        read.

        Raises OutOfTurn where nothing is recorded, Superseded where it was recorded anew since, NoQuorum.
        """
        attended = self._open(item)
        recorded = self.recorded.get(item)
        if recorded is None or isinstance(recorded, ItemConcluded):
            raise OutOfTurn("there is no vote and no deferral to confirm")
        if recorded.originator_version != seen:
            raise Superseded("it was recorded anew")
        if recorded.by == by:
            raise SamePerson("whoever recorded it does not confirm it")
        outcome = None
        if isinstance(recorded, VoteRecorded):
            if not attended.quorum.established:
                raise NoQuorum(f"{attended.quorum.present} present, {attended.quorum.needed} needed")
            self._check(recorded.ballot, attended)
            outcome = decide(
                attended.rules, recorded.ballot.votes, recorded.ballot.chair, attended.quorum.present
            )
        return self._take(
            DecisionConfirmed(
                **self._next(now),
                item=item,
                result="deferred" if outcome is None else outcome.result,
                outcome=outcome,
                by=by,
            )
        )

    def close(self, hour: str, following: NextMeeting | None, by: str, now: datetime) -> MeetingClosed:
        """End the meeting; raises OutOfTurn where a recorded decision waits for the chair."""
        self._running()
        if self.attended is None:
            raise OutOfTurn("nobody was counted yet")
        if self.waiting:
            raise OutOfTurn("what was recorded is confirmed first")
        return self._take(MeetingClosed(**self._next(now), hour=hour, next=following, by=by))

    def _change(self, event: Event) -> None:
        """Take in the next event of this meeting."""
        match event:
            case MeetingChanged():
                self.details = event.details
            case AttendanceTaken():
                self.attended = event
            case VoteRecorded() | DeferralRecorded() | ItemConcluded():
                self.recorded[event.item] = event
            case DecisionConfirmed():
                self.confirmed[event.item] = event
            case MeetingClosed():
                self.closed = event
            case _:
                super()._change(event)
        if isinstance(event, AttendanceTaken | VoteRecorded | DeferralRecorded | ItemConcluded):
            self._refs.add(event.ref)

    def _running(self) -> None:
        if self.closed is not None:
            raise OutOfTurn("the meeting is closed")

    def _open(self, item: str) -> AttendanceTaken:
        """The attendance of a meeting that is under way, with this item still to be decided."""
        self._running()
        self.item(item)
        if self.attended is None:
            raise OutOfTurn("the attendance is taken first")
        if item in self.confirmed:
            raise AlreadyDecided("the chair has confirmed this point")
        return self.attended

    def _check(self, ballot: Ballot, attended: AttendanceTaken) -> None:
        """Whether a ballot can have been: no more votes than people, and names that add up to the counts."""
        votes, present = ballot.votes, attended.quorum.present
        if votes.for_ + votes.against + votes.abstaining > present:
            raise CountsDoNotAddUp(f"more votes than the {present} who are present")
        decide(attended.rules, votes, ballot.chair, present)
        if ballot.mode == "hands":
            return
        here = {member for member, presence in attended.attendance.items() if presence == "present"}
        choices = list(ballot.names.values())
        counted = Votes(choices.count("for"), choices.count("against"), choices.count("abstain"))
        if not ballot.names.keys() <= here or counted != votes:
            raise CountsDoNotAddUp("the names do not add up to the counts")
        if ballot.names.get(attended.presiding) != ballot.chair:
            raise CountsDoNotAddUp("the chair's vote is said twice, and differently")
