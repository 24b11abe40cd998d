"""Rules: by what a body has its quorum and decides, as data, and what they make of counts.

The law leaves most of it to each council, so a body carries a rule set, each rule with its source, and what
was decided keeps the version that it was decided under. The names here are stored with decisions: they never
change, and another option of the catalogue is another word in a `Literal`. `reasons.py` says it in sentences.
"""

from typing import Final, Literal

import msgspec

from domain.errors import MashuraError

Choice = Literal["for", "against", "abstain"]
How = Literal["unanimous", "majority", "casting_vote", "tie_without_chair", "no_majority", "no_votes_cast"]


class CountsDoNotAddUp(MashuraError):
    """Such counts cannot have been: fewer than none, or more than there were."""

    code = "counts_do_not_add_up"


class Stored(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Part of a stored event. Later fields have defaults, which are not written: old events stay the same."""


class Source(Stored, frozen=True):
    """Where a rule comes from. `model_only`: a default of the product follows it, though no law says so."""

    instrument: str
    article: str = ""
    model_only: bool = False


class QuorumRule(Stored, frozen=True):
    """How many of whom must be there, and when they are counted."""

    base: Literal["in_office"]
    threshold: Literal["more_than_half"]
    counted: Literal["at_opening"]
    source: Source


class MajorityRule(Stored, frozen=True):
    """How many of which votes adopt, and whether who abstains has cast a vote."""

    threshold: Literal["more_than_half"]
    of: Literal["cast"]
    abstentions: Literal["not_cast"]
    source: Source


class TieRule(Stored, frozen=True):
    """Whose side prevails where as many are for as against."""

    to: Literal["chair"]
    source: Source


class RuleSet(Stored, frozen=True):
    """The rules of a body; its versions count from 1."""

    version: int
    quorum: QuorumRule
    majority: MajorityRule
    tie: TieRule


_COMMUNES: Final = "القانون التنظيمي 113.14"
_ARTICLE_42: Final = Source(_COMMUNES, "42", model_only=True)
_ARTICLE_43: Final = Source(_COMMUNES, "43", model_only=True)

# What a body decides by until it has rules of its own. They are the product's: articles 42 and 43 of organic
# law 113.14 bind the councils of communes, not the bodies that advise them.
DEFAULTS: Final = RuleSet(
    version=1,
    quorum=QuorumRule("in_office", "more_than_half", "at_opening", _ARTICLE_42),
    majority=MajorityRule("more_than_half", "cast", "not_cast", _ARTICLE_43),
    tie=TieRule("chair", _ARTICLE_43),
)


class Votes(Stored, frozen=True, rename={"for_": "for"}):
    """The counts of a vote, in votes; who was there and did not vote is in none of them."""

    for_: int
    against: int
    abstaining: int


class Quorum(Stored, frozen=True):
    """Whether enough were there, in members, by version `rules` of the rule set."""

    in_office: int
    present: int
    needed: int
    established: bool
    rules: int


class Outcome(Stored, frozen=True):
    """What a vote decided, and by what, under version `rules` of the rule set.

    It is `unanimous` where everybody who voted was for it, so none abstained either.
    """

    result: Literal["adopted", "rejected"]
    how: How
    rules: int


def quorum(rules: RuleSet, in_office: int, present: int) -> Quorum:
    """Whether so many present out of so many in office are a quorum; nobody out of nobody never is.

    Raises CountsDoNotAddUp where that many cannot have been there.
    """
    if not 0 <= present <= in_office:
        raise CountsDoNotAddUp(f"{present} present of {in_office}")
    needed = in_office // 2 + 1
    return Quorum(in_office, present, needed, present >= needed, rules.version)


def decide(rules: RuleSet, votes: Votes, chair: Choice | None, present: int) -> Outcome:
    """What the votes decide; `chair` is how the chair voted, None where they did not or it is not known.

    Raises CountsDoNotAddUp where more voted than were present, or the chair's vote is not among the counted.
    """
    counts: dict[Choice, int] = {
        "for": votes.for_,
        "against": votes.against,
        "abstain": votes.abstaining,
    }
    if min(counts.values()) < 0 or sum(counts.values()) > present:
        raise CountsDoNotAddUp(f"{counts} with {present} present")
    if chair is not None and counts[chair] == 0:
        raise CountsDoNotAddUp(f"the chair's vote ({chair}) is not in {counts}")
    how: How
    if votes.for_ > votes.against:
        adopted, how = True, "majority" if votes.against or votes.abstaining else "unanimous"
    elif votes.for_ < votes.against:
        adopted, how = False, "no_majority"
    elif votes.for_ == 0:
        adopted, how = False, "no_votes_cast"
    elif chair in ("for", "against"):
        adopted, how = chair == "for", "casting_vote"
    else:
        adopted, how = False, "tie_without_chair"
    return Outcome("adopted" if adopted else "rejected", how, rules.version)


def missing(quorum: Quorum) -> int:
    """How many members more would make the quorum; 0 where it is there."""
    return max(quorum.needed - quorum.present, 0)


def spare(quorum: Quorum) -> int:
    """How many members fewer would break the quorum; 0 where there is none."""
    return max(quorum.present - quorum.needed + 1, 0)


def swing(votes: Votes, outcome: Outcome, chair: Choice | None) -> int:
    """How many votes, moved from the side that prevailed to the other, turn the outcome, whoever's they are.

    One fewer does not, as long as the chair's is not among them. Where no vote was cast, it is how many more
    for it would do.
    """
    lead = abs(votes.for_ - votes.against)
    # A tie is the chair's to decide; where it would decide the same again, one more vote has to move.
    tied = "adopted" if chair == "for" else "rejected"
    return lead // 2 + 1 if outcome.result == tied else (lead + 1) // 2
