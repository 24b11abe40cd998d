"""Every event there is: what `docs/events.md` lists and the store can read."""

import inspect

import msgspec

import domain.body_events
import domain.dossier_events
import domain.draft_events
import domain.meeting_events
import domain.register  # noqa: F401  (importing registers the events)
from domain.event import TOPICS, Event

EVENTS: dict[str, type[Event]] = dict(sorted(TOPICS.items()))


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
