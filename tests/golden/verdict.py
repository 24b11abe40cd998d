"""The server's side of the differential tests: what the gate, the rules and the rebase say."""

from typing import Any

from prosemirror.model import Node
from prosemirror.transform import Step

from domain import steps as gate
from domain.check import check_change, check_whole
from domain.digest import digest
from domain.errors import Invalid
from domain.rebase import Map, carry_all, map_of
from domain.schema import SCHEMA, SCHEMA_VERSION

Json = Any


class NotCarried(Exception):
    """The steps cannot be carried."""


def decoded(raw: Any) -> list[Step]:
    """The steps of a commit, through the gate; raises Invalid."""
    return gate.decode(SCHEMA, raw, gate.sent_as(raw))


def applied(doc: Node, raw: Any) -> Node:
    """The document after a commit on it, under all rules; raises Invalid."""
    after = doc
    for step in decoded(raw):
        after = gate.apply(after, step)
    return checked(doc, after)


def checked(before: Node, after: Node) -> Node:
    """The later document, where what changed keeps the rules; raises Invalid."""
    check_change(before, after, check_whole(before))
    return after


def carried(steps: list[Json], over: list[Map], side: int) -> list[Json] | None:
    """The steps as they stand behind the maps."""
    placed: list[Step] = []
    mine = [Step.from_json(SCHEMA, step) for step in steps]
    return [step.to_json() for step in placed] if carry_all(mine, over, placed.append, side) else None


def placed(doc: Node, theirs: list[Json], mine: list[Json]) -> tuple[list[Json], Node]:
    """My steps on top of theirs, and the document after them; raises NotCarried or Invalid."""
    head, over = doc, []
    for step in decoded(theirs):
        head = gate.apply(head, step)
        over.append(map_of(step))
    after, stood = head, []

    def place(step: Step) -> None:
        nonlocal after
        after = gate.apply(after, step)
        stood.append(step.to_json())

    if not carry_all(decoded(mine), over, place):
        raise NotCarried
    return stood, checked(head, after)


def answer(question: Json) -> Json:
    """The answer to a question of web/golden/answer.ts, in its form; refusals in this side's own words."""
    try:
        match question:
            case {"apply": {"doc": doc, "steps": steps}}:
                after = applied(SCHEMA.node_from_json(doc), steps)
                return {"answer": {"doc": after.to_json(), "digest": digest(SCHEMA_VERSION, after)}}
            case {"carry": {"steps": steps, "over": over, "side": side}}:
                maps = [tuple((start, old, new) for start, old, new in one) for one in over]
                return {"answer": carried(steps, maps, side)}
            case {"place": {"doc": doc, "theirs": theirs, "mine": mine}}:
                stood, after = placed(SCHEMA.node_from_json(doc), theirs, mine)
                return {"answer": {"steps": stood, "doc": after.to_json()}}
            case _:
                raise TypeError("not a question")
    except (NotCarried, Invalid) as refusal:
        return {"refused": str(refusal) or "not carried"}
