"""The registers of the body and their entries. Receives facts from `follow.py`; the register's page shows
them.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, update

from domain.register import NumberAssigned, NumberVoided, RegisterOpened
from projections.fact import Fact
from projections.tables import numbers, registers


class Registers:
    """One row a register, one row a number."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def apply(self, fact: Fact) -> None:
        """Take in the next fact; registers are written in rarely, so its rows are written at once."""
        match fact.event:
            case RegisterOpened() as opened:
                self._db.execute(
                    registers.insert().values(
                        register=opened.originator_id,
                        body=opened.body,
                        kind=opened.kind,
                        year=opened.year,
                        first=opened.next,
                        next=opened.next,
                    )
                )
            case NumberAssigned() as given:
                self._enter(fact.position, given, given.number, subject=given.subject, title=given.title)
            case NumberVoided() as void:
                self._enter(fact.position, void, void.number, title="", reason=void.reason)
            case _:
                pass

    def write(self) -> None:
        """All is written already."""

    def _enter(self, position: int, event: NumberAssigned | NumberVoided, number: int, **values: Any) -> None:
        register: UUID = event.originator_id
        self._db.execute(
            numbers.insert().values(
                register=register, number=number, position=position, at=event.at, by=event.by, **values
            )
        )
        of_register = registers.c.register == register
        self._db.execute(update(registers).where(of_register).values(next=number + 1))
