"""The golden cases of this side, for the other to replay (web/test/golden.test.ts).

`python -m tests.golden.emit` writes tests/golden/python.json: random texts and commits under fixed seeds,
with what the gate, the rules and the rebase give for them, and the templates with their digests.
"""

import json
from typing import Any

from domain.digest import digest
from domain.schema import SCHEMA, SCHEMA_VERSION
from domain.templates import template
from tests.golden.cases import question, stricter
from tests.golden.random_steps import Random
from tests.golden.verdict import answer
from tests.node import ROOT

FILE = ROOT / "tests/golden/python.json"
SEEDS = range(100)


def cases() -> list[dict[str, Any]]:
    """Every case: a question and its answer, None for a refusal of both sides."""
    found = []
    for seed in SEEDS:
        asked = question(seed, spoiling=0)
        given = answer(asked)
        if "answer" in given or stricter(asked) is None:
            found.append({"name": f"case {seed}", "question": asked, "answer": given.get("answer")})
    for kind in ("opinion", "programme", "report"):
        for language in ("ar", "fr"):
            doc = Random(0).renamed(template(kind, language).to_json())
            made = {"doc": doc, "digest": digest(SCHEMA_VERSION, SCHEMA.node_from_json(doc))}
            found.append({"name": f"{kind} in {language}", "question": {"digest": doc}, "answer": made})
    return found


def text() -> str:
    """The file as it should be."""
    return "[\n" + ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases()) + "\n]\n"


if __name__ == "__main__":
    FILE.write_text(text())
