"""Words that differ between two texts: counted by hand, and against every best alignment there is."""

import random
from collections.abc import Iterator, Sequence
from itertools import combinations, count, pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prosemirror.model import Fragment, Node, Slice
from prosemirror.transform import AddMarkStep, ReplaceStep

from domain import redline
from domain.blocks import Block, bullet_list, document, paragraph, recommendation, section, table, title
from domain.redline import words_changed
from domain.schema import SCHEMA
from tests.domain.texts import applied, change, text


def named(name: str, block: Block) -> Block:
    """The block with this id, so that it is the same one in another version."""
    return {**block, "attrs": {**block["attrs"], "id": name.rjust(12, "0")}}


def of(*blocks: Block) -> Node:
    return document(named("title", title("رأي استشاري")), blocks)


def lines(**texts: str) -> Node:
    """A text of paragraphs by their ids."""
    return of(*(named(name, paragraph(text)) for name, text in texts.items()))


TEXTS = {"a": "يوصي المجلس بإعداد برنامج العمل", "b": "وفق مقاربة النوع", "c": "قبل نهاية هذه السنة"}
BEFORE = lines(**TEXTS)


@pytest.mark.parametrize(
    ("after", "changed"),
    [
        (lines(**TEXTS | {"b": "وفق مقاربة النوع الاجتماعي"}), 1),
        (lines(**TEXTS | {"a": "يوصي المجلس ببرنامج العمل"}), 2),
        (lines(**TEXTS | {"a": "توصي الهيئة بإعداد برنامج العمل"}), 2),
        (lines(**TEXTS | {"a": "يوصي الرئيس بإعداد برنامج للعمل"}), 2),
        (lines(a=TEXTS["a"], c=TEXTS["c"]), 3),
        (lines(**TEXTS, d="عاجلا"), 1),
        (lines(), 12),
    ],
    ids=["put in", "one for two", "two for two", "two places", "block out", "block in", "all out"],
)
def test_a_change_counted_by_hand(after: Node, changed: int) -> None:
    assert words_changed(BEFORE, after) == changed
    assert words_changed(after, BEFORE) == changed


@pytest.mark.parametrize("order", [*permutations("abc")])
def test_of_blocks_in_another_order_the_shortest_count_as_moved_and_once(order: Sequence[str]) -> None:
    chains = [some for many in range(4) for some in combinations("abc", many)]
    staying = max(
        sum(len(TEXTS[name].split()) for name in chain)
        for chain in chains
        if all(order.index(left) < order.index(right) for left, right in pairwise(chain))
    )
    assert words_changed(BEFORE, lines(**{name: TEXTS[name] for name in order})) == 12 - staying


def test_parting_joining_and_wrapping_paragraphs_changes_no_word() -> None:
    parted = lines(a="يوصي المجلس", new="بإعداد برنامج العمل", b=TEXTS["b"], c=TEXTS["c"])
    assert words_changed(BEFORE, parted) == words_changed(parted, BEFORE) == 0
    listed = of(
        named("other", bullet_list([TEXTS["a"]])),
        *(named(each, paragraph(TEXTS[each])) for each in "bc"),
    )
    assert words_changed(BEFORE, listed) == 0


@pytest.mark.parametrize(
    ("older", "newer", "changed"),
    [
        ("برنامج العمل", "برنامج  العمل ", 0),
        ("برنامج العمل", "برنامج - العمل … •", 0),
        ("برنامج العمل", "برنامج \u200f العمل", 0),
        ("برنامج العمل", "برنامج العمل،", 1),
        ("مقرر", "مُقرِّر", 1),
        # Shadda and damma in the order of either keyboard are one spelling.
        ("مقر\u0651\u064fر", "مقر\u064f\u0651ر", 0),
        ("avis équité", "avis e\u0301quite\u0301", 0),
        ("المادة 5", "المادة 6", 1),
        ("نعم", "نعم 😀", 1),
    ],
)
def test_what_a_word_is(older: str, newer: str, changed: int) -> None:
    assert words_changed(lines(a=older), lines(a=newer)) == changed


def test_all_that_is_read_counts() -> None:
    def whole(cell: str = "خلية", addressee: str = "الرئيس", target: str = "a") -> Node:
        reference = {"type": "cross_reference", "attrs": {"target": target * 12}}
        line = [{"type": "text", "text": "انظر"}, {"type": "hard_break"}, {"type": "text", "text": "المادة "}]
        return of(
            named("s", section("قسم")),
            named("t", table([["عمود", "آخر"], [cell, "ثانية"]])),
            named("r", recommendation("توصية", addressee=addressee)),
            named("p", {**paragraph(), "content": [*line, reference]}),
        )

    assert words_changed(whole(), whole(cell="خلية أخرى")) == 1
    assert words_changed(whole(), whole(addressee="رئيس المجلس")) == 2
    assert words_changed(whole(), whole(target="b")) == 1
    assert words_changed(whole(), of()) == 1 + 4 + 2 + 3


