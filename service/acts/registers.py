"""Numbers: given in the transaction of what they number, so that no register has a gap or a double."""

from datetime import datetime
from uuid import UUID, uuid5

from domain.dossier_events import Numbered
from domain.errors import OutOfTurn
from domain.event import Event
from domain.register import Register, RegisterKind
from service.procedure import Reading


def number(
    reading: Reading,
    body: UUID,
    kind: RegisterKind,
    year: int,
    subject: UUID,
    title: str,
    by: str,
    now: datetime,
) -> tuple[Numbered, list[Event]]:
    """The next number of a register, and the events that give it; the first of a year opens the register."""
    events: list[Event] = []
    register = reading.register(body, kind, year)
    if register is None:
        opened = Register.open(body, kind, year, 1, by, now)
        register = Register(opened)
        events.append(opened)
    assigned = register.assign(subject, title, by, now)
    return Numbered(assigned.number, year), [*events, assigned]


def subject_of(stream: UUID, version: int) -> UUID:
    """What a number is given to where a stream may get several: the event that bears it."""
    return uuid5(stream, str(version))


def open_register(
    reading: Reading, body: UUID, kind: RegisterKind, year: int, following: int, by: str, now: datetime
) -> list[Event]:
    """Open a register at the paper one's next number; raises NotAllowed, or OutOfTurn if it is open."""
    reading.require_in(by, "number", body)
    if reading.register(body, kind, year) is not None:
        raise OutOfTurn(f"the register of {kind} {year} is open already")
    return [Register.open(body, kind, year, following, by, now)]


def void_number(
    reading: Reading,
    body: UUID,
    kind: RegisterKind,
    year: int,
    number: int,
    reason: str,
    by: str,
    now: datetime,
) -> list[Event]:
    """Void the next number for a reason, as an entry that was spoilt on paper.

    Raises NotAllowed, NoReason, or OutOfTurn where `number` is not the next, or the register is not open.
    """
    reading.require_in(by, "number", body)
    register = reading.register(body, kind, year)
    if register is None:
        raise OutOfTurn(f"the register of {kind} {year} is not open yet")
    return [register.void(number, reason, by, now)]
