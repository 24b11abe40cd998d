"""What one commit did to a text: characters, words, and the articles that it touched.

Receives the text before a commit and the commit's steps (from `projections/replicas.py`); what is found
becomes a part of a row of the audit trail.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TypeGuard

from prosemirror.model import Node
from prosemirror.transform import ReplaceAroundStep, ReplaceStep, Step

from domain.outline import Outline, Place

# Between blocks in the text of a range. No text holds it: controls are refused at the gate.
BREAK = "\n"


@dataclass
class Change:
    """What a commit did. A character is what a reader sees: a vowel sign is part of its letter."""

    added: int = 0
    removed: int = 0
    inserted: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    # Where the one passage stands, if a commit did nothing but write it into a line.
    stretch: tuple[int, int] | None = None


def characters(text: str) -> int:
    """How many characters a reader sees: marks that sit on a letter, joiners and controls count nothing.

    Counted code point by code point, so that the count of a whole is the sum of its parts.
    """
    return sum(unicodedata.category(each)[0] not in "MC" for each in text)


def change_of(before: Outline, steps: Iterable[Step]) -> tuple[Change, Outline]:
    """What these steps do to a text, and the text after them; raises Invalid where one does not apply."""
    change = Change()
    places: dict[str, Place] = {}
    end = -1
    made = list(steps)
    for step in made:
        gone, come = _only_different(*_texts(before.doc, step))
        before, touched = before.apply(step)
        places.update((place.id, place) for place in touched)
        change.added += characters(come)
        change.removed += characters(gone)
        if gone:
            change.deleted.append(gone)
        if come and isinstance(step, ReplaceStep) and step.from_ == end:
            change.inserted[-1] += come
        elif come:
            change.inserted.append(come)
        end = step.from_ + step.slice.size if come and isinstance(step, ReplaceStep) else -1
    change.places = list(places.values())
    written = [step for step in made if _writes(step)]
    if len(written) == len(made) and len(change.inserted) == 1:
        change.stretch = (written[0].from_, end)
    return change, before


def _writes(step: Step) -> TypeGuard[ReplaceStep]:
    """Whether all that a step does is to put words into a line."""
    return (
        isinstance(step, ReplaceStep)
        and step.from_ == step.to
        and all(node.is_text for node in step.slice.content.content)
    )


def _texts(doc: Node, step: Step) -> tuple[str, str]:
    """The text that a step takes away and the text that it brings."""
    match step:
        case ReplaceStep():
            gone = doc.text_between(step.from_, step.to, BREAK) if step.to > step.from_ else ""
        case ReplaceAroundStep():
            sides = ((step.from_, step.gap_from), (step.gap_to, step.to))
            gone = BREAK.join(filter(None, (doc.text_between(*side, BREAK) for side in sides)))
        case _:
            return "", ""
    match step.slice.content.content:
        case []:
            come = ""
        case [Node(is_text=True, text=str(come))]:
            pass
        case _:
            come = step.slice.content.text_between(0, step.slice.content.size, BREAK)
    return gone, come


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
