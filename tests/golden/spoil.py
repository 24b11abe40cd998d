"""Steps with something small wrong in one of them, as a broken or hostile client might send."""

import copy
import random
from collections.abc import Iterator
from typing import Any

Json = Any

_TEXTS = ["", "\u202e", "\ud83d", "a\x07", "ع\n", "\u200f", "ـ"]
_TYPES = ["paragraph", "title", "table_row", "hard_break", "image", "text", "doc"]
_VALUES: list[Any] = ["up", None, 1, 2.0, True, "", [], {}]
_MARKS: list[Json] = [
    [],
    [{"type": "strong"}, {"type": "strong"}],
    [{"type": "underline"}, {"type": "strong"}],
    [{"type": "link"}],
    [{"type": "link", "attrs": {"href": "javascript:alert(1)"}}],
    [{"type": "link", "attrs": {"href": "https://example.org/", "title": "x"}}],
    [{"type": "strike"}],
    [{"type": "strong", "attrs": {}}],
    ["strong"],
]


def spoiled(chance: random.Random, steps: list[Json]) -> list[Json]:
    """The steps, spoiled somewhere."""
    steps = copy.deepcopy(steps)
    step = chance.choice(steps)
    nodes = list(_nodes(step.get("slice", {}).get("content", [])))
    if nodes and chance.random() < 0.5:
        _spoil_slice(chance, step["slice"], chance.choice(nodes))
    else:
        _spoil_step(chance, step)
    return steps


def _spoil_step(chance: random.Random, step: Json) -> None:
    numbers = [key for key, value in step.items() if isinstance(value, int)]
    match chance.choice(["shift"] * 4 + ["swap", "float", "true", "field", "less", "mark"]):
        case "shift" if numbers:
            step[chance.choice(numbers)] += chance.choice([-2, -1, 1, 2])
        case "swap" if "from" in step:
            step["from"], step["to"] = step["to"], step["from"]
        case "float" if numbers:
            key = chance.choice(numbers)
            step[key] = float(step[key])
        case "true" if numbers:
            step[chance.choice(numbers)] = True
        case "field":
            step[chance.choice(["more", "structure", "slice"])] = chance.choice([False, True, 1, None])
        case "less":
            del step[chance.choice(list(step))]
        case "mark" if "mark" in step:
            step["mark"] = chance.choice([mark for marks in _MARKS for mark in marks])


def _spoil_slice(chance: random.Random, slice_: Json, node: Json) -> None:
    match chance.choice(["open", "text", "attr", "less", "marks", "type", "key", "content", "twice"]):
        case "open":
            side = chance.choice(["openStart", "openEnd"])
            slice_[side] = slice_.get(side, 0) + chance.choice([-1, 1])
        case "text" if "text" in node:
            node["text"] = chance.choice(_TEXTS)
        case "attr":
            name = chance.choice(["dir", "id", "level", "colspan", "x"])
            node.setdefault("attrs", {})[name] = chance.choice(_VALUES)
        case "less" if node.get("attrs"):
            del node["attrs"][chance.choice(list(node["attrs"]))]
        case "marks":
            node["marks"] = chance.choice(_MARKS)
        case "type":
            node["type"] = chance.choice(
                ["paragraph", "title", "table_row", "hard_break", "image", "text", "doc"]
            )
        case "key":
            node[chance.choice(["more", "content", "text", "marks"])] = chance.choice([[], None, "x", {}])
        case "content" if node.get("content"):
            node["content"] = chance.choice(
                [node["content"] * 2, [], node["content"][:1], [copy.deepcopy(node)]]
            )
        case "twice":
            slice_["content"] = slice_["content"] * 2


def _nodes(content: list[Json]) -> Iterator[Json]:
    for node in content:
        yield node
        yield from _nodes(node.get("content", []))
