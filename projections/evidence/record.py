"""The record of one adoption: the streams of its text, its dossier, its meeting and its body, byte for byte.

In an archive it is `events.jsonl`: a line an event, with the stored content as a string, so that its bytes
come out as they were.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from domain.body import Body
from domain.catalogue import Row, read
from domain.dossier import Dossier
from domain.draft import Draft, load
from domain.errors import MashuraError
from domain.event import Event
from domain.meeting import Meeting

_FIELDS: Final = ["stream", "version", "topic", "state"]


class RecordRefused(MashuraError):
    """The events are not those of one adoption, from first to last."""

    code = "record_refused"


def as_lines(rows: Iterable[Row]) -> bytes:
    """Rows as lines, in their order."""
    return b"".join(_line(row) for row in rows)


def from_lines(content: bytes) -> list[Row]:
    """Rows from lines; raises RecordRefused where a line is not as `as_lines` writes it."""
    rows = []
    for number, line in enumerate(content.splitlines(keepends=True), start=1):
        try:
            said = json.loads(line)
            row = Row(
                UUID(said["stream"]), said["version"], said["topic"], said["state"].encode("utf-8", "strict")
            )
            right = list(said) == _FIELDS and type(row.version) is int and _line(row) == line
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            right = False
        if not right:
            raise RecordRefused(f"line {number} is no stored event")
        rows.append(row)
    return rows


def _line(row: Row) -> bytes:
    said = {
        "stream": str(row.stream),
        "version": row.version,
        "topic": row.topic,
        "state": row.state.decode("utf-8"),
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


@dataclass(frozen=True)
class Record:
    """The events of the four streams; a text that was adopted on paper has no meeting."""

    draft: Sequence[Event]
    dossier: Sequence[Event]
    meeting: Sequence[Event]
    body: Sequence[Event]

    @classmethod
    def of(cls, rows: Sequence[Row]) -> "Record":
        """The record that rows make.

        Raises RecordRefused where a stream has a gap or is not of the four, Unreadable for a broken event.
        """
        streams: dict[UUID, list[Row]] = {}
        for row in rows:
            streams.setdefault(row.stream, []).append(row)
        kinds: dict[str, list[Event]] = {"draft": [], "dossier": [], "meeting": [], "body": []}
        for name, stream in streams.items():
            kind = stream[0].topic.partition(".")[0]
            if kinds.get(kind) != []:
                raise RecordRefused(f"the stream {name} ({kind}) does not belong here")
            for place, row in enumerate(stream, start=1):
                if row.version != place:
                    raise RecordRefused(f"event {place} of the {kind} is missing: {row.version} is there")
                if row.topic.partition(".")[0] != kind:
                    raise RecordRefused(f"event {place} of the {kind} is of another kind: {row.topic}")
            kinds[kind] = [read(row.topic, row.stream, row.version, row.state) for row in stream]
        if missing := [kind for kind in ("draft", "dossier", "body") if not kinds[kind]]:
            raise RecordRefused(f"there are no events of the {' and the '.join(missing)}")
        return cls(**kinds)

    def text(self, version: int) -> Draft:
        """The text at a version, from the first event on."""
        return load(self.draft[: version + 1])

    def papers(self) -> Dossier:
        """The dossier as it stands at the end."""
        return Dossier.load(self.dossier)

    def sitting(self) -> Meeting | None:
        """The meeting as it stands at the end, where there is one."""
        return Meeting.load(self.meeting) if self.meeting else None

    def members(self, until: Event | None = None) -> Body:
        """The body as it stood when `until` happened, or at the end."""
        return Body.load(event for event in self.body if until is None or event.at <= until.at)
