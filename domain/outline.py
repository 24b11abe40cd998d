"""A text by its headings: the title, and for each block the article or section that it stands under.

Used by `change.py` to say which places a commit touched.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, count
from operator import is_not

from prosemirror.model import Node
from prosemirror.transform import Step

from domain.numbering import each_numbered
from domain.steps import apply


@dataclass(frozen=True)
class Place:
    """Where in a text something happened, as it was called then.

    `kind` is title, opening (before the first heading), section, article or recommendation; only the last
    three have a number.
    """

    id: str
    kind: str
    number: str


class Outline:
    """A text with the places of its top blocks, kept over the steps that leave the headings alone."""

    def __init__(self, doc: Node, places: Sequence[Place] | None = None) -> None:
        self.doc = doc
        self.places = list(_places(doc)) if places is None else places

    def apply(self, step: Step) -> tuple["Outline", list[Place]]:
        """The text after a step, and the places that the step touched; raises Invalid."""
        doc = apply(self.doc, step)
        # Blocks that a step leaves alone are the same objects after it.
        old, new = self.doc.content.content, doc.content.content
        start = _first_other(old, new)
        end = _first_other(old[start:][::-1], new[start:][::-1])
        was, now = old[start : len(old) - end], new[start : len(new) - end]
        same = len(was) == len(now) and all(map(Node.same_markup, was, now))
        after = Outline(doc, self.places if same else None)
        return after, [
            *self.places[start : start + len(was)],
            *after.places[start : start + len(now)],
        ]


def title_of(doc: Node) -> str:
    """A text's title, on one line; empty where nobody has written one."""
    return " ".join(doc.child(0).text_content.split())


def _first_other(one: Sequence[Node], other: Sequence[Node]) -> int:
    """The first index at which two lists do not hold the same object."""
    return next(compress(count(), map(is_not, one, other)), min(len(one), len(other)))


def _places(doc: Node) -> Iterator[Place]:
    """For each top block, the heading that it stands under, or itself where it has a name of its own."""
    heading = Place("", "opening", "")
    for block, numbered in zip(doc.content.content, each_numbered(doc), strict=True):
        if block.type.name == "title":
            yield Place(str(block.attrs["id"]), "title", "")
        elif numbered is None:
            yield heading
        else:
            place = Place(numbered.id, numbered.kind, numbered.number)
            yield place
            # A recommendation is a block of its own; what follows it belongs to the heading before.
            heading = heading if numbered.kind == "recommendation" else place
