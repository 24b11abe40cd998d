"""Random questions for both sides: to apply steps, to carry them, or both; a case by its seed."""

from functools import lru_cache
from typing import Any

from prosemirror.model import Node
from prosemirror.transform import Step

from domain import steps as gate
from domain.errors import Invalid
from domain.rebase import map_of
from domain.schema import SCHEMA
from tests.golden.random_steps import Random
from tests.golden.spoil import spoiled
from tests.golden.stricter import reason
from tests.golden.verdict import decoded

Json = Any

# Cases of one document.
OF_ONE = 10


@lru_cache
def document(seed: int) -> Node:
    """A document, for some cases."""
    return Random(seed).document()


def question(seed: int, *, spoiling: float = 0.4) -> Json:
    """One case: of five, three apply steps, a share of them spoiled; one carries them, one does both."""
    made, doc = Random(seed), document(seed // OF_ONE)
    steps = made.steps(doc)
    match seed % 5:
        case 3:
            others = [map_of(step) for step in _decoded(made.steps(doc))]
            return {"carry": {"steps": _sound(steps), "over": others, "side": made.chance.choice([-1, 1])}}
        case 4:
            return {"place": {"doc": doc.to_json(), "theirs": _applying(doc, made.steps(doc)), "mine": steps}}
        case _:
            if steps and made.chance.random() < spoiling:
                steps = spoiled(made.chance, steps)
            return {"apply": {"doc": doc.to_json(), "steps": steps}}


def _decoded(steps: list[Json]) -> list[Step]:
    return [Step.from_json(SCHEMA, step) for step in _sound(steps)]


def _sound(steps: list[Json]) -> list[Json]:
    """Those that pass the gate by their form."""
    return [step for step in steps if _passes(step)]


def _passes(step: Json) -> bool:
    try:
        decoded([step])
    except Invalid:
        return False
    return True


def _applying(doc: Any, steps: list[Json]) -> list[Json]:
    """The first steps, as far as they apply."""
    applying = []
    for step in _sound(steps):
        try:
            doc = gate.apply(doc, Step.from_json(SCHEMA, step))
        except Invalid:
            break
        applying.append(step)
    return applying or [
        {"stepType": "replace", "from": 1, "to": 1, "slice": {"content": [{"type": "text", "text": "ع"}]}}
    ]


def stricter(asked: Json) -> str | None:
    """Why the gate refuses on purpose what the browser's library takes."""
    if "carry" in asked:
        return None
    (about,) = asked.values()
    steps = about["steps"] if "apply" in asked else about["mine"]
    doc = SCHEMA.node_from_json(about["doc"])
    docs = [doc.to_json()]
    for step in steps:
        try:
            doc = gate.apply(doc, decoded([step])[0])
        except Invalid:
            break
        docs.append(doc.to_json())
    return reason(docs, steps)
