"""A paper's procedure: from which state each step may be taken, that a decision names one exact text, and
that
nothing passes for adopted that was not.
"""

import random
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from domain.adopted_text import AdoptedText
from domain.commit import Commit
from domain.dossier import Case, Dossier
from domain.dossier_events import Numbered
from domain.draft import Draft, load
from domain.errors import AlreadyDecided, DigestDiffers, NotAdopted, NotAllowed, NotTabled, OutOfTurn
from domain.event import Event
from domain.meeting_events import DecisionConfirmed
from tests.domain.deciding import (
    CHAIR,
    ITEM,
    NOW,
    SECRETARY,
    attend,
    body,
    hands,
    meeting,
    paper,
)

NUMBER = Numbered(2, 2026)


def typed(draft: Draft, n: int, text: str = "ا") -> Event:
    slice_ = {"content": [{"type": "text", "text": text}]}
    step = {"stepType": "replace", "from": 1, "to": 1, "slice": slice_}
    made = draft.commit(Commit(f"{'A' * 22}.{n}", draft.version, [step], "m1"), NOW)
    assert isinstance(made, Event)
    return made


def voted(draft: Draft, version: int, digest: str, against: int = 0) -> tuple[Case, DecisionConfirmed]:
    """A vote of six on one version, confirmed."""
    held = meeting(draft.id)
    attend(held, 6, body())
    ballot = hands(6 - against, against, chair="for")
    vote = held.record_vote(ITEM, ballot, (version, digest), "v", SECRETARY, NOW)
    confirmed = held.confirm(ITEM, vote.originator_version, CHAIR, NOW)
    assert held.attended
    return Case(held.id, vote, held.attended.quorum, held.attended.rules), confirmed


def adopted() -> tuple[Draft, Dossier]:
    draft, dossier = paper()
    dossier.table(draft, draft.digest, "m1", NOW)
    dossier.adopt(*voted(draft, 0, draft.digest), NUMBER, NOW)
    return draft, dossier


def test_what_is_tabled_is_the_text_that_was_shown_with_its_numbers() -> None:
    draft, dossier = paper()
    shown = draft.digest
    typed(draft, 1)
    with pytest.raises(DigestDiffers):
        dossier.table(draft, shown, "m1", NOW)
    tabled = dossier.table(draft, draft.digest, "m1", NOW)
    assert (tabled.version, tabled.digest, dossier.state) == (1, draft.digest, "tabled")
    assert list(tabled.numbers.values()) == ["1"]
    with pytest.raises(OutOfTurn):
        dossier.table(draft, draft.digest, "m1", NOW)


def test_an_adoption_is_of_the_tabled_version_and_no_other() -> None:
    draft, dossier = paper()
    with pytest.raises(NotTabled):
        dossier.adopt(*voted(draft, 0, draft.digest), NUMBER, NOW)
    dossier.table(draft, draft.digest, "m1", NOW)
    first = draft.digest
    with pytest.raises(NotTabled):
        dossier.adopt(*voted(draft, 0, "f" * 64), NUMBER, NOW)
    typed(draft, 1)
    dossier.table(draft, draft.digest, "m1", NOW)
    with pytest.raises(NotTabled):
        dossier.adopt(*voted(draft, 0, first), NUMBER, NOW)
    event = dossier.adopt(*voted(draft, 1, draft.digest), NUMBER, NOW)
    assert (event.version, event.digest, event.numbered, event.by) == (1, draft.digest, NUMBER, CHAIR)
    assert (event.recorded_by, event.quorum.established, event.outcome.how) == (SECRETARY, True, "unanimous")
    assert event.rules.version == event.quorum.rules == event.outcome.rules == 1


DECIDING: dict[str, Any] = {
    "adopted": lambda draft, dossier: dossier.adopt(*voted(draft, 0, draft.digest), NUMBER, NOW),
    "rejected": lambda draft, dossier: dossier.reject(*voted(draft, 0, draft.digest, against=4), NOW),
    "withdrawn": lambda _, dossier: dossier.withdraw("بطلب من المجموعة", "m1", NOW),
    "adopted on paper": lambda draft, dossier: dossier.record_paper_adoption(
        draft, draft.digest, date(2026, 5, 1), "بالأغلبية", NUMBER, CHAIR, NOW
    ),
}


def table(draft: Draft, dossier: Dossier) -> None:
    dossier.table(draft, draft.digest, "m1", NOW)


@pytest.mark.parametrize("first", DECIDING)
@pytest.mark.parametrize("second", [*DECIDING, "tabled"])
def test_a_paper_that_was_decided_is_decided_for_good(first: str, second: str) -> None:
    draft, dossier = paper()
    dossier.table(draft, draft.digest, "m1", NOW)
    DECIDING[first](draft, dossier)
    with pytest.raises(AlreadyDecided):
        (DECIDING | {"tabled": table})[second](draft, dossier)


def test_a_deferral_gives_the_paper_back_to_a_group_and_it_may_be_tabled_again() -> None:
    draft, dossier = paper()
    dossier.table(draft, draft.digest, "m1", NOW)
    held = meeting(draft.id)
    attend(held, 6, body())
    recorded = held.record_deferral(ITEM, "group", "g", "لإتمامه", 0, "d", SECRETARY, NOW)
    confirmed = held.confirm(ITEM, recorded.originator_version, CHAIR, NOW)
    dossier.defer(held.id, recorded, confirmed, NOW)
    assert (dossier.state, dossier.group) == ("drafting", "g")
    with pytest.raises(NotTabled):
        dossier.adopt(*voted(draft, 0, draft.digest), NUMBER, NOW)
    dossier.table(draft, draft.digest, "m1", NOW)
    assert dossier.state == "tabled"


