"""Every body of up to nine members and every way to vote in it, against the rules written otherwise."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations_with_replacement, product
from typing import get_args

import msgspec
import pytest

from domain.rules import (
    DEFAULTS,
    Choice,
    CountsDoNotAddUp,
    How,
    Outcome,
    Quorum,
    RuleSet,
    Source,
    Votes,
    decide,
    missing,
    quorum,
    spare,
    swing,
)

MOST = 9
CHOICES: tuple[Choice, ...] = get_args(Choice)
CHAIRS: tuple[Choice | None, ...] = (*CHOICES, None)
# What each member did; the chair's is the first where it is known. None: was there and did not vote.
Ballots = tuple[Choice | None, ...]


def every_vote() -> Iterator[tuple[Choice | None, Ballots]]:
    """Every way in which up to nine people can vote, with every choice of the chair."""
    for present in range(MOST + 1):
        for ballots in combinations_with_replacement(CHAIRS, present):
            yield None, ballots
        if present:
            for chair, others in product(CHOICES, combinations_with_replacement(CHAIRS, present - 1)):
                yield chair, (chair, *others)


VOTES = list(every_vote())


def counts(ballots: Ballots) -> Votes:
    counted = Counter(ballots)
    return Votes(for_=counted["for"], against=counted["against"], abstaining=counted["abstain"])


def decided(chair: Choice | None, ballots: Ballots) -> Outcome:
    return decide(DEFAULTS, counts(ballots), chair, len(ballots))


def oracle(chair: Choice | None, ballots: Ballots) -> tuple[str, How]:
    """The outcome by shares of the votes cast, as the rule says it."""
    cast = [ballot for ballot in ballots if ballot in ("for", "against")]
    if not cast:
        return "rejected", "no_votes_cast"
    share = Fraction(cast.count("for"), len(cast))
    if share == Fraction(1, 2):
        sides: dict[Choice | None, tuple[str, How]] = {
            "for": ("adopted", "casting_vote"),
            "against": ("rejected", "casting_vote"),
        }
        return sides.get(chair, ("rejected", "tie_without_chair"))
    if share < Fraction(1, 2):
        return "rejected", "no_majority"
    return "adopted", "unanimous" if {*ballots} <= {"for", None} else "majority"


@pytest.mark.parametrize(
    ("in_office", "present", "established", "lacking", "to_lose"),
    [(21, 11, True, 0, 1), (20, 11, True, 0, 1), (20, 10, False, 1, 0), (21, 10, False, 1, 0)],
)
def test_the_quorum_is_more_than_half_of_those_in_office(
    in_office: int, present: int, established: bool, lacking: int, to_lose: int
) -> None:
    counted = quorum(DEFAULTS, in_office, present)
    assert counted == Quorum(in_office, present, needed=11, established=established, rules=1)
    assert (missing(counted), spare(counted)) == (lacking, to_lose)


def test_every_quorum_of_every_small_body() -> None:
    for in_office, present in product(range(MOST + 1), repeat=2):
        if present > in_office:
            continue
        counted = quorum(DEFAULTS, in_office, present)
        enough = [some for some in range(1, in_office + 1) if Fraction(some, in_office) > Fraction(1, 2)]
        assert counted.established == (present in enough)
        assert counted.needed == min(enough, default=1)


def test_what_would_make_or_break_a_quorum_does_and_one_member_less_does_not() -> None:
    for in_office, present in product(range(1, MOST + 1), range(MOST + 1)):
        if present > in_office:
            continue
        counted = quorum(DEFAULTS, in_office, present)
        lacking, to_lose = missing(counted), spare(counted)
        assert (lacking > 0) is (to_lose == 0) is (not counted.established)
        for by, step in ((lacking, 1), (to_lose, -1)):
            if by:
                turned = quorum(DEFAULTS, in_office, present + step * by)
                almost = quorum(DEFAULTS, in_office, present + step * (by - 1))
                assert turned.established is not counted.established
                assert almost.established is counted.established


@pytest.mark.parametrize(("in_office", "present"), [(0, 1), (21, 22), (21, -1), (-1, 0), (-1, -1)])
def test_who_cannot_have_been_there_is_not_counted(in_office: int, present: int) -> None:
    with pytest.raises(CountsDoNotAddUp):
        quorum(DEFAULTS, in_office, present)


def test_every_vote_of_every_small_body_is_decided_as_the_rules_say() -> None:
    reached = set()
    for chair, ballots in VOTES:
        outcome = decided(chair, ballots)
        assert (outcome.result, outcome.how) == oracle(chair, ballots), (chair, ballots)
        reached.add(outcome.how)
    assert reached == set(get_args(How))


def test_counts_are_taken_exactly_where_somebody_could_have_voted_so() -> None:
    possible = {(len(ballots), chair, counts(ballots)) for chair, ballots in VOTES}
    for present in range(MOST + 1):
        for for_, against, abstaining in product(range(-1, present + 2), repeat=3):
            votes = Votes(for_, against, abstaining)
            for chair in CHAIRS:
                try:
                    decide(DEFAULTS, votes, chair, present)
                except CountsDoNotAddUp:
                    taken = False
                else:
                    taken = True
                assert taken == ((present, chair, votes) in possible), (present, chair, votes)


def turned(chair: Choice | None, ballots: Ballots, many: int, *, chair_last: bool) -> str:
    """The result after so many of the prevailing side have gone over to the other."""
    side: Choice = "for" if decided(chair, ballots).result == "adopted" else "against"
    other: Choice = "against" if side == "for" else "for"
    places = [place for place, ballot in enumerate(ballots) if ballot == side]
    gone = (places[::-1] if chair_last else places)[:many]
    changed = tuple(other if place in gone else ballot for place, ballot in enumerate(ballots))
    return decided(changed[0] if chair else None, changed).result


def test_the_votes_that_would_turn_an_outcome_do_whoevers_they_are_and_one_fewer_do_not() -> None:
    for chair, ballots in VOTES:
        outcome = decided(chair, ballots)
        many = swing(counts(ballots), outcome, chair)
        assert many > 0
        if outcome.how == "no_votes_cast":
            continue
        assert turned(chair, ballots, many, chair_last=True) != outcome.result, (chair, ballots)
        assert turned(chair, ballots, many, chair_last=False) != outcome.result, (chair, ballots)
        assert turned(chair, ballots, many - 1, chair_last=True) == outcome.result, (chair, ballots)


def test_where_nobody_cast_a_vote_one_for_it_adopts() -> None:
    for chair, ballots in VOTES:
        outcome = decided(chair, ballots)
        if outcome.how == "no_votes_cast" and ballots:
            assert swing(counts(ballots), outcome, chair) == 1
            assert decided(None, ("for", *ballots[1:])).result == "adopted"


def test_a_decision_names_the_rules_that_it_was_taken_under() -> None:
    later = msgspec.structs.replace(DEFAULTS, version=7)
    assert quorum(later, 21, 11).rules == 7
    assert decide(later, Votes(1, 0, 0), None, 1).rules == 7


def test_the_defaults_say_what_they_follow_and_that_they_are_no_law() -> None:
    followed = [DEFAULTS.quorum.source, DEFAULTS.majority.source, DEFAULTS.tie.source]
    assert [source.article for source in followed] == ["42", "43", "43"]
    assert all(source.model_only and "113.14" in source.instrument for source in followed)


STORED = [
    (
        DEFAULTS,
        (
            '{"version":1,'
            '"quorum":{"base":"in_office","threshold":"more_than_half","counted":"at_opening",'
            '"source":{"instrument":"القانون التنظيمي 113.14","article":"42","model_only":true}},'
            '"majority":{"threshold":"more_than_half","of":"cast","abstentions":"not_cast",'
            '"source":{"instrument":"القانون التنظيمي 113.14","article":"43","model_only":true}},'
            '"tie":{"to":"chair",'
            '"source":{"instrument":"القانون التنظيمي 113.14","article":"43","model_only":true}}}'
        ),
    ),
    (Source("النظام الداخلي"), '{"instrument":"النظام الداخلي"}'),
    (Votes(9, 4, 2), '{"for":9,"against":4,"abstaining":2}'),
    (
        Quorum(21, 11, 11, True, 1),
        '{"in_office":21,"present":11,"needed":11,"established":true,"rules":1}',
    ),
    (Outcome("adopted", "majority", 1), '{"result":"adopted","how":"majority","rules":1}'),
]


@pytest.mark.parametrize(("value", "stored"), STORED, ids=lambda each: type(each).__name__)
def test_what_is_stored_in_decisions_never_changes(value: msgspec.Struct, stored: str) -> None:
    assert msgspec.json.encode(value).decode() == stored
    assert msgspec.json.decode(stored, type=type(value)) == value


def test_a_rule_that_is_not_known_here_is_not_taken_for_one_that_is() -> None:
    stored = STORED[0][1]
    for unknown in (
        stored.replace("more_than_half", "two_thirds", 1),
        stored.replace('"to":"chair"', '"to":"lot"'),
        stored.replace('"version":1', '"version":1,"proxies":1'),
    ):
        with pytest.raises(msgspec.ValidationError):
            msgspec.json.decode(unknown, type=RuleSet)
