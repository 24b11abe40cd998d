"""The words of a block, cut where their look or their direction changes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from service.printing.direction import Direction, set_apart

Json = Mapping[str, Any]

BREAK: Final = "\n"
_SAFE: Final = ("http://", "https://", "mailto:")


@dataclass(frozen=True)
class Run:
    """Words of one look; or a line break. `href` leads out of the text, `target` to a block of it."""

    text: str
    marks: frozenset[str] = frozenset()
    href: str | None = None
    target: str | None = None


@dataclass(frozen=True)
class Stretch:
    """Runs in a row; apart from the rest, they run from left to right whatever is around them."""

    runs: list[Run] = field(default_factory=list)
    apart: bool = False


def runs_of(block: Json, names: Mapping[str, str], broken: str) -> list[Run]:
    """What a block of text says; references are written as `names` has them, or as `broken`."""
    return [_run(node, names, broken) for node in block.get("content", ())]


def text_of(runs: list[Run]) -> str:
    """The same without its look."""
    return "".join(run.text for run in runs)


def stretches(runs: list[Run], direction: Direction) -> Iterator[Stretch]:
    """The runs in order, cut once more where numbers and Latin words are set apart."""
    done = 0
    for start, end in set_apart(text_of(runs), direction):
        if start > done:
            yield Stretch(_cut(runs, done, start))
        yield Stretch(_cut(runs, start, end), apart=True)
        done = end
    if rest := _cut(runs, done, len(text_of(runs))):
        yield Stretch(rest)


def _run(node: Json, names: Mapping[str, str], broken: str) -> Run:
    marks = {mark["type"]: mark for mark in node.get("marks", ())}
    href = marks.pop("link")["attrs"]["href"] if "link" in marks else None
    look = frozenset(marks)
    safe = href if href and href.startswith(_SAFE) else None
    match node["type"]:
        case "hard_break":
            return Run(BREAK)
        case "cross_reference":
            target = node["attrs"]["target"]
            if target not in names:
                return Run(broken, look)
            return Run(names[target], look, target=target)
        case _:
            return Run(node["text"], look, href=safe)


def _cut(runs: list[Run], start: int, end: int) -> list[Run]:
    cut, at = [], 0
    for run in runs:
        text = run.text[max(start - at, 0) : max(end - at, 0)]
        at += len(run.text)
        if text:
            cut.append(replace(run, text=text))
    return cut
