"""Random documents and steps for the differential test, valid and wrong: all from one seed, ids included."""

import random
from typing import Any

from prosemirror.model import Node
from prosemirror.transform import Step

from domain.check import check_whole, living_ids
from domain.errors import Invalid
from domain.ids import ALPHABET
from domain.schema import SCHEMA
from domain.steps import apply
from tests.domain import texts

# JSON that may be wrong in any place has no better type.
Json = Any

MARKS: list[Json] = [
    {"type": "strong"},
    {"type": "emphasis"},
    {"type": "underline"},
    {"type": "link", "attrs": {"href": "https://example.org/ع"}},
]


class Random:
    """One case's chance."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def id(self) -> str:
        return "".join(self.chance.choices(ALPHABET, k=12))

    def document(self) -> Node:
        """A valid document: what tests/domain/texts.py makes, and richer blocks besides."""
        doc: Json = texts.text(self.chance, 3).to_json()
        for _ in range(self.chance.randint(0, 2)):
            at = self.chance.randint(1, len(doc["content"]))
            doc["content"].insert(at, self.chance.choice([self.nested, self.spans, self.rich])())
        made = SCHEMA.node_from_json(self.renamed(doc))
        check_whole(made)
        return made

    def node(self, type: str, content: list[Json], **attrs: Any) -> Json:
        return {"type": type, "attrs": {"id": self.id(), **attrs}, "content": content}

    def rich(self) -> Json:
        """A line with marks, breaks and references."""
        line: list[Json] = []
        for _ in range(self.chance.randint(1, 6)):
            text: Json = {"type": "text", "text": texts.words(self.chance, 2)}
            leaf = self.chance.choice(
                [{"type": "hard_break"}, {"type": "cross_reference", "attrs": {"target": self.id()}}]
            )
            marks = self.chance.sample(MARKS, self.chance.randint(0, 3))
            inline = self.chance.choice([text, text, leaf])
            line.append({**inline, "marks": sorted(marks, key=MARKS_RANK.index)} if marks else inline)
        joined = [
            one
            for before, one in zip([None, *line], line, strict=False)
            if before is None
            or "text" not in one
            or "text" not in before
            or before.get("marks") != one.get("marks")
        ]
        return self.node(self.chance.choice(["paragraph", "article"]), joined)

    def nested(self, depth: int = 0) -> Json:
        """A list in a list."""
        items = []
        for _ in range(self.chance.randint(1, 3)):
            content = [self.node("paragraph", [{"type": "text", "text": texts.words(self.chance, 2)}])]
            if depth < 3 and self.chance.random() < 0.4:
                content.append(self.nested(depth + 1))
            items.append(self.node("list_item", content))
        return self.node(self.chance.choice(["ordered_list", "bullet_list"]), items)

    def spans(self) -> Json:
        """A table of three columns with a cell over two columns, one over two rows, and one of both."""

        def cell(colspan: int = 1, rowspan: int = 1) -> Json:
            kind = self.chance.choice(["table_cell", "table_header"])
            content = [self.node("paragraph", [{"type": "text", "text": texts.words(self.chance, 1)}])]
            return {"type": kind, "attrs": {"colspan": colspan, "rowspan": rowspan}, "content": content}

        rows = [[cell(2), cell()], [cell(1, 2), cell(), cell()], [cell(2)]]
        if self.chance.random() < 0.5:
            rows = [[cell(2, 2), cell()], [cell()], [cell(), cell(), cell()]]
        return self.node("table", [self.node("table_row", row) for row in rows])

    def renamed(self, data: Any, known: dict[str, str] | None = None) -> Any:
        """The same with other ids; those of `known` as they stand there."""
        names = {} if known is None else known
        if isinstance(data, list):
            return [self.renamed(one, names) for one in data]
        if not isinstance(data, dict):
            return data
        return {
            key: names.setdefault(value, self.id())
            if key == "id" and isinstance(value, str)
            else self.renamed(value, names)
            for key, value in data.items()
        }

    def steps(self, doc: Node) -> list[Json]:
        """One to four changes that follow each other; now and then the last takes the first back."""
        done: list[Json] = []
        now, inverses = doc, list[Step]()
        for _ in range(self.chance.randint(1, 4)):
            kept = {living: living for living in living_ids(now)}
            change = [step.to_json() for step in texts.change(self.chance, now)]
            if self.chance.random() < 0.75:
                change = self.renamed(_with_attr_ids(change, kept, self), kept)
            else:
                change = self.wild(now)
            for raw in change:
                done.append(raw)
                try:
                    step = Step.from_json(SCHEMA, raw)
                    after = apply(now, step)
                    inverses.append(step.invert(now))
                except (Invalid, ValueError, KeyError, IndexError, UnicodeDecodeError, AttributeError):
                    return done
                now = after
        if inverses and self.chance.random() < 0.2:
            done.extend(step.to_json() for step in reversed(inverses))
        return [step for step in done if step["stepType"] in TAKEN]

    def wild(self, doc: Node) -> list[Json]:
        """A step that an editor would hardly make: any range, any piece of the text as its slice."""
        most = doc.content.size
        low, high = sorted(self.chance.randint(0, most) for _ in range(2))
        high = min(high, low + self.chance.choice([0, 1, 2, 5, 40, most]))
        kind = self.chance.choice(["replace"] * 4 + ["around"] * 2 + ["addMark", "removeMark", "attr"])
        if kind in ("addMark", "removeMark"):
            return [{"stepType": kind, "from": low, "to": high, "mark": self.chance.choice(MARKS)}]
        if kind == "attr":
            name = self.chance.choice(
                ["dir", "level", "start", "colspan", "rowspan", "term", "id", "target", "none"]
            )
            value = self.chance.choice(["rtl", "up", 1, 2, 3, 0, None, True, "نص", "\u202e", self.id()])
            return [{"stepType": "attr", "pos": low, "attr": name, "value": value}]
        step: Json = {"stepType": "replace", "from": low, "to": high}
        slice_ = self.slice(doc)
        if slice_ is not None:
            step["slice"] = slice_
        if kind == "around":
            gaps = sorted(self.chance.randint(low, high) for _ in range(2))
            insert = self.chance.randint(0, 3)
            step |= {"stepType": "replaceAround", "gapFrom": gaps[0], "gapTo": gaps[1], "insert": insert}
        if self.chance.random() < 0.2:
            step["structure"] = True
        return [step]

    def slice(self, doc: Node) -> Json | None:
        """A piece of the text, mostly with new ids."""
        start, end = sorted(self.chance.randint(0, doc.content.size) for _ in range(2))
        try:
            raw = doc.slice(start, min(end, start + self.chance.choice([1, 3, 10, 50]))).to_json()
        except UnicodeDecodeError:
            return None
        return self.renamed(raw) if raw and self.chance.random() < 0.85 else raw


MARKS_RANK = [MARKS[3], MARKS[0], MARKS[1], MARKS[2]]
TAKEN = ("replace", "replaceAround", "addMark", "removeMark", "attr")


def _with_attr_ids(change: list[Json], kept: dict[str, str], made: Random) -> list[Json]:
    """A new id that a step sets is random of another kind: it is made again from the seed."""
    return [
        {**step, "value": made.id()}
        if step["stepType"] == "attr" and step["attr"] == "id" and step["value"] not in kept
        else step
        for step in change
    ]
