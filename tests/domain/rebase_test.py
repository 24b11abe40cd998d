"""Carrying commits: every row of docs/rebase.md, and the promise that nothing unseen is removed."""

import random

import pytest
from prosemirror.model import Fragment, Node, Slice
from prosemirror.transform import AddMarkStep, AttrStep, ReplaceStep, Step

from domain.blocks import document, paragraph, title
from domain.check import check_whole
from domain.errors import Conflict, Invalid
from domain.rebase import AFTER, BEFORE, Track, carry, carry_all, inverse, map_of
from domain.schema import SCHEMA
from domain.steps import apply
from tests.domain.texts import change, text


def doc_of(*texts: str) -> Node:
    return document(title("ع"), [paragraph(one) for one in texts])


def typed(at: int, letters: str) -> ReplaceStep:
    return ReplaceStep(at, at, Slice(Fragment.from_(SCHEMA.text(letters)), 0, 0))


def deleted(start: int, end: int) -> ReplaceStep:
    return ReplaceStep(start, end, Slice.empty)


def over(*steps: Step) -> Track:
    return Track([map_of(step) for step in steps])


def positions(steps: list[Step] | None) -> list[tuple[int, int]]:
    assert steps is not None
    return [(step.from_, step.to) for step in steps]  # type: ignore[attr-defined]


def test_an_insertion_goes_after_what_was_inserted_at_its_place() -> None:
    assert positions(carry(typed(5, "x"), over(typed(5, "abc")))) == [(8, 8)]
    assert positions(carry(typed(5, "x"), over(typed(5, "abc")), BEFORE)) == [(5, 5)]


def test_an_insertion_inside_a_deleted_range_keeps_its_text() -> None:
    assert positions(carry(typed(7, "x"), over(deleted(5, 10)))) == [(5, 5)]


def test_a_deletion_is_split_around_newer_text_last_piece_first() -> None:
    assert positions(carry(deleted(4, 10), over(typed(6, "new")))) == [(9, 13), (4, 6)]


def test_a_deletion_whose_text_is_gone_is_not_carried() -> None:
    assert carry(deleted(5, 8), over(deleted(4, 9))) is None


def test_a_replacement_with_newer_text_inside_is_not_carried() -> None:
    replacement = ReplaceStep(4, 10, typed(0, "x").slice)
    assert carry(replacement, over(typed(6, "new"))) is None


def test_a_replacement_whose_range_is_gone_keeps_its_text() -> None:
    replacement = ReplaceStep(4, 6, typed(0, "x").slice)
    assert positions(carry(replacement, over(deleted(3, 8)))) == [(3, 3)]


def test_marks_reach_over_newer_text_and_attributes_need_their_node() -> None:
    strong = SCHEMA.mark("strong")
    assert positions(carry(AddMarkStep(4, 8, strong), over(typed(6, "ab")))) == [(4, 10)]
    assert carry(AddMarkStep(4, 8, strong), over(deleted(3, 9))) is None
    assert carry(AttrStep(4, "dir", "rtl"), over(deleted(2, 9))) is None


def test_what_the_commit_itself_inserted_is_found_again_behind_others() -> None:
    """The second step deletes inside what the first one typed; a colleague typed in front."""
    doc = doc_of("abcdef")
    mine = [typed(6, "XYZ"), deleted(7, 8)]
    now = apply(doc, typed(4, "hello "))
    placed: list[Step] = []

    def place(step: Step) -> None:
        nonlocal now
        now = apply(now, step)
        placed.append(step)

    assert carry_all(mine, [map_of(typed(4, "hello "))], place)
    assert now.text_content == "عhello abXZcdef"
    assert positions(placed) == [(12, 12), (13, 14)]


def test_an_inverse_leads_back() -> None:
    a_map = ((3, 2, 5), (10, 4, 1))
    assert inverse(inverse(a_map)) == a_map
    back = Track([a_map, inverse(a_map)], {0: 1})
    assert [back.position(pos, AFTER) for pos in range(20)] == list(range(20))
    assert back.surviving(0, 20) == [(0, 20)]


def test_a_track_may_be_thousands_of_maps_long() -> None:
    track = Track([((5, 0, 1),)] * 20_000)
    assert track.surviving(2, 9) == [(2, 5), (20_005, 20_009)]


@pytest.mark.parametrize("seed", range(400))
def test_a_carried_commit_removes_only_what_its_author_saw(seed: int) -> None:
    """Letters are told apart by who wrote them; the carried deletion leaves every newer letter in place."""
    chance = random.Random(seed)
    doc = text(chance)
    theirs: list[Step] = []
    head = doc
    for _ in range(chance.randint(1, 4)):
        for step in change(chance, head):
            try:
                head = apply(head, step)
            except Invalid:
                break
            theirs.append(step)
    mine = change(chance, doc)
    new_units = Track([inverse(map_of(step)) for step in reversed(theirs)])
    now = head
    removed: list[int] = []
    since: list[tuple[tuple[int, int, int], ...]] = []

    def place(step: Step) -> None:
        nonlocal now
        back = Track([inverse(one) for one in reversed(since)])
        if isinstance(step, ReplaceStep):
            for start, end in back.surviving(step.from_, step.to):
                removed.extend(range(start, end))
        now = apply(now, step)
        since.append(map_of(step))

    try:
        carried = carry_all(mine, [map_of(step) for step in theirs], place)
        check_whole(now)
    except Invalid:
        return
    if carried:
        for unit in removed:
            assert new_units.surviving(unit, unit + 1), f"unit {unit} was written after the base"


def test_what_would_take_long_to_carry_is_refused() -> None:
    """Whoever sends a great commit on an old base would hold everybody up."""
    theirs = [map_of(typed(4, "x"))] * 2_000
    few, many = [typed(9, "y")] * 5, [typed(9, "y")] * 200
    assert carry_all(few, theirs, lambda _: None)
    with pytest.raises(Conflict):
        carry_all(many, theirs, lambda _: None)


def test_a_deletion_in_ever_more_pieces_is_refused() -> None:
    theirs = [map_of(typed(4 + 2 * n, "x")) for n in range(2_000)]
    with pytest.raises(Conflict):
        carry_all([deleted(2, 5_000)], theirs, lambda _: None)
