"""The check of what changed equals the check of everything."""

import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prosemirror.model import Fragment, Node, Slice
from prosemirror.transform import AttrStep, ReplaceStep, Step

from domain.blocks import Block, document, paragraph, table, title
from domain.check import check_change, check_whole
from domain.errors import DuplicateId, Invalid
from domain.ids import new_id
from domain.schema import SCHEMA
from domain.steps import apply
from tests.domain.texts import block, change, text


def outcome(check: Callable[[], object]) -> str:
    try:
        check()
    except Invalid as broken:
        return broken.code
    return "holds"


def spoil(chance: random.Random, doc: Node) -> list[Step]:
    """Changes that often break a rule: copied ids, broken tables, bad attributes, misplaced blocks."""
    at = chance.choice(_starts(doc))
    node = doc.node_at(at)
    assert node is not None
    end = doc.content.size
    spoilings: list[list[Step]] = [
        [ReplaceStep(end, end, Slice(Fragment.from_(node), 0, 0))],
        [AttrStep(at, "id", chance.choice([None, "short", new_id(), "ABCDEFGHIJKL"]))],
        [AttrStep(at, "dir", chance.choice(["up", 1, None, "rtl"]))],
        [AttrStep(at, "colspan", chance.choice([2, 0, 1]))],
        [ReplaceStep(at, at + node.node_size, Slice.empty)],
        change(chance, doc),
    ]
    return chance.choice(spoilings)


def _starts(doc: Node) -> list[int]:
    starts: list[int] = []
    doc.descendants(lambda node, pos, *_: starts.append(pos) if not node.is_text else None)
    return starts


@settings(max_examples=400, deadline=None)
@given(st.integers(0, 2**32))
def test_checking_what_changed_equals_checking_everything(seed: int) -> None:
    chance = random.Random(seed)
    doc = text(chance)
    living = check_whole(doc)
    for _ in range(6):
        after = doc
        try:
            for step in [*change(chance, doc), *spoil(chance, doc)]:
                after = apply(after, step)
        except Invalid:
            continue
        assert outcome(lambda: check_change(doc, after, living)) == outcome(lambda: check_whole(after))  # noqa: B023
        try:
            ids = check_change(doc, after, living)
        except Invalid:
            continue
        living = (living - set(ids.gone)) | set(ids.come)
        doc = after
        assert living == check_whole(doc)


def test_an_id_may_move_within_one_change_but_not_stand_twice() -> None:
    doc = document(title("ع"), [paragraph("one"), paragraph("two")])
    moved = doc.copy(Fragment.from_array([doc.child(0), doc.child(2), doc.child(1)]))
    assert check_whole(moved) == check_whole(doc)
    check_change(doc, moved, check_whole(doc))
    twice = doc.copy(Fragment.from_array([*doc.content.content, doc.child(1)]))
    with pytest.raises(DuplicateId):
        check_change(doc, twice, check_whole(doc))


@pytest.mark.parametrize(
    ("rows", "holds"),
    [
        ([[(1, 1), (1, 1)], [(1, 1), (1, 1)]], True),
        ([[(2, 1)], [(1, 1), (1, 1)]], True),
        ([[(1, 2), (1, 1)], [(1, 1)]], True),
        ([[(1, 1), (1, 1)], [(1, 1)]], False),
        ([[(1, 2), (1, 1)], [(1, 1), (1, 1)]], False),
        ([[(1, 3), (1, 1)], [(1, 1)]], False),
        ([[(1, 1)], [(2, 1)]], False),
        ([[(2, 2)], []], True),
        ([[]], False),
    ],
)
def test_a_table_is_a_rectangle(rows: list[list[tuple[int, int]]], holds: bool) -> None:
    def cell(colspan: int, rowspan: int) -> dict[str, object]:
        attrs = {"colspan": colspan, "rowspan": rowspan}
        return {"type": "table_cell", "attrs": attrs, "content": [paragraph("x")]}

    made = table([["x"]])
    made["content"] = [
        {"type": "table_row", "attrs": {"id": new_id()}, "content": [cell(*one) for one in row]}
        for row in rows
    ]
    doc = SCHEMA.node_from_json({"type": "doc", "content": [title("ع"), made]})
    assert (outcome(lambda: check_whole(doc)) == "holds") is holds


def test_neighbouring_text_of_equal_marks_is_refused() -> None:
    split = paragraph()
    split["content"] = [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]
    doc = SCHEMA.node_from_json({"type": "doc", "content": [title("ع"), split]})
    with pytest.raises(Invalid, match="not joined"):
        check_whole(doc)


def test_nothing_is_nested_without_end() -> None:
    item: Block = {"type": "list_item", "attrs": {"id": new_id()}, "content": [paragraph("x")]}
    for _ in range(20):
        nested: Block = {"type": "bullet_list", "attrs": {"id": new_id()}, "content": [item]}
        item = {"type": "list_item", "attrs": {"id": new_id()}, "content": [paragraph("x"), nested]}
    doc = SCHEMA.node_from_json(
        {
            "type": "doc",
            "content": [title("ع"), {"type": "bullet_list", "attrs": {"id": new_id()}, "content": [item]}],
        }
    )
    with pytest.raises(Invalid, match="deeper"):
        check_whole(doc)


def test_random_blocks_hold() -> None:
    chance = random.Random(1)
    check_whole(document(title("ع"), [block(chance) for _ in range(200)]))
