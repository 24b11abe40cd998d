"""What every event is, and how events get their stable names.

An event is an immutable fact. Its topic is a name of ours, never a Python path, so a module may be
renamed without touching what is stored. Fields are only ever added, with a default.
"""

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar, TypeVar
from uuid import UUID

import msgspec

E = TypeVar("E", bound="type[Event]")

# Every topic and its class; `catalogue.py` imports all that register here.
TOPICS: dict[str, "type[Event]"] = {}


class Event(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A fact in a stream: which stream, its place there (from 1), and when the server took it in (UTC)."""

    TOPIC: ClassVar[str]

    originator_id: UUID
    originator_version: int
    at: datetime


def topic(name: str) -> Callable[[E], E]:
    """Registers an event class under its stable name; a name given twice fails at import."""

    def register(cls: E) -> E:
        if name in TOPICS:
            raise ValueError(f"topic {name} is registered twice")
        TOPICS[name] = cls
        cls.TOPIC = name
        return cls

    return register
