"""The frames of the live protocol, version 1: see docs/protocol.md.

Decoding is strict: an unknown field or a wrong type is a malformed frame. The TypeScript types in
`web/src/generated/` are written from here.
"""

from datetime import datetime
from typing import Annotated, Any, Final

import msgspec

from domain.draft_events import DraftClosed, DraftCommitted

PROTOCOL: Final = 1
MAX_FRAME: Final = 64 * 1024
# How many commits one frame brings, and about how many characters of them; a client that is further behind
# fetches the rest.
MOST_COMMITS: Final = 500
MOST_OF_COMMITS: Final = 512 * 1024

MALFORMED: Final = 4400
NOT_SIGNED_IN: Final = 4401
NOT_ALLOWED: Final = 4403
UNKNOWN_DRAFT: Final = 4404
TOO_SLOW: Final = 4408
PROTOCOL_TOO_OLD: Final = 4426
FAILED: Final = 1011
RESTARTING: Final = 1012


class _Frame(msgspec.Struct, tag_field="type", forbid_unknown_fields=True):
    pass


class Join(_Frame, tag="join"):
    """First frame of a client: what it speaks and what it holds."""

    protocol: int
    version: int | None
    session: str | None


class SendCommit(_Frame, tag="commit"):
    """A change, frozen while in flight."""

    ref: str
    base: int
    steps: list[Any]
    typed_at: Annotated[datetime, msgspec.Meta(tz=True)] | None = None


class SendCursor(_Frame, tag="cursor"):
    """Where the person's selection is, in positions of `version`."""

    version: int
    anchor: int
    head: int


class Fetch(_Frame, tag="fetch"):
    """Asks for the commits after a version."""

    since: int


ClientFrame = Join | SendCommit | SendCursor | Fetch


class Person(msgspec.Struct):
    """Somebody who has the draft open."""

    session: str
    member: str
    name: str
    colour: int


class WireCommit(msgspec.Struct, omit_defaults=True):
    """One commit as everybody receives it.

    `closed` is true of a draft's last version only: the paper was decided, there are no steps and no ref.
    """

    version: int
    ref: str
    author: str
    at: datetime
    steps: msgspec.Raw
    closed: bool = False


class Selection(msgspec.Struct):
    """A selection in positions of `version`."""

    version: int
    anchor: int
    head: int


class Joined(_Frame, tag="joined", omit_defaults=True):
    """The answer to a join: the document, or the commits after the client's version."""

    head: int
    protocol: int
    session: str
    member: str
    version: int
    people: list[Person]
    doc: Any | None = None
    commits: list[WireCommit] | None = None


class Committed(_Frame, tag="committed"):
    """Commits that are on disk, in order; one's own ref among them is the acknowledgement."""

    head: int
    commits: list[WireCommit]


class Refused(_Frame, tag="refused"):
    """A commit that was not taken; nothing of it was stored."""

    head: int
    ref: str | None
    code: str
    message: str


class CursorMoved(_Frame, tag="cursor"):
    """A colleague's selection."""

    head: int
    session: str
    selection: Selection


class People(_Frame, tag="people"):
    """Who is here, whenever that changes."""

    head: int
    people: list[Person]


ServerFrame = Joined | Committed | Refused | CursorMoved | People

_decoder = msgspec.json.Decoder(ClientFrame)
_encoder = msgspec.json.Encoder()


def decode(text: str) -> ClientFrame:
    """A client's frame; raises ValueError where it is not one."""
    try:
        frame: ClientFrame = _decoder.decode(text)
    except RecursionError as deep:
        raise ValueError("nested too deep") from deep
    return frame


def encode(frame: ServerFrame) -> str:
    """A frame as text."""
    return _encoder.encode(frame).decode()


def wire(event: DraftCommitted | DraftClosed) -> WireCommit:
    """A stored commit, or the end of the draft, as it goes over the wire."""
    if isinstance(event, DraftClosed):
        return WireCommit(
            version=event.originator_version - 1,
            ref="",
            author=event.by,
            at=event.at,
            steps=msgspec.Raw(b"[]"),
            closed=True,
        )
    return WireCommit(
        version=event.originator_version - 1,
        ref=event.ref,
        author=event.author,
        at=event.at,
        steps=msgspec.Raw(event.steps.encode()),
    )
