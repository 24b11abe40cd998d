"""Random texts and random changes to them, for the property tests: seeded, so that a failure replays."""

import random
from typing import Any

from prosemirror.model import Fragment, Node, Slice
from prosemirror.transform import (
    AddMarkStep,
    AttrStep,
    RemoveMarkStep,
    ReplaceAroundStep,
    ReplaceStep,
    Step,
    Transform,
)

from domain.blocks import (
    Block,
    article,
    bullet_list,
    document,
    ordered_list,
    paragraph,
    recommendation,
    section,
    table,
    title,
)
from domain.ids import new_id
from domain.schema import SCHEMA

# Arabic with vowel signs and lam-alef, French, digits, an emoji of two units, a joined family of several.
WORDS = [
    "المجلس",
    "لا",
    "إلى",
    "مُقَرِّر",
    "الآراء",
    "2027",
    "avis",
    "équité",
    "a",
    "ب",
    "😀",
    "👩‍👩‍👧",
    "٪",
]


def words(chance: random.Random, most: int = 6) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(chance.randint(1, most)))


def block(chance: random.Random) -> Block:
    made: list[Any] = [
        lambda: paragraph(words(chance)),
        lambda: paragraph(),
        lambda: section(words(chance), chance.randint(1, 3)),
        lambda: article(words(chance, 2)),
        lambda: bullet_list([words(chance) for _ in range(chance.randint(1, 3))]),
        lambda: ordered_list([words(chance) for _ in range(chance.randint(1, 3))]),
        lambda: recommendation(words(chance), addressee=words(chance, 2)),
        lambda: table([[words(chance, 2) for _ in range(2)] for _ in range(chance.randint(1, 3))]),
    ]
    return chance.choice(made[:1] * 4 + made)()  # type: ignore[no-any-return]


def text(chance: random.Random, blocks: int = 6) -> Node:
    return document(title(words(chance, 3)), [block(chance) for _ in range(chance.randint(1, blocks))])


def _inside_text(chance: random.Random, doc: Node) -> tuple[Node, int] | None:
    """A textblock and the position where its content starts."""
    found: list[tuple[Node, int]] = []
    doc.descendants(lambda node, pos, *_: found.append((node, pos + 1)) if node.inline_content else None)
    return chance.choice(found) if found else None


def _places(node: Node) -> list[int]:
    """Offsets in a textblock that do not split a surrogate pair."""
    offsets, at = [0], 0
    for child in node.content.content:
        for letter in child.text or " ":
            at += len(letter.encode("utf-16-le")) // 2
            offsets.append(at)
    return offsets


def change(chance: random.Random, doc: Node) -> list[Step]:
    """A change such as an editor makes: one to three steps that apply in order, ids included. May be
    empty.
    """
    found = _inside_text(chance, doc)
    if found is None:
        return []
    node, start = found
    low, high = sorted(start + chance.choice(_places(node)) for _ in range(2))
    typed = Slice(Fragment.from_(SCHEMA.text(words(chance, 2))), 0, 0)
    kind = chance.choice(["type"] * 5 + ["delete"] * 3 + ["over", "split", "join", "mark", "unmark", "attr"])
    kind = chance.choice([kind] * 3 + ["block", "remove", "wrap"])
    match kind:
        case "type":
            return [ReplaceStep(low, low, typed)]
        case "delete" if high > low:
            return [ReplaceStep(low, high, Slice.empty)]
        case "over" if high > low:
            return [ReplaceStep(low, high, typed)]
        case "mark" if high > low:
            return [AddMarkStep(low, high, SCHEMA.mark(chance.choice(["strong", "emphasis", "underline"])))]
        case "unmark" if high > low:
            return [RemoveMarkStep(low, high, SCHEMA.mark("strong"))]
        case "attr":
            return [AttrStep(start - 1, "dir", chance.choice(["rtl", "ltr"]))]
        case "split" if node.type.name == "paragraph":
            # The first part keeps the id: the second gets a new one, as the editor does it.
            halves = Fragment.from_array([node.copy(Fragment.empty), node.copy(Fragment.empty)])
            return [ReplaceStep(low, low, Slice(halves, 1, 1), True), _new_id_after(doc, low, halves)]
        case "join":
            return _join(chance, doc)
        case "block":
            whole = SCHEMA.node_from_json(block(chance))
            at = sum(child.node_size for child in doc.content.content[: chance.randint(1, doc.child_count)])
            return [ReplaceStep(at, at, Slice(Fragment.from_(whole), 0, 0))]
        case "remove" if doc.child_count > 3:
            index = chance.randint(1, doc.child_count - 1)
            at = sum(child.node_size for child in doc.content.content[:index])
            return [ReplaceStep(at, at + doc.child(index).node_size, Slice.empty)]
        case "wrap":
            return _wrap(chance, doc)
        case _:
            return []


def _new_id_after(doc: Node, at: int, halves: Fragment) -> Step:
    split = ReplaceStep(at, at, Slice(halves, 1, 1), True).apply(doc)
    assert split.doc is not None
    return AttrStep(at + 1, "id", new_id())


def _join(chance: random.Random, doc: Node) -> list[Step]:
    at = 0
    places = []
    for left, right in zip(doc.content.content, doc.content.content[1:], strict=False):
        at += left.node_size
        if left.type.name == right.type.name == "paragraph":
            places.append(at)
    if not places:
        return []
    at = chance.choice(places)
    return [ReplaceStep(at - 1, at + 1, Slice.empty, True)]


def _wrap(chance: random.Random, doc: Node) -> list[Step]:
    """A paragraph of the top level goes into a quotation."""
    at, places = 0, []
    for child in doc.content.content:
        if child.type.name == "paragraph":
            places.append((at, child))
        at += child.node_size
    if not places:
        return []
    at, child = chance.choice(places)
    around = SCHEMA.nodes["quotation"].create({"id": new_id(), "dir": "auto"})
    return [
        ReplaceAroundStep(
            at, at + child.node_size, at, at + child.node_size, Slice(Fragment.from_(around), 0, 0), 1, True
        )
    ]


def applied(doc: Node, steps: list[Step]) -> Node | None:
    """The document after the steps, where they all apply."""
    tr = Transform(doc)
    for step in steps:
        if tr.maybe_step(step).failed:
            return None
    return tr.doc
