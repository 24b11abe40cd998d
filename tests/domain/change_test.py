"""What a commit did: characters as a reader counts them, words, and the places touched."""

import random

import pytest
from prosemirror.model import Node
from prosemirror.transform import AddMarkStep, Step

from domain.blocks import article, document, paragraph, recommendation, section, title
from domain.change import Change, change_of, characters
from domain.outline import Outline
from domain.schema import SCHEMA
from domain.steps import apply
from tests.domain.texts import change, text
from tests.projections.writing import deletion, insertion, replacement


def whole(doc: Node) -> int:
    return characters(doc.text_between(0, doc.content.size))


def after(doc: Node, steps: list[Step]) -> Node:
    for step in steps:
        doc = apply(doc, step)
    return doc


def done(doc: Node, steps: list[Step]) -> Change:
    return change_of(Outline(doc), steps)[0]


def places(found: Change) -> list[tuple[str, str]]:
    return [(place.kind, place.number) for place in found.places]


@pytest.mark.parametrize(
    ("text", "count"),
    [("لا", 2), ("مُقَرِّر", 4), ("a b", 3), ("😀", 1), ("é", 1), ("e\u0301", 1), ("س\u200dس", 2), ("", 0)],
)
def test_a_vowel_sign_or_a_joiner_is_part_of_its_letter(text: str, count: int) -> None:
    assert characters(text) == count


@pytest.mark.parametrize("seed", range(300))
def test_what_was_added_and_removed_is_what_the_text_grew_by(seed: int) -> None:
    chance = random.Random(seed)
    doc = text(chance)
    steps = change(chance, doc)
    found, left = change_of(Outline(doc), steps)
    assert left.doc.eq(after(doc, steps))
    assert left.places == Outline(left.doc).places
    assert whole(left.doc) - whole(doc) == found.added - found.removed
    assert sum(map(characters, found.inserted)) == found.added
    assert sum(map(characters, found.deleted)) == found.removed


def test_only_what_differs_counts_where_a_passage_is_replaced() -> None:
    doc = document(title("رأي"), [paragraph("مُقَرِّر الهيئة")])
    found = done(doc, [replacement(6, doc.content.size - 1, SCHEMA.text("مُقَرَّر الهيئة"))])
    assert (found.inserted, found.deleted) == (["رَّ"], ["رِّ"])
    assert (found.added, found.removed) == (1, 1)


def test_letters_typed_one_after_the_other_are_one_passage() -> None:
    doc = document(title("رأي"), [paragraph("")])
    found = done(doc, [insertion(6, "نـ"), insertion(8, "ص"), insertion(6, "ال")])
    assert found.inserted == ["نـص", "ال"]
    assert found.stretch is None


def test_a_commit_that_only_wrote_one_passage_says_where_it_stands() -> None:
    doc = document(title("رأي"), [paragraph("نص")])
    assert done(doc, [insertion(6, "ا"), insertion(7, "😀")]).stretch == (6, 9)
    for more in (deletion(1, 2), AddMarkStep(6, 7, SCHEMA.mark("strong"))):
        assert done(doc, [insertion(6, "ا"), more]).stretch is None
    assert done(doc, [replacement(6, 7, SCHEMA.text("ا"))]).stretch is None
    assert (
        done(doc, [replacement(5, 5, SCHEMA.node("paragraph", {"id": "a" * 12}, SCHEMA.text("ا")))]).stretch
        is None
    )


HEADED = [
    paragraph("قبل"),
    section("قسم"),
    article("أولى"),
    paragraph("نصها"),
    recommendation("توصية"),
    article("ثانية"),
    paragraph("نصها"),
]


def position_in(doc: Node, index: int) -> int:
    """Just inside the first text of a top block."""
    start = sum(child.node_size for child in doc.content.content[:index]) + 1
    return start + 1 if doc.child(index).type.name == "recommendation" else start


@pytest.mark.parametrize(
    ("index", "place"),
    [
        (0, ("title", "")),
        (1, ("opening", "")),
        (2, ("section", "1")),
        (3, ("article", "1")),
        (4, ("article", "1")),
        (5, ("recommendation", "1")),
        (7, ("article", "2")),
    ],
)
def test_a_change_belongs_to_the_heading_above_it(index: int, place: tuple[str, str]) -> None:
    doc = document(title("رأي"), HEADED)
    assert places(done(doc, [insertion(position_in(doc, index), "x")])) == [place]


def test_a_deletion_touches_all_that_it_reaches_into_as_it_was_called_then() -> None:
    doc = document(title("رأي"), HEADED)
    end = doc.content.size
    found = done(doc, [deletion(end - doc.child(7).node_size - doc.child(6).node_size, end)])
    assert places(found) == [("article", "2")]
    assert found.deleted == ["ثانية\nنصها"]


def test_a_new_article_is_touched_with_its_new_number_and_its_neighbours_are_not() -> None:
    doc = document(title("رأي"), HEADED)
    at = doc.content.size - doc.child(7).node_size - doc.child(6).node_size
    found = done(doc, [replacement(at, at, SCHEMA.node_from_json(article("جديدة")))])
    assert places(found) == [("article", "2")]


def test_a_mark_touches_its_place_and_no_character() -> None:
    doc = document(title("رأي"), HEADED)
    start = position_in(doc, 3)
    found = done(doc, [AddMarkStep(start, start + 2, SCHEMA.mark("strong"))])
    assert (found.added, found.removed, places(found)) == (0, 0, [("article", "1")])
