"""Convergence: 2 to 5 editors in storms of delays, broken lines, lost answers and crashes.

At the end of each storm everybody's text is the store's, every ref was applied once, every letter is recorded
or offered back, no carried commit removed what its author had not seen, and no undo took another's text.
A storm with a victim is told with its seed, and is had again by
`MASHURA_SEED=17 MASHURA_STORMS=1 pytest tests/convergence/storms_test.py`.
"""

import os
import sys

import pytest

from tests.convergence.storms import Storms, total

SEED = int(os.environ.get("MASHURA_SEED", "1"))
STORMS = int(os.environ.get("MASHURA_STORMS", "300"))
# Of one test, in two processes.
PART = 100
FACTS = ("versions", "carried", "changed", "letters", "rescued", "crashes", "cuts", "repeats", "surprises")


@pytest.mark.parametrize("part", range(0, STORMS, PART))
def test_after_every_storm_all_hold_the_same_text_and_nothing_is_lost(part: int) -> None:
    first, count = SEED + part, min(PART, STORMS - part)
    half = count // 2
    both = [Storms.begin(first, count - half), Storms.begin(first + count - half, half)]
    ended = [storms.end() for storms in both]
    facts = [storm for done, _ in ended for storm in done]
    sums = {name: total(facts, name) for name in FACTS}
    sys.stdout.write(f"{len(facts)} storms from seed {first}: {sums}\n")
    assert [victim for _, victim in ended if victim] == []
    assert len(facts) == count
    # The client tries every change by the server's own rules before it sends it.
    assert not any({"invalid", "duplicate_id", "not_yours"} & storm["refusals"].keys() for storm in facts)


def test_a_seed_replays_exactly() -> None:
    first, again = (Storms.begin(SEED, 3).end() for _ in range(2))
    assert first == again
