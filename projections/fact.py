"""What a view receives: one event of the log, with what it meant for the text."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from sqlalchemy import Connection

from domain.change import Change
from domain.event import Event
from domain.outline import Outline


class Noted(Protocol):
    """An event at its place in the log, or why it cannot be read."""

    @property
    def position(self) -> int:
        """Its place in the log; grows, not always by one."""

    @property
    def stream(self) -> UUID:
        """The stream that it belongs to."""

    @property
    def version(self) -> int:
        """Its place in its stream, from 1."""

    @property
    def event(self) -> Event | Exception:
        """The event itself."""


@dataclass(frozen=True)
class Fact:
    """An event that was read.

    `text` is the paper's text at the version that the event speaks of; `change` is what a commit did.
    """

    position: int
    event: Event
    text: Outline | None = None
    change: Change | None = None


class View(Protocol):
    """One read model, made anew for each transaction: it takes facts in and writes its rows at the end."""

    def __init__(self, db: Connection) -> None: ...

    def apply(self, fact: Fact) -> None:
        """Take in the next fact."""

    def write(self) -> None:
        """Write what the facts made of the rows."""
