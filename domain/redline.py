"""Redline: how far two versions of a text are apart, in words. The one door to diff-match-patch.

A block is known by its id, so it is compared with itself as it was, together with what came or went after it:
parting or joining paragraphs changes no word. A block that went to another place counts whole, once.
Words are compared as they read: in bold it is the same word, with other vowel signs it is another.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any, Final
from unicodedata import category, normalize

from diff_match_patch import diff_match_patch  # type: ignore[import-untyped]
from prosemirror.model import Node

# A top block as it reads: its id, empty where it has none, and its words.
_Block = tuple[str, list[str]]

# What is read of a recommendation beside its text.
_NOTES: Final = ("addressee", "term", "indicator")

# To find what changed takes time by the product of the numbers of words, at worst: a quarter of a second for
# this much, 1,000 words of one block that became 1,000 others. Beyond it, what stayed is counted, not found.
_MOST_COMPARED: Final = 1_000_000

_DIFF: Final = diff_match_patch()
# No timeout: what is said of a text must not depend on how fast a machine is.
_DIFF.Diff_Timeout = 0


def words_changed(older: Node, newer: Node) -> int:
    """How many words were put in, taken out, or replaced by others (which counts once) between two versions.

    It is the same number in both directions.
    """
    # There may be several ways to align two texts. So that both directions take the same, there is only one.
    one, other = sorted((_blocks(older), _blocks(newer)))
    was, now = dict(one), dict(other)
    common = (was.keys() & now.keys()) - {""}
    sizes = {block: max(len(was[block]), len(now[block])) for block in common}
    staying = _staying(
        [block for block, _ in one if block in common],
        [block for block, _ in other if block in common],
        sizes,
    )
    moved = common - staying
    stretches = zip(_stretches(one, staying, moved), _stretches(other, staying, moved), strict=True)
    return sum(sizes[block] for block in moved) + sum(_apart(old, new) for old, new in stretches)


def _blocks(doc: Node) -> list[_Block]:
    return [
        (str(block.attrs["id"] or ""), [word for text in _texts(block) for word in _words(text)])
        for block in doc.content.content
    ]


def _texts(node: Node) -> Iterator[str]:
    """What is read at and below a block: its notes, and each paragraph and heading."""
    yield from (str(node.attrs[note]) for note in _NOTES if note in node.attrs)
    if node.inline_content:
        yield "".join(map(_read, node.content.content))
    else:
        for child in node.content.content:
            yield from _texts(child)


def _read(inline: Node) -> str:
    """A piece of a paragraph: text, a line break, or one word for a reference, another for each target."""
    if inline.is_text:
        return inline.text or ""
    return f"\ufffc{inline.attrs['target']}" if "target" in inline.attrs else "\n"


def _words(text: str) -> Iterator[str]:
    """What white space parts; not what is punctuation only, or invisible."""
    for word in normalize("NFC", text).split():
        if any(category(letter)[0] not in "PC" for letter in word):
            yield word


def _staying(ones: Sequence[str], others: Sequence[str], sizes: Mapping[str, int]) -> set[str]:
    """Of blocks in two orders, those that stay: in the same order in both, leaving out the fewest words."""
    place = {block: at for at, block in enumerate(others)}
    weight: dict[str, int] = {}
    before: dict[str, str | None] = {}
    # Where the heaviest chains end that rise in `others`: the farther on, the heavier, or it is no use.
    ends: list[str] = []
    for block in ones:
        at = bisect_left(ends, place[block], key=place.__getitem__)
        before[block] = ends[at - 1] if at else None
        weight[block] = sizes[block] + 1 + (weight[ends[at - 1]] if at else 0)
        beaten = at
        while beaten < len(ends) and weight[ends[beaten]] <= weight[block]:
            beaten += 1
        ends[at:beaten] = [block]
    staying: set[str] = set()
    last = ends[-1] if ends else None
    while last is not None:
        staying.add(last)
        last = before[last]
    return staying


def _stretches(blocks: Sequence[_Block], staying: Set[str], moved: Set[str]) -> list[list[str]]:
    """The words up to the first block that stays, and from each of those to the next; none that moved."""
    stretches: list[list[str]] = [[]]
    for block, words in blocks:
        if block in staying:
            stretches.append([])
        if block not in moved:
            stretches[-1] += words
    return stretches


def _apart(old: Sequence[str], new: Sequence[str]) -> int:
    """How many words differ: for each run of changed words the greater of what was taken out and put in."""
    if old == new:
        return 0
    if len(old) * len(new) > _MOST_COMPARED:
        return max(len(old), len(new)) - _kept(old, new)
    changed = taken = put = 0
    for act, run in _runs(old, new):
        if act == _DIFF.DIFF_DELETE:
            taken += len(run)
        elif act == _DIFF.DIFF_INSERT:
            put += len(run)
        else:
            changed += max(taken, put)
            taken = put = 0
    return changed + max(taken, put)


def _runs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, str]]:
    """The difference, with a letter for each word: words are compared and never parts of them."""
    letters: dict[str, str] = {}
    spelt = [
        "".join(letters.setdefault(word, _letter(len(letters))) for word in words) for words in (old, new)
    ]
    runs: Any = _DIFF.diff_main(*spelt, checklines=False)
    return list(runs)


def _kept(old: Sequence[str], new: Sequence[str]) -> int:
    """How many words stayed in their order, at most: their longest common subsequence, by Hyyrö (2004)."""
    places: dict[str, int] = {}
    for at, word in enumerate(old):
        places[word] = places.get(word, 0) | 1 << at
    whole = (1 << len(old)) - 1
    free = whole
    for word in new:
        found = free & places.get(word, 0)
        free = (free + found | free - found) & whole
    return len(old) - free.bit_count()


def _letter(number: int) -> str:
    """The code point with that number, surrogates left out."""
    return chr(number if number < 0xD800 else number + 0x800)
