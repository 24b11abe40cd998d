"""The gate: from a client's JSON to steps that may be applied.

Receives the `steps` of a commit frame (from `draft.py`), gives decoded steps, or raises Invalid, and nothing
else. ProseMirror's own decoding lets inverted ranges, `true` as a position and unknown attributes pass,
and raises a dozen kinds of exception: all of that ends here.
"""

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from prosemirror.model import Node, Schema
from prosemirror.transform import (
    AddMarkStep,
    AttrStep,
    RemoveMarkStep,
    ReplaceAroundStep,
    ReplaceStep,
    Step,
)

from domain.check import is_visible
from domain.errors import Invalid
from domain.plain import apply_plain, plain_step

# The library keeps each document's last resolved positions, and these keep the document: no version of any
# text would ever leave the memory.
Node.resolve = Node.resolve_no_cache  # type: ignore[method-assign]

MAX_STEPS: Final = 200
MAX_JSON_DEPTH: Final = 100

# The positions of each kind of step, in the order that they must have.
_POSITIONS: Final = {
    "replace": ("from", "to"),
    "replaceAround": ("from", "gapFrom", "gapTo", "to"),
    "addMark": ("from", "to"),
    "removeMark": ("from", "to"),
    "attr": ("pos",),
}


def canonical(data: Any) -> str:
    """JSON with sorted keys and nothing optional: RFC 8785 for all that steps contain."""
    return msgspec.json.encode(data, order="sorted").decode()


def sent_as(raw: Any) -> str:
    """What a client sent as steps, as canonical JSON; raises Invalid where it cannot be walked."""
    try:
        return canonical(raw)
    except (RecursionError, ValueError) as broken:
        raise Invalid(f"not JSON that can be kept: {type(broken).__name__}") from broken


def decode(schema: Schema[Any, Any], raw: Any, sent: str) -> list[Step]:
    """The steps of a commit, `sent` being their canonical JSON; raises Invalid.

    They must be written exactly as ProseMirror writes them: what would be stored is what was sent, with no
    unknown field, no `true` for 1, no 2.0 for 2.
    """
    if not isinstance(raw, list) or not 0 < len(raw) <= MAX_STEPS:
        raise Invalid(f"between 1 and {MAX_STEPS} steps make a commit")
    if len(raw) == 1 and (plain := plain_step(schema, raw[0])) is not None:
        return [plain]
    try:
        steps = [_decode_one(schema, one) for one in raw]
        exact = canonical([step.to_json() for step in steps]) == sent
    except Invalid:
        raise
    except Exception as broken:
        raise Invalid(f"not a step: {type(broken).__name__}") from broken
    if not exact:
        raise Invalid("steps are not written as ProseMirror writes them")
    return steps


def decode_stored(schema: Schema[Any, Any], stored: str) -> list[Step]:
    """The steps of a stored event, which passed the gate when they were new."""
    return [plain_step(schema, one) or Step.from_json(schema, one) for one in msgspec.json.decode(stored)]


def apply(doc: Node, step: Step) -> Node:
    """The document after a step; raises Invalid. The one place where ProseMirror's exceptions are caught."""
    if (plain := apply_plain(doc, step)) is not None:
        return plain
    try:
        if isinstance(step, AttrStep):
            _check_attribute(doc, step)
        result = step.apply(doc)
    except Invalid:
        raise
    except Exception as broken:
        raise Invalid(f"does not apply: {type(broken).__name__}") from broken
    if result.doc is None:
        raise Invalid(f"does not apply: {result.failed}")
    return result.doc


def _decode_one(schema: Schema[Any, Any], raw: Any) -> Step:
    kind = raw.get("stepType") if isinstance(raw, dict) else None
    if not isinstance(kind, str) or kind not in _POSITIONS:
        raise Invalid("a kind of step that is not taken")
    positions = [raw.get(name) for name in _POSITIONS[kind]]
    if any(type(pos) is not int or pos < 0 for pos in positions) or positions != sorted(positions):
        raise Invalid("positions must be whole numbers in order")
    if kind in ("addMark", "removeMark") and positions[0] == positions[1]:
        raise Invalid("a mark over nothing")
    slice_ = raw.get("slice")
    if slice_ is not None:
        _check_slice(slice_)
    elif kind == "replace" and positions[0] == positions[1]:
        raise Invalid("a step that does nothing")
    step = Step.from_json(schema, raw)
    if kind == "replaceAround" and (
        type(raw.get("insert")) is not int or not 0 <= raw["insert"] <= step.slice.size  # type: ignore[attr-defined]
    ):
        raise Invalid("insert lies outside the slice")
    _check_attributes(step)
    return step


def _check_attributes(step: Step) -> None:
    """Attributes of all that a step brings, be it for a moment: browsers make no node or mark without."""

    def check(node: Node, *_: Any) -> None:
        node.type.check_attrs(node.attrs)
        for mark in node.marks:
            mark.type.check_attrs(mark.attrs)

    match step:
        case ReplaceStep() | ReplaceAroundStep():
            step.slice.content.descendants(check)
        case AddMarkStep() | RemoveMarkStep():
            step.mark.type.check_attrs(step.mark.attrs)


def _check_attribute(doc: Node, step: AttrStep) -> None:
    node = doc.node_at(step.pos)
    if node is None or step.attr not in node.attrs:
        raise Invalid("no such attribute there")
    node.type.check_attrs({**node.attrs, step.attr: step.value})


def _check_slice(raw: Any) -> None:
    """A slice's open sides must exist, and nothing in it may be too deep to walk."""
    content = raw.get("content") if isinstance(raw, dict) else None
    if not isinstance(content, list) or not content or _depth(content) > MAX_JSON_DEPTH:
        raise Invalid("not a slice")
    for side, edge in (("openStart", 0), ("openEnd", -1)):
        open_ = raw.get(side, 0)
        if type(open_) is not int or not 0 <= open_ <= _edge_depth(content, edge):
            raise Invalid("a slice is open deeper than it is")
    _check_texts(content)


def _check_texts(content: list[Any]) -> None:
    """Text is visible, and written in one piece where its marks are equal: browsers join what they read."""
    before: Any = None
    for node in content:
        if not isinstance(node, dict):
            raise Invalid("not a slice")
        if "text" in node:
            if not (isinstance(node["text"], str) and is_visible(node["text"])):
                raise Invalid("a control or bidi override character")
            if before is not None and "text" in before and before.get("marks") == node.get("marks"):
                raise Invalid("neighbouring text of equal marks is not joined")
        if isinstance(node.get("content"), list):
            _check_texts(node["content"])
        before = node


def _edge_depth(content: Sequence[Any], edge: int) -> int:
    """How many nodes lie one in another along the first (0) or last (-1) edge; text has no inside."""
    depth = 0
    while isinstance(content, list) and content and content[edge].get("type") != "text":
        depth += 1
        content = content[edge].get("content", ())
    return depth


def _depth(data: Any) -> int:
    """How deep JSON data is nested, counted without recursion."""
    depth, level = 0, [data]
    while level and depth <= MAX_JSON_DEPTH:
        depth += 1
        level = [
            inner
            for one in level
            for inner in (one if isinstance(one, list) else one.values() if isinstance(one, dict) else ())
            if isinstance(inner, list | dict)
        ]
    return depth
