"""The rules of a text, checked where it changed.

Receives the document before and after a commit (from `draft.py`); looks only at changed nodes and their
ancestors, found by identity, since ProseMirror shares what a step leaves alone. A property test holds
this equal to `check_whole`, which looks at everything and costs milliseconds.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from prosemirror.model import Node

from domain.errors import DuplicateId, Invalid
from domain.schema import VISIBLE_TEXT

MAX_DEPTH = 32
MAX_SIZE = 2_000_000

is_visible = re.compile(VISIBLE_TEXT.replace("$", r"\Z")).match


@dataclass
class Ids:
    """The ids that a change took out of the text and brought into it."""

    gone: list[str] = field(default_factory=list)
    come: list[str] = field(default_factory=list)


def check_change(before: Node, after: Node, living: set[str]) -> Ids:
    """Check what changed; gives the change of ids, for the caller to keep `living` by.

    Raises Invalid (DuplicateId where only an id is at fault).
    """
    if after.content.size > MAX_SIZE:
        raise Invalid(f"the text is longer than {MAX_SIZE} positions")
    ids = Ids()
    _check_pair(before, after, 0, ids)
    come = set(ids.come)
    if len(come) < len(ids.come):
        raise DuplicateId("an id was brought in twice")
    if come and (again := (come & living) - set(ids.gone)):
        raise DuplicateId(f"already in the text: {sorted(again)}")
    return ids


def check_whole(doc: Node) -> set[str]:
    """Check everything; gives the living ids. The reference for `check_change`."""
    if doc.content.size > MAX_SIZE:
        raise Invalid(f"the text is longer than {MAX_SIZE} positions")
    ids = Ids()
    _check_fresh(doc, 0, ids)
    if len(set(ids.come)) < len(ids.come):
        raise DuplicateId("an id stands twice")
    return set(ids.come)


def living_ids(node: Node) -> Iterator[str]:
    """Every id at and below a node."""
    if (here := node.attrs.get("id")) is not None:
        yield str(here)
    for child in node.content.content:
        yield from living_ids(child)


def _check_pair(before: Node, after: Node, depth: int, ids: Ids) -> None:
    """Check a node that stands where one of the same type stood."""
    _check_node(after)
    old_id, new_id = before.attrs.get("id"), after.attrs.get("id")
    if old_id != new_id:
        ids.gone.append(str(old_id))
        ids.come.append(str(new_id))
    old, new = before.content.content, after.content.content
    start = 0
    while start < len(old) and start < len(new) and old[start] is new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] is new[-1 - end]:
        end += 1
    was, now = old[start : len(old) - end], new[start : len(new) - end]
    paired = len(was) == len(now) and all(o.type is n.type for o, n in zip(was, now, strict=True))
    if paired:
        if any(not after.type.allows_marks(child.marks) for child in now):
            raise Invalid("a mark is not allowed here")
    else:
        _check_content(after)
    if after.type.inline_content:
        _check_joined(new)
    for index, child in enumerate(now):
        if child.is_text:
            _check_node(child)  # Its new characters were looked at by the gate, the old ones before.
        elif paired and not child.is_leaf:
            if was[index] is not child:
                _check_pair(was[index], child, depth + 1, ids)
        else:
            _check_fresh(child, depth + 1, ids)
    if not paired:
        for child in was:
            ids.gone.extend(living_ids(child))
    if after.type.spec.get("tableRole") == "table" and not (paired and _same_shape(was, now)):
        _check_rectangle(after)


def _check_fresh(node: Node, depth: int, ids: Ids) -> None:
    """Check a node that was not there before, with all below it."""
    if depth > MAX_DEPTH:
        raise Invalid(f"deeper than {MAX_DEPTH} levels")
    _check_node(node)
    if (here := node.attrs.get("id")) is not None:
        ids.come.append(str(here))
    if node.is_text:
        if not is_visible(node.text or ""):
            raise Invalid("a control or bidi override character")
        return
    _check_content(node)
    if node.type.inline_content:
        _check_joined(node.content.content)
    for child in node.content.content:
        _check_fresh(child, depth + 1, ids)
    if node.type.spec.get("tableRole") == "table":
        _check_rectangle(node)


def _check_node(node: Node) -> None:
    """Attributes and marks of one node."""
    try:
        node.type.check_attrs(node.attrs)
        for mark in node.marks:
            mark.type.check_attrs(mark.attrs)
    except (ValueError, KeyError) as broken:
        raise Invalid(f"attributes of {node.type.name}: {broken}") from broken
    ranks = [mark.type.rank for mark in node.marks]
    if any(low >= high for low, high in pairwise(ranks)):
        raise Invalid("marks out of order or twice")


def _check_content(node: Node) -> None:
    if not node.type.valid_content(node.content):
        raise Invalid(f"content does not fit in {node.type.name}")


def _check_joined(children: list[Node]) -> None:
    """Neighbouring text of equal marks is one node, or the same text would have two digests."""
    for left, right in pairwise(children):
        if left.is_text and right.is_text and left.same_markup(right):
            raise Invalid("neighbouring text of equal marks is not joined")


def _shape(row: Node) -> list[tuple[Any, Any]]:
    return [(cell.attrs["colspan"], cell.attrs["rowspan"]) for cell in row.content.content]


def _same_shape(was: list[Node], now: list[Node]) -> bool:
    return all(_shape(old) == _shape(new) for old, new in zip(was, now, strict=True))


def _check_rectangle(table: Node) -> None:
    """Every table covers a rectangle exactly, spans included."""
    rows = [_shape(row) for row in table.content.content]
    # For each column, how many rows from here on are already covered.
    covered = [0] * sum(colspan for colspan, _ in rows[0])
    for index, row in enumerate(rows):
        column = 0
        for colspan, rowspan in row:
            while column < len(covered) and covered[column]:
                column += 1
            place = covered[column : column + colspan]
            if len(place) < colspan or any(place) or rowspan > len(rows) - index:
                raise Invalid("a table must stay a rectangle")
            covered[column : column + colspan] = [rowspan] * colspan
            column += colspan
        if not covered or not all(covered):
            raise Invalid("a table must stay a rectangle")
        covered = [rows_left - 1 for rows_left in covered]
