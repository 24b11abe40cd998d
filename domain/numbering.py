"""The numbers of a text: computed while drafting, never stored in it.

Sections count by level (1, 1.1, 1.1.1); articles and recommendations run 1, 2, 3 through the whole text. Only
blocks at the top of the text carry numbers. `web/src/numbering.ts` is the twin of this file.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from prosemirror.model import Node

Kind = Literal["section", "article", "recommendation"]

_RUNNING: Final[dict[str, Kind]] = {"article": "article", "recommendation": "recommendation"}


@dataclass(frozen=True)
class Numbered:
    """A block that carries a number: "2.1" for a section, "5" for an article or a recommendation."""

    id: str
    kind: Kind
    number: str


class _SectionCounter:
    """Counts sections of three levels; a level that is skipped counts as the next one down."""

    def __init__(self) -> None:
        self._open: list[tuple[int, int]] = []

    def next(self, level: int) -> str:
        count = 1
        while self._open and self._open[-1][0] >= level:
            count = self._open.pop()[1] + 1
        self._open.append((level, count))
        return ".".join(str(count) for _, count in self._open)


def each_numbered(doc: Node) -> Iterator[Numbered | None]:
    """For each block at the top of the text, in order: its number, or None where it carries none."""
    sections = _SectionCounter()
    running: dict[Kind, int] = {}
    for block in doc.content.content:
        name = block.type.name
        if name == "section":
            level: Any = block.attrs["level"]
            yield Numbered(str(block.attrs["id"]), "section", sections.next(level))
        elif name in _RUNNING:
            kind = _RUNNING[name]
            running[kind] = running.get(kind, 0) + 1
            yield Numbered(str(block.attrs["id"]), kind, str(running[kind]))
        else:
            yield None


def numbers(doc: Node) -> dict[str, Numbered]:
    """All that carries a number in a text, by its id, in the order of the text."""
    return {found.id: found for found in each_numbered(doc) if found is not None}
