"""What one commit did to a text: characters, words, and the articles that it touched.

Receives the text before a commit and the commit's steps (from `projections/replicas.py`); what is found
becomes a part of a row of the audit trail.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from prosemirror.model import Node
from prosemirror.transform import AddMarkStep, AttrStep, RemoveMarkStep, ReplaceAroundStep, ReplaceStep, Step

from domain.numbering import each_numbered
from domain.steps import apply

# Between blocks in the text of a range. No text holds it: controls are refused at the gate.
BREAK = "\n"


@dataclass(frozen=True)
class Place:
    """Where in a text something happened, as it was called then.

    `kind` is title, opening (before the first heading), section, article or recommendation; only the last
    three have a number.
    """

    id: str
    kind: str
    number: str


@dataclass
class Change:
    """What a commit did. A character is what a reader sees: a vowel sign is part of its letter."""

    added: int = 0
    removed: int = 0
    inserted: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)


def characters(text: str) -> int:
    """How many characters a reader sees: marks that sit on a letter, joiners and controls count nothing.

    Counted code point by code point, so that the count of a whole is the sum of its parts.
    """
    return sum(unicodedata.category(each)[0] not in "MC" for each in text)


def change_of(before: Node, steps: Sequence[Step]) -> Change:
    """What these steps do to a text; raises Invalid where one does not apply."""
    change = Change()
    places: dict[str, Place] = {}
    end = -1
    docs = [before]
    for step in steps:
        docs.append(apply(docs[-1], step))
    for step, (doc, after) in zip(steps, pairwise(docs), strict=True):
        start, old, new = _range(step)
        for place in [*_touched(doc, start, start + old), *_touched(after, start, start + new)]:
            places[place.id] = place
        gone, come = _only_different(*_texts(doc, step))
        change.added += characters(come)
        change.removed += characters(gone)
        if gone:
            change.deleted.append(gone)
        if come and change.inserted and start == end:
            change.inserted[-1] += come
        elif come:
            change.inserted.append(come)
        end = start + new
    change.places = list(places.values())
    return change


def _range(step: Step) -> tuple[int, int, int]:
    """Where a step works: its start, and its size before and after."""
    match step:
        case ReplaceStep():
            return step.from_, step.to - step.from_, step.slice.size
        case ReplaceAroundStep():
            return step.from_, step.to - step.from_, step.slice.size + step.gap_to - step.gap_from
        case AddMarkStep() | RemoveMarkStep():
            return step.from_, step.to - step.from_, step.to - step.from_
        case AttrStep():
            return step.pos, 1, 1
        case _:
            raise TypeError(f"a step of an unknown kind: {type(step).__name__}")


def _texts(doc: Node, step: Step) -> tuple[str, str]:
    """The text that a step takes away and the text that it brings."""
    match step:
        case ReplaceStep():
            gone = doc.text_between(step.from_, step.to, BREAK)
        case ReplaceAroundStep():
            sides = ((step.from_, step.gap_from), (step.gap_to, step.to))
            gone = BREAK.join(filter(None, (doc.text_between(*side, BREAK) for side in sides)))
        case _:
            return "", ""
    return gone, step.slice.content.text_between(0, step.slice.content.size, BREAK)


def _only_different(gone: str, come: str) -> tuple[str, str]:
    """What is left of both without their common beginning and end; a letter keeps its vowel signs."""
    start = _alike(gone, come)
    while start and (_is_mark(gone[start : start + 1]) or _is_mark(come[start : start + 1])):
        start -= 1
    gone, come = gone[start:], come[start:]
    end = _alike(gone[::-1], come[::-1])
    while end and _is_mark(gone[len(gone) - end]):
        end -= 1
    return gone[: len(gone) - end].strip(BREAK), come[: len(come) - end].strip(BREAK)


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _is_mark(character: str) -> bool:
    return character != "" and unicodedata.category(character).startswith("M")


def _touched(doc: Node, start: int, end: int) -> Iterator[Place]:
    """The places of the top blocks that a range lies in; a bare position between two blocks lies in none."""
    place = Place("", "opening", "")
    at = 0
    for block, numbered in zip(doc.content.content, each_numbered(doc), strict=True):
        if at >= end:
            return
        here = place
        if block.type.name == "title":
            here = Place(str(block.attrs["id"]), "title", "")
        elif numbered is not None:
            here = Place(numbered.id, numbered.kind, numbered.number)
            # A recommendation is a block of its own; what follows it belongs to the heading before.
            place = place if numbered.kind == "recommendation" else here
        if at < end and at + block.node_size > start:
            yield here
        at += block.node_size
