"""The storms see what they are there to see: bugs, planted from the test's side, are caught."""

import pytest

from tests.convergence.storms import Storms, total


@pytest.mark.parametrize(
    ("bug", "seeds", "victim"),
    [
        # On both sides at once: else a client and its server would merely differ.
        ("hull", 20, "had not seen"),
        ("save_after_send", 60, ""),
        ("no_ref_check", 120, "was applied twice"),
    ],
)
def test_a_planted_bug_is_caught(bug: str, seeds: int, victim: str) -> None:
    _, story = Storms.begin(1, seeds, bug).end()
    assert story.startswith("MASHURA_SEED=")
    assert victim in story


def test_a_server_that_carries_otherwise_than_predicted_loses_nothing() -> None:
    facts, story = Storms.begin(1, 60, "bias").end()
    assert story == ""
    # The way that hardly anything takes in life was taken.
    assert total(facts, "surprises") > 20
