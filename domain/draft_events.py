"""What happens to a draft: its beginning, its commits, and the snapshot that it is opened from.

Facts only; `draft.py` makes them and takes them in.
"""

from datetime import datetime
from typing import Literal

import msgspec

from domain.event import Event, topic

Language = Literal["ar", "fr"]
Kind = Literal["opinion", "programme", "report"]


@topic("draft.started")
class DraftStarted(Event, frozen=True, kw_only=True):
    """A draft began, with its first text and the schema that it keeps."""

    schema: int
    kind: Kind
    language: Language
    author: str
    doc: str


@topic("draft.committed")
class DraftCommitted(Event, frozen=True, kw_only=True):
    """A member changed the text; the steps are as they stand after carrying, in canonical JSON.

    `typed_at` is the client's clock, as far as it is believable. `sent` is the digest of what was sent, where
    carrying changed it: a repeat of the ref is recognised by it.
    """

    author: str
    ref: str
    base: int
    steps: str
    typed_at: datetime | None = None
    sent: str | None = None


@topic("draft.closed")
class DraftClosed(Event, frozen=True, kw_only=True):
    """The last event of a draft: the paper was decided, and its text stands as it was before."""

    why: Literal["adopted", "rejected", "withdrawn"]
    by: str


class Accepted(msgspec.Struct, frozen=True):
    """A session's last accepted commit."""

    n: int
    version: int
    author: str
    sent: str


@topic("draft.snapshot")
class DraftSnapshot(Event, frozen=True, kw_only=True):
    """A draft as it stood at a version: a cache for opening it, never evidence, thrown away at will."""

    schema: int
    kind: Kind
    language: Language
    doc: str
    sessions: dict[str, Accepted]
    closed: bool = False
