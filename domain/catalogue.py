"""Every event there is: what `docs/events.md` lists and the store can read."""

import inspect
from typing import NamedTuple
from uuid import UUID

import msgspec

import domain.body_events
import domain.dossier_events
import domain.draft_events
import domain.installation
import domain.meeting_events
import domain.register  # noqa: F401  (importing registers the events)
from domain.errors import Unreadable
from domain.event import TOPICS, Event

EVENTS: dict[str, type[Event]] = dict(sorted(TOPICS.items()))


class Row(NamedTuple):
    """An event as it is stored: its place in a stream, its topic, and its content, byte for byte."""

    stream: UUID
    version: int
    topic: str
    state: bytes


def read(topic: str, stream: UUID, version: int, state: bytes) -> Event:
    """An event from what is stored of it; types are checked. Raises Unreadable."""
    kind = EVENTS.get(topic)
    if kind is None:
        raise Unreadable(f"no event has the topic {topic!r}")
    try:
        fields = msgspec.json.decode(state)
        fields["originator_id"] = stream
        fields["originator_version"] = version
        return msgspec.convert(fields, kind)
    except (msgspec.MsgspecError, TypeError) as broken:
        raise Unreadable(f"{topic}: {broken}") from broken


def as_markdown() -> str:
    """The catalogue as a page: topic, meaning, fields."""
    lines = [
        "# Events",
        "",
        "Generated from `domain/catalogue.py` by `mashura generate`; a test keeps it so. Stored as JSON in",
        "the stream `originator_id` at `originator_version`, under the topic; `at` is server time, UTC.",
        "",
    ]
    for name, event in EVENTS.items():
        meaning = inspect.getdoc(event) or ""
        fields = [f"`{field.name}`" for field in msgspec.structs.fields(event)][3:]
        lines += [f"## `{name}`", "", meaning, "", f"Fields: {', '.join(fields)}.", ""]
    return "\n".join(lines).rstrip() + "\n"