def test_formatting_is_no_change_of_words() -> None:
    bold = AddMarkStep(16, 21, SCHEMA.mark("strong")).apply(BEFORE).doc
    assert bold is not None
    assert not bold.eq(BEFORE)
    assert words_changed(BEFORE, bold) == 0
    levels = [of(named("s", section("قسم", level))) for level in (1, 2)]
    assert words_changed(*levels) == 0


@given(st.integers())
def test_of_any_text_nothing_differs_from_itself_and_directions_agree(seed: int) -> None:
    chance = random.Random(seed)
    older = newer = text(chance)
    assert words_changed(older, Node.from_json(SCHEMA, older.to_json())) == 0
    for _ in range(chance.randint(1, 4)):
        newer = applied(newer, change(chance, newer)) or newer
    assert words_changed(older, newer) == words_changed(newer, older)
    other = text(chance)
    assert words_changed(older, other) == words_changed(other, older)


@given(st.integers())
def test_one_new_word_anywhere_is_one(seed: int) -> None:
    chance = random.Random(seed)
    older = text(chance)
    starts: list[int] = []
    older.descendants(lambda node, pos, *_: starts.append(pos + 1) if node.inline_content else None)
    at = chance.choice(starts)
    typed = Slice(Fragment.from_(SCHEMA.text("جديدة ")), 0, 0)
    newer = ReplaceStep(at, at, typed).apply(older).doc
    assert newer is not None
    assert words_changed(older, newer) == 1


def best(old: str, new: str) -> Iterator[int]:
    """What each alignment costs that keeps as many words as can be kept: every one of them is tried."""
    for many in range(min(len(old), len(new)), -1, -1):
        costs = [
            sum(
                max(left[1] - left[0], right[1] - right[0]) - 1
                for left, right in zip(
                    pairwise((-1, *kept, len(old))), pairwise((-1, *also, len(new))), strict=True
                )
            )
            for kept in combinations(range(len(old)), many)
            for also in combinations(range(len(new)), many)
            if [old[at] for at in kept] == [new[at] for at in also]
        ]
        if costs:
            yield from costs
            return


SMALL = st.text("كلمة", max_size=6)


@given(SMALL, SMALL)
def test_a_count_is_that_of_a_best_alignment(old: str, new: str) -> None:
    assert words_changed(lines(a=" ".join(old)), lines(a=" ".join(new))) in set(best(old, new))


@given(SMALL, SMALL)
def test_beyond_what_can_be_compared_it_is_the_least_that_must_have_changed(old: str, new: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(redline, "_MOST_COMPARED", -1)
        changed = words_changed(lines(a=" ".join(old)), lines(a=" ".join(new)))
    kept = max(many for many in range(7) if {*combinations(old, many)} & {*combinations(new, many)})
    assert changed == max(len(old), len(new)) - kept


def test_in_a_long_text_only_the_block_that_changed_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[int, int]] = []
    apart = redline._runs

    def counting(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, str]]:
        compared.append((len(old), len(new)))
        return apart(old, new)

    monkeypatch.setattr(redline, "_runs", counting)
    long = {f"block{at}": " ".join(f"كلمة{at}.{word}" for word in range(60)) for at in range(200)}
    assert words_changed(lines(**long), lines(**long | {"block77": long["block77"] + " جديدة"})) == 1
    assert compared == [(60, 61)]


def pages(seed: int) -> tuple[list[str], list[str]]:
    """Some pages of words, and others of the same few words."""
    chance = random.Random(seed)
    old, new = ([str(chance.randint(1, 12)) for _ in range(200)] for _ in range(2))
    return old, new


@pytest.mark.parametrize("seed", range(5))
def test_both_ways_to_compare_keep_as_many_words(seed: int) -> None:
    old, new = pages(seed)
    assert sum(len(run) for act, run in redline._runs(old, new) if act == 0) == redline._kept(old, new)


def test_a_slow_machine_counts_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = pages(1)
    runs = redline._runs(old, new)
    assert len(runs) > 50
    # An hour goes by each time that somebody looks at the clock.
    monkeypatch.setattr("time.time", count(step=3600).__next__)
    assert redline._runs(old, new) == runs


def test_a_text_may_have_more_different_words_than_there_are_code_points_below_the_surrogates() -> None:
    many = [str(number) for number in range(0xE100)]
    changed = [*many[:0xD7F0], "x", *many[0xD7F1:0xDFFF], "y", *many[0xE000:]]
    runs = redline._runs(many, changed)
    assert [(act, len(run)) for act, run in runs if act] == [(-1, 1), (1, 1), (-1, 1), (1, 1)]
    assert len("".join(run for _, run in runs).encode()) > len(many)
