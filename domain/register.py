"""Register: what a body numbers, one register for each kind and year, without a gap and without a double.

It goes on from the body's paper register, so it may begin at any number. A number that is spoilt is made void
with a reason and stays in the sequence, as a crossed-out line does on paper.
"""

from datetime import datetime
from typing import Literal
from uuid import UUID, uuid5

from domain.aggregate import Aggregate
from domain.errors import OutOfTurn, ProcedureRefused
from domain.event import Event, topic

_NAMESPACE = UUID("6d617368-7572-4a00-8000-726567697374")

# These names are stored: they never change.
RegisterKind = Literal["opinion", "programme", "report", "letter", "receipt"]


class AlreadyNumbered(ProcedureRefused):
    """That paper has its number in this register."""

    code = "already_numbered"


class NoSuchNumber(ProcedureRefused):
    """The numbers of a register begin at 1 or above."""

    code = "no_such_number"


class NoReason(ProcedureRefused):
    """That is put on record only with a reason."""

    code = "no_reason"


@topic("register.opened")
class RegisterOpened(Event, frozen=True, kw_only=True):
    """A register of a body for one kind and year was opened; `next` comes next in the register on paper."""

    body: UUID
    kind: RegisterKind
    year: int
    next: int
    by: str


@topic("register.number_assigned")
class NumberAssigned(Event, frozen=True, kw_only=True):
    """A paper, a letter or a receipt got the register's next number; `title` is what it was called then."""

    number: int
    subject: UUID
    title: str
    by: str


@topic("register.number_voided")
class NumberVoided(Event, frozen=True, kw_only=True):
    """The register's next number was made void for a reason: nothing will ever bear it."""

    number: int
    reason: str
    by: str


def register_of(body: UUID, kind: RegisterKind, year: int) -> UUID:
    """The stream of a register: a body has exactly one for a kind and a year, so its id follows from them."""
    return uuid5(_NAMESPACE, f"{body.hex}.{kind}.{year}")


def written(number: int, year: int) -> str:
    """A number as it stands on paper, of two digits at least: «02/2022»."""
    return f"{number:02}/{year}"


class Register(Aggregate):
    """One register as its events have made it: the next number, and which subject has which."""

    FIRST = RegisterOpened

    def __init__(self, opened: RegisterOpened) -> None:
        super().__init__(opened)
        self.body = opened.body
        self.kind = opened.kind
        self.year = opened.year
        self.next = opened.next
        self.numbers: dict[UUID, int] = {}

    @staticmethod
    def open(body: UUID, kind: RegisterKind, year: int, next: int, by: str, now: datetime) -> RegisterOpened:
        """The first event of a register; raises NoSuchNumber where `next` is below 1."""
        if next < 1:
            raise NoSuchNumber(str(next))
        return RegisterOpened(
            originator_id=register_of(body, kind, year),
            originator_version=1,
            at=now,
            body=body,
            kind=kind,
            year=year,
            next=next,
            by=by,
        )

    def assign(self, subject: UUID, title: str, by: str, now: datetime) -> NumberAssigned:
        """Give the next number to a subject; raises AlreadyNumbered where it has one."""
        if subject in self.numbers:
            raise AlreadyNumbered(f"has the number {written(self.numbers[subject], self.year)}")
        return self._take(
            NumberAssigned(**self._next(now), number=self.next, subject=subject, title=title, by=by)
        )

    def void(self, number: int, reason: str, by: str, now: datetime) -> NumberVoided:
        """Make the next number void; raises NoReason where none is given.

        The number is named, so that nobody spoils another than the one they see on paper: raises OutOfTurn
        where it is not the next.
        """
        if number != self.next:
            raise OutOfTurn(f"the next number is {written(self.next, self.year)}")
        if not reason.strip():
            raise NoReason(f"number {written(number, self.year)}")
        return self._take(NumberVoided(**self._next(now), number=number, reason=reason, by=by))

    def _change(self, event: Event) -> None:
        """Take in the next event of this register."""
        match event:
            case NumberAssigned():
                self.numbers[event.subject] = event.number
            case NumberVoided():
                pass
            case _:
                super()._change(event)
        self.next += 1
