"""Who belongs to a body: mandates, offices, groups. Each act is one event, with its day."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final
from uuid import UUID

from domain.body import OF_MEMBERS, Body
from domain.body_events import Office, Place
from domain.event import Event
from domain.ids import new_id
from domain.policy import Role
from domain.register import NoReason
from domain.rules import DEFAULTS
from service.procedure import Reading

# Who acts where nobody is signed in: whoever has the machine.
CONSOLE = "console"
# Offices in which somebody confirms decisions or gives offices.
TRUSTED: Final[frozenset[Role]] = frozenset({"chair", "vice_chair", "administrator"})


def found(
    id: UUID, kind: str, name: str, commune: str, council: str, town: str, by: str, now: datetime
) -> list[Event]:
    """A new body, deciding by the rules that the product starts with."""
    founded = Body.found(id, kind, name, commune, council, town, by, now)
    return [founded, Body(founded).adopt_rules(DEFAULTS, now.date(), by, now)]


def admit(body: Body, member: str, office: Office | None, since: date, by: str, now: datetime) -> list[Event]:
    """Take somebody into a body as a member, and into an office; those beside the body have no mandate.

    Raises AlreadyHeld, OfficeTaken.
    """
    events: list[Event] = []
    if office is None or office in OF_MEMBERS:
        events.append(body.begin_mandate(member, since, by, now))
    if office is not None:
        events.append(body.give_office(member, office, since, by, now))
    return events


def invite(
    reading: Reading, body: UUID, member: str, office: Office | None, by: str, now: datetime
) -> list[Event]:
    """Take somebody into the body; who may only invite gives no office. Raises NotAllowed, OfficeTaken."""
    known = reading.require_in(by, "invite", body)
    if office is not None:
        reading.require_in(by, "appoint", body)
    return admit(known, member, office, now.date(), by, now)


def give_link(
    reading: Reading, body: UUID, bodies: Iterable[UUID], member: str, by: str, now: datetime
) -> list[Event]:
    """Put on record that somebody is given a new link; raises NotAllowed, NotHeld.

    Whoever holds a link acts in that name, in all `bodies` of the installation: so those who confirm or
    appoint in one of them get theirs only from who may appoint there, or at the console.
    """
    known = reading.require_in(by, "invite", body)
    for each in bodies:
        if reading.body(each).roles(member, None) & TRUSTED:
            reading.require_in(by, "appoint", each)
    return [known.give_link(member, by, now)]


def give_office(
    reading: Reading, body: UUID, member: str, office: Office, by: str, now: datetime
) -> list[Event]:
    """Give an office; raises NotAllowed, AlreadyHeld, OfficeTaken, NeedsMandate."""
    return [reading.require_in(by, "appoint", body).give_office(member, office, now.date(), by, now)]


def end_office(
    reading: Reading, body: UUID, member: str, office: Office, by: str, now: datetime
) -> list[Event]:
    """End an office; raises NotAllowed, NotHeld."""
    return [reading.require_in(by, "appoint", body).end_office(member, office, now.date(), by, now)]


def end_mandate(
    reading: Reading, body: UUID, member: str, reason: str, by: str, now: datetime
) -> list[Event]:
    """End a mandate with all that hangs on it; raises NotAllowed, NotHeld, NoReason."""
    if not reason.strip():
        raise NoReason("a mandate ends for a reason")
    return [reading.require_in(by, "appoint", body).end_mandate(member, now.date(), reason, by, now)]


def form_group(reading: Reading, body: UUID, name: str, by: str, now: datetime) -> list[Event]:
    """Form a thematic group; raises NotAllowed."""
    return [reading.require_in(by, "appoint", body).form_group(new_id(), name, now.date(), by, now)]


def join_group(
    reading: Reading, body: UUID, group: str, member: str, place: Place, by: str, now: datetime
) -> list[Event]:
    """Give somebody a place in a group; raises NotAllowed, UnknownGroup, NeedsMandate, AlreadyHeld."""
    known = reading.require_in(by, "appoint", body)
    return [known.join_group(group, member, place, now.date(), by, now)]


def leave_group(reading: Reading, body: UUID, group: str, member: str, by: str, now: datetime) -> list[Event]:
    """End somebody's place in a group; raises NotAllowed, UnknownGroup, NotHeld."""
    return [reading.require_in(by, "appoint", body).leave_group(group, member, now.date(), by, now)]
