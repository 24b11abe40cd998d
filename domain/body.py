"""Body: who belongs to a consultative body, in which office and group, and by which rules it decides.

Its state answers one question all day: in which roles does this person act towards this paper? So it is kept
in memory from the log (`service/standing.py`). What was, stays: every term has its dates.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

from domain.aggregate import Aggregate
from domain.body_events import (
    BodyFounded,
    GroupFormed,
    GroupJoined,
    GroupLeft,
    LinkGiven,
    MandateBegun,
    MandateEnded,
    Office,
    OfficeEnded,
    OfficeGiven,
    Place,
    RulesAdopted,
)
from domain.errors import AlreadyHeld, NeedsMandate, NotHeld, OfficeTaken, UnknownGroup
from domain.event import Event
from domain.policy import Role
from domain.rules import RuleSet

# Offices of the body itself: held by its members. The secretary may be an employee of the commune.
OF_MEMBERS: Final[frozenset[Office]] = frozenset({"chair", "vice_chair", "rapporteur"})
# One at a time: whose side decides a tie, and who confirms, must never be in doubt.
SINGLE: Final[frozenset[Office]] = frozenset({"chair"})


@dataclass(frozen=True)
class Term:
    """Somebody's time in a mandate, an office or a group; `until` is the first day after it."""

    member: str
    since: date
    until: date | None = None
    open: bool = True

    def covers(self, day: date) -> bool:
        """Whether this day is in the term."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass
class Group:
    """A thematic group, and who has had which place in it."""

    id: str
    name: str
    since: date
    places: list[tuple[Place, Term]] = field(default_factory=list)

    def place_of(self, member: str) -> Place | None:
        """The member's present place."""
        return next((place for place, term in self.places if term.open and term.member == member), None)