def test_what_is_put_off_to_another_meeting_still_lies_before_the_body() -> None:
    draft, dossier = paper()
    dossier.table(draft, draft.digest, "m1", NOW)
    held = meeting(draft.id)
    attend(held, 6, body())
    recorded = held.record_deferral(ITEM, "meeting", None, "لضيق الوقت", 0, "d", SECRETARY, NOW)
    confirmed = held.confirm(ITEM, recorded.originator_version, CHAIR, NOW)
    dossier.defer(held.id, recorded, confirmed, NOW)
    assert dossier.state == "tabled"
    assert dossier.adopt(*voted(draft, 0, draft.digest), NUMBER, NOW).version == 0


def test_what_paper_decided_is_its_own_event_with_its_counts_unknown() -> None:
    draft, dossier = paper()
    told = "بحضور أغلبية عضواتها وأعضائها"
    with pytest.raises(DigestDiffers):
        dossier.record_paper_adoption(draft, "f" * 64, date(2022, 5, 27), told, NUMBER, CHAIR, NOW)
    event = dossier.record_paper_adoption(draft, draft.digest, date(2022, 5, 27), told, NUMBER, CHAIR, NOW)
    assert (dossier.state, event.told) == ("adopted", told)
    assert not hasattr(event, "quorum")
    assert AdoptedText(draft, dossier.adoption).digest == draft.digest


def test_the_way_through_the_council_has_one_order() -> None:
    draft, dossier = adopted()
    text = AdoptedText(draft, dossier.adoption)

    def lay_down() -> None:
        dossier.lay_down(text, NUMBER, "السيد رئيس المجلس", ["النص"], "s" * 64, None, "chair", NOW)

    def taken() -> list[type[Exception] | None]:
        """Which of the clerk's acts are out of turn now."""
        found: list[type[Exception] | None] = []
        acts: list[Callable[[Dossier], Event]] = [
            lambda each: each.receive(NUMBER, "clerk", NOW),
            lambda each: each.turn_back("ناقص", "clerk", NOW),
            lambda each: each.answer("noted", "", "clerk", NOW),
        ]
        for act in acts:
            copy = Dossier.load(dossier.history)
            try:
                act(copy)
                found.append(None)
            except OutOfTurn:
                found.append(OutOfTurn)
        return found

    assert taken() == [OutOfTurn] * 3
    lay_down()
    assert taken() == [None, None, OutOfTurn]
    with pytest.raises(OutOfTurn):
        lay_down()
    dossier.turn_back("ينقص التوقيع", "clerk", NOW)
    assert (dossier.state, taken()) == ("returned", [OutOfTurn] * 3)
    lay_down()
    dossier.receive(NUMBER, "clerk", NOW)
    assert taken() == [OutOfTurn, OutOfTurn, None]
    dossier.answer("partly", "قبول التوصية الأولى", "clerk", NOW)
    assert (dossier.state, taken()) == ("answered", [OutOfTurn] * 3)


@pytest.mark.parametrize("other", ["another version", "another text", "another paper", "no adoption"])
def test_nothing_passes_for_adopted_that_was_not(other: str) -> None:
    draft, dossier = adopted()
    adoption: Any = dossier.adoption
    assert AdoptedText(draft, adoption).version == 0
    match other:
        case "another version":
            typed(draft, 1)
        case "another text":
            draft.doc = paper()[0].doc
        case "another paper":
            draft.id = uuid4()
        case "no adoption":
            adoption = None
    with pytest.raises(NotAdopted):
        AdoptedText(draft, adoption)


def test_a_closed_draft_takes_no_commit_and_is_the_same_from_its_events() -> None:
    draft, _ = paper()
    first = Draft.start(draft.id, "opinion", "ar", "m1", draft.doc, NOW)
    events: list[Event] = [first, typed(draft, 1)]
    text = draft.digest
    events.append(draft.close("adopted", CHAIR, NOW))
    assert (draft.version, draft.digest, draft.closed) == (2, text, True)
    for base in (0, 1, 2):
        late = Commit(f"{'B' * 22}.1", base, [], "m1")
        with pytest.raises(NotAllowed):
            draft.commit(late, NOW)
    with pytest.raises(AlreadyDecided):
        draft.close("withdrawn", CHAIR, NOW)
    for again in (load(events), Draft(draft.snapshot())):
        assert (again.version, again.digest, again.closed) == (2, text, True)
    assert draft.ends_with(events[-1])
    # A repeat of what was taken in before is still answered.
    step = {
        "stepType": "replace",
        "from": 1,
        "to": 1,
        "slice": {"content": [{"type": "text", "text": "ا"}]},
    }
    assert draft.commit(Commit(f"{'A' * 22}.1", 0, [step], "m1"), NOW).version == 1  # type: ignore[union-attr]


def test_a_dossier_is_the_same_again_from_its_events() -> None:
    _, dossier = adopted()
    dossier.attach("f" * 64, "مراسلة.pdf", "application/pdf", 10, "signed_letter", SECRETARY, NOW)
    with pytest.raises(OutOfTurn):
        dossier.attach("f" * 64, "مراسلة.pdf", "application/pdf", 10, "other", SECRETARY, NOW)
    assert vars(Dossier.load(dossier.history)) == vars(dossier)
    chance = random.Random(3)
    cut = chance.randrange(1, len(dossier.history))
    part = Dossier.load(dossier.history[:cut])
    for event in dossier.history[cut:]:
        part.apply(event)
    assert vars(part) == vars(dossier)
