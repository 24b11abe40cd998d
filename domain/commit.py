"""Commit: what a member asks for, under which ref, and how a repeat of it is known again."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from domain.draft_events import DraftCommitted
from domain.errors import Invalid

YEARS_OFF: Final = timedelta(days=2 * 365)

_REF: Final = re.compile(r"([A-Za-z0-9_-]{22})\.([1-9][0-9]{0,8})\Z")


@dataclass(frozen=True)
class Repeat:
    """The commit was accepted before, as this version."""

    version: int


class Commit(msgspec.Struct, frozen=True):
    """What a member asks for: these steps, made on this version, under this ref."""

    ref: str
    base: int
    steps: list[Any]
    author: str
    typed_at: datetime | None = None


def parse(ref: str) -> tuple[str, int]:
    """The session and the number of a ref; raises Invalid."""
    match = _REF.match(ref)
    if match is None:
        raise Invalid("a ref is a session and a number")
    return match[1], int(match[2])


def believable(typed_at: datetime | None, now: datetime) -> datetime | None:
    """A client's clock that is years off, or in no zone, says nothing about when somebody typed."""
    if typed_at is None or typed_at.tzinfo is None or abs(typed_at - now) > YEARS_OFF:
        return None
    return typed_at


def digest_of(base: int, steps: str) -> str:
    """What a commit said, in 128 bits: enough to tell a repeat from another commit under the same ref."""
    return hashlib.sha256(f"{base}:{steps}".encode()).hexdigest()[:32]


def sent_of(event: DraftCommitted) -> str:
    """What the commit of a stored event said."""
    return event.sent or digest_of(event.base, event.steps)
