"""Blocks of a text as JSON, each with a new id: what templates and imports are written with."""

from collections.abc import Iterable, Sequence
from typing import Any

from prosemirror.model import Node

from domain.ids import new_id
from domain.schema import SCHEMA

Block = dict[str, Any]


def _node(type: str, content: Iterable[Block], **attrs: Any) -> Block:
    return {"type": type, "attrs": {"id": new_id(), **attrs}, "content": list(content)}


def _text(text: str) -> list[Block]:
    return [{"type": "text", "text": text}] if text else []


def title(text: str = "") -> Block:
    """The title of a paper."""
    return _node("title", _text(text))


def section(text: str, level: int = 1) -> Block:
    """A heading of a section."""
    return _node("section", _text(text), level=level)


def article(text: str = "") -> Block:
    """A heading of an article; its number is computed."""
    return _node("article", _text(text))


def paragraph(text: str = "") -> Block:
    """A paragraph, empty or with plain text."""
    return _node("paragraph", _text(text))


def bullet_list(items: Iterable[str]) -> Block:
    """A list of one paragraph an item."""
    return _node("bullet_list", [_node("list_item", [paragraph(item)]) for item in items])


def ordered_list(items: Iterable[str], start: int = 1) -> Block:
    """A numbered list of one paragraph an item."""
    return _node("ordered_list", [_node("list_item", [paragraph(item)]) for item in items], start=start)


def recommendation(text: str = "", addressee: str = "", term: str = "", indicator: str = "") -> Block:
    """A recommendation, with whom it addresses, by when, and how its effect is measured."""
    return _node("recommendation", [paragraph(text)], addressee=addressee, term=term, indicator=indicator)


def table(rows: Sequence[Sequence[str]], header: bool = True) -> Block:
    """A table of plain cells, filled up to a rectangle; the first row may be a header."""
    width = max(len(row) for row in rows)

    def cell(text: str, is_header: bool) -> Block:
        return {"type": "table_header" if is_header else "table_cell", "content": [paragraph(text)]}

    return _node(
        "table",
        [
            _node(
                "table_row",
                [cell(text, header and index == 0) for text in [*row, *[""] * (width - len(row))]],
            )
            for index, row in enumerate(rows)
        ],
    )


def document(heading: Block, blocks: Iterable[Block]) -> Node:
    """A whole text of schema 1."""
    return SCHEMA.node_from_json({"type": "doc", "content": [heading, *blocks]})
