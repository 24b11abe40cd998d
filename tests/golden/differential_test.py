"""Random documents, steps and carries, right and wrong: both sides give the same, or both refuse.

`MASHURA_SEED=42 MASHURA_CASES=100000 pytest tests/golden/differential_test.py` for other or more cases;
a failure names its case.
"""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from tests.golden.cases import question, stricter
from tests.golden.verdict import answer
from tests.node import Answering, answering

SEED = int(os.environ.get("MASHURA_SEED", "1"))
CASES = int(os.environ.get("MASHURA_CASES", "4000"))
# Of one test, and of one question to the browser's side.
PART = 1_000
TOGETHER = 50

Json = Any


@pytest.fixture(scope="module")
def browser() -> Iterator[Answering]:
    with answering("web/golden/answer.ts") as asked:
        yield asked


@pytest.mark.parametrize("part", range(0, CASES, PART))
def test_both_sides_give_the_same_or_both_refuse(browser: Answering, part: int) -> None:
    count = Counter[str]()
    start, end = SEED * 1_000_000 + part, SEED * 1_000_000 + min(part + PART, CASES)
    for first in range(start, end, TOGETHER):
        seeds = range(first, min(first + TOGETHER, end))
        asked = [question(seed) for seed in seeds]
        for seed, one, theirs in zip(seeds, asked, browser.ask(asked), strict=True):
            ours = answer(one)
            if "refused" in ours and "refused" not in theirs:
                why = stricter(one)
                assert why is not None, f"case {seed}: only the server refuses: {ours['refused']}"
                count[f"stricter: {why}"] += 1
            elif "refused" in theirs:
                assert "refused" in ours, f"case {seed}: only the browser refuses: {theirs['refused']}"
                count[f"{next(iter(one))} refused"] += 1
            else:
                assert ours == theirs, f"case {seed}"
                count[next(iter(one))] += 1
    sys.stdout.write(f"cases {start} to {end - 1}: {dict(sorted(count.items()))}\n")
    # A test of refusals alone would prove little.
    assert all(count[kind] > (end - start) // 20 for kind in ("apply", "carry", "place"))