class Body(Aggregate):
    """One body as its events have made it."""

    FIRST = BodyFounded

    def __init__(self, founded: BodyFounded) -> None:
        super().__init__(founded)
        self.founded = founded
        self.rules: RuleSet | None = None
        self.mandates: list[Term] = []
        self.offices: list[tuple[Office, Term]] = []
        self.groups: dict[str, Group] = {}

    @staticmethod
    def found(
        id: UUID, kind: str, name: str, commune: str, council: str, town: str, by: str, now: datetime
    ) -> BodyFounded:
        """The first event of a body."""
        return BodyFounded(
            originator_id=id,
            originator_version=1,
            at=now,
            kind=kind,
            name=name,
            commune=commune,
            council=council,
            town=town,
            by=by,
        )

    def roles(self, member: str, group: str | None) -> frozenset[Role]:
        """In what this person acts towards a paper that `group` writes, or the whole body (None)."""
        roles: set[Role] = {office for office, term in self.offices if term.open and term.member == member}
        if self.is_member(member):
            roles.add("member")
            writing = [self.groups[group]] if group else list(self.groups.values())
            places = {place for each in writing if (place := each.place_of(member)) is not None}
            if places or group is None:
                roles.add("writer")
            roles |= places - {"member"}
        return frozenset(roles)

    def is_member(self, member: str) -> bool:
        """Whether this person's mandate is running."""
        return any(term.open and term.member == member for term in self.mandates)

    def in_office(self, day: date) -> list[str]:
        """The members whose mandate ran on a day, in the order of its beginning: what a quorum is counted
        over.
        """
        return list(dict.fromkeys(term.member for term in self.mandates if term.covers(day)))

    def holder(self, office: Office) -> str | None:
        """Who holds an office now; the first where several do."""
        return next((term.member for each, term in self.offices if each == office and term.open), None)

    def everybody(self) -> list[str]:
        """All who have a mandate or an office now."""
        terms = [*self.mandates, *(term for _, term in self.offices)]
        return list(dict.fromkeys(term.member for term in terms if term.open))

    def adopt_rules(self, rules: RuleSet, since: date, by: str, now: datetime) -> RulesAdopted:
        """Decide by these rules from a day on."""
        return self._take(RulesAdopted(**self._next(now), rules=rules, since=since, by=by))

    def begin_mandate(self, member: str, since: date, by: str, now: datetime) -> MandateBegun:
        """Make somebody a member; raises AlreadyHeld."""
        if self.is_member(member):
            raise AlreadyHeld("the mandate is running")
        return self._take(MandateBegun(**self._next(now), member=member, since=since, by=by))

    def end_mandate(self, member: str, until: date, reason: str, by: str, now: datetime) -> MandateEnded:
        """End a mandate, with all that hung on it; raises NotHeld."""
        if not self.is_member(member):
            raise NotHeld("no mandate is running")
        return self._take(MandateEnded(**self._next(now), member=member, until=until, reason=reason, by=by))

    def give_office(self, member: str, office: Office, since: date, by: str, now: datetime) -> OfficeGiven:
        """Give an office; raises AlreadyHeld, OfficeTaken or NeedsMandate."""
        if (office, member) in [(each, term.member) for each, term in self.offices if term.open]:
            raise AlreadyHeld(f"is {office} already")
        if office in SINGLE and self.holder(office) is not None:
            raise OfficeTaken(f"there is a {office}: that term ends first")
        if office in OF_MEMBERS and not self.is_member(member):
            raise NeedsMandate(f"a {office} is a member of the body")
        return self._take(OfficeGiven(**self._next(now), member=member, office=office, since=since, by=by))

    def end_office(self, member: str, office: Office, until: date, by: str, now: datetime) -> OfficeEnded:
        """End somebody's time in an office; raises NotHeld."""
        if not any(each == office and term.open and term.member == member for each, term in self.offices):
            raise NotHeld(f"is not {office}")
        return self._take(OfficeEnded(**self._next(now), member=member, office=office, until=until, by=by))

    def form_group(self, group: str, name: str, since: date, by: str, now: datetime) -> GroupFormed:
        """Form a thematic group under a new id."""
        return self._take(GroupFormed(**self._next(now), group=group, name=name, since=since, by=by))

    def join_group(
        self, group: str, member: str, place: Place, since: date, by: str, now: datetime
    ) -> GroupJoined:
        """Take a place in a group; raises UnknownGroup, NeedsMandate or AlreadyHeld."""
        if self.group(group).place_of(member) is not None:
            raise AlreadyHeld("has a place in that group")
        if not self.is_member(member):
            raise NeedsMandate("a group is of members of the body")
        return self._take(
            GroupJoined(**self._next(now), group=group, member=member, place=place, since=since, by=by)
        )

    def leave_group(self, group: str, member: str, until: date, by: str, now: datetime) -> GroupLeft:
        """Leave a group; raises UnknownGroup or NotHeld."""
        if self.group(group).place_of(member) is None:
            raise NotHeld("has no place in that group")
        return self._take(GroupLeft(**self._next(now), group=group, member=member, until=until, by=by))

    def give_link(self, member: str, by: str, now: datetime) -> LinkGiven:
        """Put on record that somebody is given a new link; raises NotHeld where they have no part here."""
        if member not in self.everybody():
            raise NotHeld("has no part in this body")
        return self._take(LinkGiven(**self._next(now), member=member, by=by))

    def _change(self, event: Event) -> None:
        """Take in the next event of this body."""
        match event:
            case RulesAdopted():
                self.rules = event.rules
            case MandateBegun():
                self.mandates.append(Term(event.member, event.since))
            case MandateEnded():
                self.mandates = [_ended(term, event.member, event.until) for term in self.mandates]
                self.offices = [
                    (office, _ended(term, event.member, event.until)) for office, term in self.offices
                ]
                for group in self.groups.values():
                    self._end_places(group, event.member, event.until)
            case OfficeGiven():
                self.offices.append((event.office, Term(event.member, event.since)))
            case OfficeEnded():
                self.offices = [
                    (office, _ended(term, event.member, event.until) if office == event.office else term)
                    for office, term in self.offices
                ]
            case GroupFormed():
                self.groups[event.group] = Group(event.group, event.name, event.since)
            case GroupJoined():
                term = Term(event.member, event.since)
                self.groups[event.group].places.append((event.place, term))
            case GroupLeft():
                self._end_places(self.groups[event.group], event.member, event.until)
            case LinkGiven():
                pass
            case _:
                super()._change(event)

    def group(self, id: str) -> Group:
        """A thematic group; raises UnknownGroup."""
        if id not in self.groups:
            raise UnknownGroup(id)
        return self.groups[id]

    @staticmethod
    def _end_places(group: Group, member: str, until: date) -> None:
        group.places = [(place, _ended(term, member, until)) for place, term in group.places]


def _ended(term: Term, member: str, until: date) -> Term:
    """The term, ended where it is this member's and still open; it is never longer than nothing."""
    if not term.open or term.member != member:
        return term
    return replace(term, until=max(until, term.since), open=False)
