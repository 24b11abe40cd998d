"""The lean way for what keystrokes are: plain text typed or deleted inside one text node.

Gives the very step and document that ProseMirror's general way gives, or None where that way is needed; a
property test holds the two equal. Used by `steps.py`, for all who decode or apply steps.
"""

from typing import Any

from prosemirror.model import Fragment, Node, Schema, Slice
from prosemirror.transform import ReplaceStep, Step

from domain.check import is_visible

_TYPING = {"stepType", "from", "to", "slice"}
_DELETING = {"stepType", "from", "to"}


def plain_step(schema: Schema[Any, Any], raw: Any) -> ReplaceStep | None:
    """A step that types or deletes plain text, written exactly as it must be; None for all others."""
    if type(raw) is not dict or raw.get("stepType") != "replace":
        return None
    start, end = raw.get("from"), raw.get("to")
    if type(start) is not int or type(end) is not int or not 0 <= start <= end:
        return None
    keys = raw.keys()
    if keys == _DELETING and start < end:
        return ReplaceStep(start, end, Slice.empty)
    if keys != _TYPING:
        return None
    match raw["slice"]:
        case {"content": [{"type": "text", "text": str(text), **rest}], **more} if not rest and not more:
            if text and is_visible(text):
                return ReplaceStep(start, end, Slice(Fragment([schema.text(text)]), 0, 0))
    return None


def apply_plain(doc: Node, step: Step) -> Node | None:
    """The document after a plain step inside one text node without marks; None where it is not that."""
    if type(step) is not ReplaceStep or step.structure or step.slice.open_start or step.slice.open_end:
        return None
    match step.slice.content.content:
        case []:
            return _within(doc, step.from_, step.to, "")
        case [Node(is_text=True, marks=[], text=str(text))]:
            return _within(doc, step.from_, step.to, text)
    return None


def _within(node: Node, start: int, end: int, typed: str) -> Node | None:
    """The node with [start, end) of its content replaced, as far down as one text node holds it."""
    children = node.content.content
    at = 0
    for index, child in enumerate(children):
        if at > start:
            return None
        stop = at + child.node_size
        after: Node | None = None
        if child.is_text:
            if end <= stop and not child.marks:
                after = _spliced(child, start - at, end - at, stop - at, typed)
        elif start > at and end < stop and not child.is_leaf:
            after = _within(child, start - at - 1, end - at - 1, typed)
        if after is not None:
            size = node.content.size + after.node_size - child.node_size
            return node.copy(Fragment([*children[:index], after, *children[index + 1 :]], size))
        at = stop
    return None


def _spliced(node: Node, start: int, end: int, size: int, typed: str) -> Node | None:
    """A text node with [start, end), in UTF-16 units, replaced; None where nothing would be left of it."""
    text = node.text or ""
    if size == len(text):  # No character of two units: offsets are indices.
        spliced = text[:start] + typed + text[end:]
    else:
        units = text.encode("utf-16-le")
        try:
            spliced = units[: 2 * start].decode("utf-16-le") + typed + units[2 * end :].decode("utf-16-le")
        except UnicodeDecodeError:
            return None
    return node.with_text(spliced) if spliced else None  # type: ignore[attr-defined]
