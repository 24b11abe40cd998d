"""The golden cases: what each side gave once, both give for ever.

typescript.json is written by `node web/golden/emit.ts` and replayed here; python.json by
`python -m tests.golden.emit` and replayed by web/test/golden.test.ts.
"""

import json
import subprocess
from typing import Any

import pytest

from tests.golden import emit
from tests.golden.verdict import answer
from tests.node import NODE, ROOT

GOLDEN = ROOT / "tests/golden"
CASES: list[dict[str, Any]] = json.loads((GOLDEN / "typescript.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_python_gives_what_typescript_gave(case: dict[str, Any]) -> None:
    assert answer(case["question"]).get("answer") == case["answer"]


def test_typescript_still_gives_its_cases() -> None:
    again = subprocess.run([NODE, "web/golden/emit.ts", "-"], cwd=ROOT, capture_output=True, check=True)
    assert again.stdout.decode() == (GOLDEN / "typescript.json").read_text()


def test_python_still_gives_its_cases() -> None:
    assert emit.text() == (GOLDEN / "python.json").read_text()
