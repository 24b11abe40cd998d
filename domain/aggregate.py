"""Aggregate: what the events of one stream make, and where the next event of it stands.

A body, a dossier, a meeting and a register are aggregates. Each decides by making an event, and takes it in
at once, as it will when it is loaded; one whose event could not be stored is thrown away and loaded anew.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Self, TypeVar
from uuid import UUID

from domain.event import Event

E = TypeVar("E", bound=Event)


class Aggregate:
    """A stream's state. `last` is the number of its last event, `at` the time of that (UTC)."""

    FIRST: ClassVar[type[Event]]

    def __init__(self, first: Event) -> None:
        self.id: UUID = first.originator_id
        self.last = first.originator_version
        self.at = first.at

    @classmethod
    def load(cls, events: Iterable[Event]) -> Self:
        """From the first event and those that follow; raises TypeError where the stream begins otherwise."""
        rest = iter(events)
        first = next(rest, None)
        if not isinstance(first, cls.FIRST):
            raise TypeError(f"a {cls.__name__} begins with {cls.FIRST.__name__}")
        loaded = cls(first)
        for event in rest:
            loaded.apply(event)
        return loaded

    def apply(self, event: Event) -> None:
        """Take in the next event; raises TypeError where it is none of this stream's."""
        self._change(event)
        self.last = event.originator_version
        self.at = event.at

    def _change(self, event: Event) -> None:
        """What an event does to the state."""
        raise TypeError(f"not an event of a {type(self).__name__}: {type(event).__name__}")

    def _next(self, now: datetime) -> dict[str, Any]:
        """What identifies the next event: time never goes back within a stream."""
        return {
            "originator_id": self.id,
            "originator_version": self.last + 1,
            "at": max(now, self.at),
        }

    def _take(self, event: E) -> E:
        self.apply(event)
        return event
