"""Where the gate refuses what prosemirror takes, on purpose: each case told by looking at the step alone.

An editor never makes such steps. Everything else that one side takes and the other refuses is a bug.
"""

from collections.abc import Iterator
from typing import Any

from domain.check import is_visible
from domain.steps import MAX_STEPS

Json = Any

_POSITIONS = {"replaceAround": ("from", "gapFrom", "gapTo", "to"), "attr": ("pos",)}


def units(node: Json) -> Iterator[str]:
    """A node's positions, one by one: UTF-16 units of text, and one unit for each token."""
    if node["type"] == "text":
        encoded = node["text"].encode("utf-16-be")
        yield from (
            encoded[at : at + 2].decode("utf-16-be", "surrogatepass") for at in range(0, len(encoded), 2)
        )
    elif node["type"] in ("hard_break", "cross_reference"):
        yield "leaf"
    else:
        yield "open"
        for child in node.get("content", ()):
            yield from units(child)
        yield "close"


def reason(docs: list[Json], steps: list[Json]) -> str | None:
    """Why the gate is stricter with one of these steps; `docs[i]` is the document before `steps[i]`."""
    if not 0 < len(steps) <= MAX_STEPS:
        return "too few steps, or too many"
    for at, step in enumerate(steps):
        doc = docs[at] if at < len(docs) else None
        found = _form(step) or (_place(doc, step) if doc is not None else None)
        if found is not None:
            return found
    return None


def _positions(step: Json) -> list[Any]:
    names = _POSITIONS.get(step.get("stepType", ""), ("from", "to"))
    return [step.get(name) for name in names]


def _form(step: Json) -> str | None:
    positions, kind, slice_ = _positions(step), step.get("stepType"), step.get("slice")
    if any(type(number) is float for number in _numbers(step)):
        return "2.0 is not 2"
    if any(type(pos) is not int or pos < 0 for pos in positions) or positions != sorted(positions):
        return "positions are whole numbers in order"
    if kind == "attr" and "value" not in step:
        return "a value left out, which is a default on the other side"
    if kind in ("addMark", "removeMark") and positions[0] == positions[1]:
        return "a mark over nothing"
    if kind in ("replace", "replaceAround") and slice_ is None and positions[0] == positions[-1]:
        return "a step that does nothing"
    if slice_ is not None:
        if any(not is_visible(text) for text in _texts(slice_.get("content", []))):
            return "invisible text, be it for a moment"
        for side, edge in (("openStart", 0), ("openEnd", -1)):
            if slice_.get(side, 0) > _depth(slice_.get("content", []), edge):
                return "a slice is open deeper than it is"
    if kind == "replaceAround":
        flat = [unit for node in (slice_ or {}).get("content", []) for unit in units(node)]
        opened, closed = (slice_ or {}).get("openStart", 0), (slice_ or {}).get("openEnd", 0)
        if not 0 <= step["insert"] <= len(flat) - opened - closed:
            return "insert lies outside the slice"
        if _splits(flat, step["insert"] + opened):
            return "a letter of two units is split"
    return None


def _place(doc: Json, step: Json) -> str | None:
    flat = list(units(doc))[1:-1]
    if any(_splits(flat, pos) for pos in _positions(step)):
        return "a letter of two units is split"
    if step.get("stepType") == "attr":
        node = _node_at(doc, step["pos"])
        if node is not None and step["attr"] not in node.get("attrs", {}):
            return "no such attribute there"
    return None


def _splits(flat: list[str], pos: int) -> bool:
    return 0 < pos < len(flat) and "\ud800" <= flat[pos - 1] < "\udc00" <= flat[pos] < "\ue000"


def _node_at(doc: Json, pos: int) -> Json | None:
    for child in doc.get("content", ()):
        size = len(list(units(child)))
        if pos < size:
            return child if pos == 0 or child["type"] == "text" else _node_at(child, pos - 1)
        pos -= size
    return None


def _numbers(data: Any) -> Iterator[Any]:
    if isinstance(data, int | float):
        yield data
    for inner in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _numbers(inner)


def _texts(content: list[Json]) -> Iterator[str]:
    for node in content:
        if "text" in node:
            yield node["text"]
        yield from _texts(node.get("content", []))


def _depth(content: list[Json], edge: int) -> int:
    depth = 0
    while content and content[edge]["type"] != "text":
        depth += 1
        content = content[edge].get("content", [])
    return depth
