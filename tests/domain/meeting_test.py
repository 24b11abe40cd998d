"""A meeting: what may be recorded when, who confirms, and that nothing is adopted without a quorum in it."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from domain.dossier_events import Ballot
from domain.errors import (
    AlreadyDecided,
    NoQuorum,
    NotHeld,
    OutOfTurn,
    SamePerson,
    Superseded,
)
from domain.event import Event
from domain.meeting import Meeting
from domain.meeting_events import AgendaItem, NextMeeting
from domain.rules import CountsDoNotAddUp, Votes
from tests.domain.deciding import (
    BODY,
    CHAIR,
    ITEM,
    MEMBERS,
    NOW,
    SECRETARY,
    TALK,
    attend,
    body,
    details,
    hands,
    meeting,
)

DRAFT = uuid4()
VERSION = (14, "d" * 64)


def vote(held: Meeting, ballot: Ballot, ref: str = "vote") -> int:
    return held.record_vote(ITEM, ballot, VERSION, ref, SECRETARY, NOW).originator_version


@pytest.mark.parametrize(("present", "established"), [(4, False), (5, True), (9, True)])
def test_a_quorum_is_more_than_half_of_the_members_in_office(present: int, established: bool) -> None:
    held = meeting(DRAFT)
    attend(held, present, body())
    assert held.attended
    assert (held.attended.quorum.in_office, held.attended.quorum.needed) == (9, 5)
    assert held.attended.quorum.established is established
    assert len(held.attended.attendance) == 9
    if not established:
        with pytest.raises(NoQuorum):
            vote(held, hands(present))


def test_the_quorum_is_counted_over_those_in_office_on_that_day() -> None:
    known = body()
    for gone in MEMBERS[5:]:
        known.end_mandate(gone, date(2026, 5, 1), "انتهاء", CHAIR, NOW)
    held = meeting(DRAFT)
    attend(held, 3, known)
    assert held.attended
    assert held.attended.quorum.established
    with pytest.raises(NotHeld):
        held.take_attendance(known, {MEMBERS[8]: "present"}, CHAIR, "x", SECRETARY, NOW)


def test_what_the_chair_confirms_is_what_the_rules_make_of_the_votes() -> None:
    for ballot, result, how in [
        (hands(4, 1, 1), "adopted", "majority"),
        (hands(6), "adopted", "unanimous"),
        (hands(3, 3), "adopted", "casting_vote"),
        (hands(3, 3, chair="against"), "rejected", "casting_vote"),
        (hands(3, 3, chair=None), "rejected", "tie_without_chair"),
        (hands(2, 3, 1), "rejected", "no_majority"),
    ]:
        held = meeting(DRAFT)
        attend(held, 6, body())
        confirmed = held.confirm(ITEM, vote(held, ballot), CHAIR, NOW)
        assert confirmed.outcome
        assert (confirmed.result, confirmed.outcome.how) == (result, how)


def test_votes_by_name_add_up_and_are_of_those_present() -> None:
    held = meeting(DRAFT)
    attend(held, 6, body())
    names: Any = {"m0": "for", "m1": "for", "m2": "against"}
    vote(held, Ballot("names", Votes(2, 1, 0), "for", names))
    for wrong in (
        Ballot("names", Votes(3, 0, 0), "for", names),
        Ballot("names", Votes(2, 1, 0), "against", names),
        Ballot("names", Votes(3, 1, 0), "for", names | {"m8": "for"}),
    ):
        with pytest.raises(CountsDoNotAddUp):
            vote(held, wrong, "again")


@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        (lambda held: vote(held, hands(7)), CountsDoNotAddUp),
        (lambda held: vote(held, hands(0, 5, 0)), CountsDoNotAddUp),
        (lambda held: held.record_vote(TALK, hands(5), VERSION, "v", SECRETARY, NOW), OutOfTurn),
        (lambda held: held.record_vote(ITEM, hands(5), None, "v", SECRETARY, NOW), OutOfTurn),
        (lambda held: held.record_vote("none", hands(5), VERSION, "v", SECRETARY, NOW), OutOfTurn),
        (lambda held: held.confirm(ITEM, 3, CHAIR, NOW), OutOfTurn),
        (lambda held: held.conclude(ITEM, "اتفاق", "c", SECRETARY, NOW), OutOfTurn),
        (lambda held: held.change(details(DRAFT, on=date(2026, 6, 1)), SECRETARY, NOW), OutOfTurn),
        (lambda held: held.take_attendance(body(), {"m1": "present"}, CHAIR, "x", SECRETARY, NOW), OutOfTurn),
    ],
    ids=range(9),
)
def test_what_does_not_add_up_or_comes_out_of_turn_changes_nothing(
    act: Any, refusal: type[Exception]
) -> None:
    held = meeting(DRAFT)
    attend(held, 6, body())
    last = held.last
    with pytest.raises(refusal):
        act(held)
    assert held.last == last


def test_nothing_is_recorded_before_anybody_was_counted() -> None:
    held = meeting(DRAFT)
    for act in (
        lambda: vote(held, hands(5)),
        lambda: held.conclude(TALK, "اتفاق", "c", SECRETARY, NOW),
        lambda: held.close("20:00", None, SECRETARY, NOW),
    ):
        with pytest.raises(OutOfTurn):
            act()


def test_the_chair_confirms_what_they_read_and_another_recorded() -> None:
    held = meeting(DRAFT)
    attend(held, 6, body())
    seen = vote(held, hands(4, 1))
    again = vote(held, hands(5, 1), "other")
    with pytest.raises(Superseded):
        held.confirm(ITEM, seen, CHAIR, NOW)
    with pytest.raises(SamePerson):
        held.confirm(ITEM, again, SECRETARY, NOW)
    held.confirm(ITEM, again, CHAIR, NOW)
    for act in (
        lambda: held.confirm(ITEM, again, CHAIR, NOW),
        lambda: vote(held, hands(1, 5, chair=None), "late"),
    ):
        with pytest.raises(AlreadyDecided):
            act()
    # Nor does anybody come to have been there afterwards.
    with pytest.raises(OutOfTurn):
        attend(held, 9, body(), "late")


def test_a_quorum_that_was_counted_wrong_is_counted_again_before_a_decision() -> None:
    held = meeting(DRAFT)
    attend(held, 6, body())
    seen = vote(held, hands(5))
    attend(held, 4, body(), "again")
    with pytest.raises(NoQuorum):
        held.confirm(ITEM, seen, CHAIR, NOW)
    attend(held, 5, body(), "right")
    assert held.confirm(ITEM, seen, CHAIR, NOW).result == "adopted"


def test_an_item_is_put_off_or_concluded_without_a_vote() -> None:
    held = meeting(DRAFT)
    attend(held, 3, body())
    # Even without a quorum, that it waits can be said.
    seen = held.record_deferral(ITEM, "group", "g", "لإتمام التشخيص", 14, "d", SECRETARY, NOW)
    held.conclude(TALK, "مراسلة رئيس المجلس", "c", SECRETARY, NOW)
    with pytest.raises(OutOfTurn):
        held.close("20:00", None, SECRETARY, NOW)
    assert held.confirm(ITEM, seen.originator_version, CHAIR, NOW).result == "deferred"
    held.close("20:00", NextMeeting(date(2026, 6, 9)), SECRETARY, NOW)
    assert held.stage == "closed"
    with pytest.raises(OutOfTurn):
        held.conclude(TALK, "شيء آخر", "x", SECRETARY, NOW)


def test_what_a_device_sends_twice_is_known() -> None:
    held = meeting(DRAFT)
    attend(held, 6, body(), "one")
    assert [held.knows(ref) for ref in ("one", "two")] == [True, False]


def test_a_point_that_was_dealt_with_stays_on_the_agenda() -> None:
    held = meeting(DRAFT)
    attend(held, 6, body())
    vote(held, hands(5))
    with pytest.raises(OutOfTurn):
        held.change(details(agenda=[AgendaItem(TALK, "متفرقات")]), SECRETARY, NOW)
    held.change(details(DRAFT, place="مقر الجماعة"), SECRETARY, NOW)
    assert held.details.place == "مقر الجماعة"


def test_a_meeting_is_the_same_again_from_its_events() -> None:
    called = Meeting.call(uuid4(), BODY, details(DRAFT), SECRETARY, NOW)
    held = Meeting(called)
    events: list[Event] = [called, held.change(details(DRAFT, hour="19:00"), SECRETARY, NOW)]
    attend(held, 6, body())
    assert held.attended
    events.append(held.attended)
    events.append(held.record_vote(ITEM, hands(5), VERSION, "v", SECRETARY, NOW))
    events.append(held.confirm(ITEM, events[-1].originator_version, CHAIR, NOW))
    events.append(held.close("20:00", None, SECRETARY, NOW))
    assert vars(Meeting.load(events)) == vars(held)
