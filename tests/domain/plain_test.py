"""The lean way for plain typing gives exactly what ProseMirror's general way gives."""

import random
from typing import Any

import pytest
from prosemirror.model import Fragment, Node, Slice
from prosemirror.transform import AddMarkStep, ReplaceStep, Step

from domain.blocks import document, paragraph, title
from domain.plain import apply_plain, plain_step
from domain.schema import SCHEMA
from domain.steps import canonical
from tests.domain.texts import block, words


def marked(chance: random.Random) -> Node:
    """A text some of whose words are strong or linked."""
    doc = document(title(words(chance, 3)), [block(chance) for _ in range(8)])
    for _ in range(chance.randint(0, 4)):
        start, end = sorted(chance.randint(0, doc.content.size) for _ in range(2))
        mark = (
            SCHEMA.mark("strong")
            if chance.random() < 0.5
            else SCHEMA.mark("link", {"href": "https://example.org"})
        )
        try:
            doc = AddMarkStep(start, end, mark).apply(doc).doc or doc
        except UnicodeDecodeError:  # a mark that would begin inside a character
            continue
    return doc


def generally(doc: Node, step: Step) -> Node | None:
    try:
        return step.apply(doc).doc
    except (UnicodeDecodeError, ValueError, IndexError):
        return None


@pytest.mark.parametrize("seed", range(60))
def test_the_lean_way_equals_the_general_way(seed: int) -> None:
    chance = random.Random(seed)
    doc = marked(chance)
    for _ in range(300):
        start = chance.randint(0, doc.content.size)
        end = min(doc.content.size, start + chance.choice([0, 0, 0, 1, 2, 5]))
        typed = words(chance, 1) if start == end or chance.random() < 0.5 else ""
        slice_ = Slice(Fragment.from_(SCHEMA.text(typed)), 0, 0) if typed else Slice.empty
        step = ReplaceStep(start, end, slice_)
        fast = apply_plain(doc, step)
        if fast is None:
            continue
        slow = generally(doc, step)
        assert slow is not None
        assert canonical(fast.to_json()) == canonical(slow.to_json())
        assert fast.content.size == slow.content.size
        assert sum(child.node_size for child in fast.content.content) == fast.content.size
        doc = fast


@pytest.mark.parametrize("start", [4, 6, 9])
def test_typing_and_deleting_in_a_paragraph_are_plain(start: int) -> None:
    doc = document(title("ع"), [paragraph("😀 لا بأس")])
    typed = Slice(Fragment.from_(SCHEMA.text("👩‍👩‍👧")), 0, 0)
    assert apply_plain(doc, ReplaceStep(start, start, typed)) is not None
    assert apply_plain(doc, ReplaceStep(start, start + 2, Slice.empty)) is not None


PLAIN: list[Any] = [
    {"stepType": "replace", "from": 4, "to": 4, "slice": {"content": [{"type": "text", "text": "لا"}]}},
    {"stepType": "replace", "from": 4, "to": 6, "slice": {"content": [{"text": "😀", "type": "text"}]}},
    {"stepType": "replace", "from": 4, "to": 6},
]


@pytest.mark.parametrize("raw", PLAIN)
def test_a_plain_step_is_decoded_as_the_library_does(raw: Any) -> None:
    plain = plain_step(SCHEMA, raw)
    assert plain is not None
    assert canonical(plain.to_json()) == canonical(Step.from_json(SCHEMA, raw).to_json()) == canonical(raw)


@pytest.mark.parametrize(
    "change",
    [
        {"from": True},
        {"from": 4.0},
        {"from": -1},
        {"from": 9},
        {"to": "6"},
        {"structure": False},
        {"extra": 1},
        {"slice": {"content": [{"type": "text", "text": ""}]}},
        {"slice": {"content": [{"type": "text", "text": "a\n"}]}},
        {"slice": {"content": [{"type": "text", "text": "a\u202e"}]}},
        {"slice": {"content": [{"type": "text", "text": "a", "marks": []}]}},
        {"slice": {"content": [{"type": "text", "text": "a"}], "openStart": 0}},
        {"slice": {"content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]}},
        {"slice": {"content": [{"type": "hard_break", "text": "a"}]}},
        {"slice": {"content": []}},
        {"slice": None},
        {"stepType": "attr"},
    ],
    ids=str,
)
def test_anything_else_goes_the_general_way(change: dict[str, Any]) -> None:
    assert plain_step(SCHEMA, {**PLAIN[0], "to": 6, **change}) is None
