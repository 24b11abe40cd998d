"""Who belongs to a body: mandates, offices, groups, what they let somebody do; the same from the events."""

from datetime import date
from typing import Any

import pytest

from domain.body import Body
from domain.errors import AlreadyHeld, NeedsMandate, NotHeld, OfficeTaken, UnknownGroup
from domain.event import Event
from tests.domain.deciding import CHAIR, MEMBERS, NOW, body

LATER = date(2026, 6, 1)


def test_members_of_the_whole_body_write_what_no_group_was_charged_with() -> None:
    known = body()
    assert known.roles("m1", None) == {"member", "writer"}
    assert known.roles(CHAIR, None) == {"member", "writer", "chair"}
    assert known.roles("stranger", None) == frozenset()


def test_a_group_writes_its_own_papers_and_reads_those_of_others() -> None:
    known = body()
    for group in ("a", "b"):
        known.form_group(group, "مجموعة", LATER, CHAIR, NOW)
    known.join_group("a", "m1", "coordinator", LATER, CHAIR, NOW)
    known.join_group("b", "m1", "member", LATER, CHAIR, NOW)
    known.join_group("b", "m2", "deputy", LATER, CHAIR, NOW)
    assert known.roles("m1", "a") == {"member", "writer", "coordinator"}
    assert known.roles("m1", "b") == {"member", "writer"}
    assert known.roles("m2", "a") == {"member"}
    assert known.roles("m2", None) == {"member", "writer", "deputy"}
    known.leave_group("a", "m1", LATER, CHAIR, NOW)
    assert known.roles("m1", "a") == {"member"}


def test_the_end_of_a_mandate_takes_all_that_hung_on_it() -> None:
    known = body()
    known.form_group("a", "مجموعة", LATER, CHAIR, NOW)
    known.join_group("a", "m1", "coordinator", LATER, CHAIR, NOW)
    for office in ("rapporteur", "secretary", "administrator"):
        known.give_office("m1", office, LATER, CHAIR, NOW)
    known.end_mandate("m1", date(2026, 7, 1), "استقالة", CHAIR, NOW)
    assert known.roles("m1", "a") == known.roles("m1", None) == frozenset()
    assert "m1" not in known.everybody()


def test_who_was_in_office_on_a_day_stays_true() -> None:
    known = body(2)
    known.end_mandate("m1", date(2026, 3, 1), "استقالة", CHAIR, NOW)
    known.begin_mandate("m8", date(2026, 4, 1), CHAIR, NOW)
    days = [date(2021, 8, 31), date(2021, 9, 1), date(2026, 2, 28), date(2026, 3, 1), date(2026, 4, 1)]
    assert [known.in_office(day) for day in days] == [[], ["m0", "m1"], ["m0", "m1"], ["m0"], ["m0", "m8"]]
    # Who comes back is one member.
    known.begin_mandate("m1", date(2026, 5, 1), CHAIR, NOW)
    assert known.in_office(date(2026, 5, 1)) == ["m0", "m8", "m1"]


@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        (lambda known: known.begin_mandate("m1", LATER, CHAIR, NOW), AlreadyHeld),
        (lambda known: known.end_mandate("stranger", LATER, "", CHAIR, NOW), NotHeld),
        (lambda known: known.give_office("m1", "chair", LATER, CHAIR, NOW), OfficeTaken),
        (lambda known: known.give_office(CHAIR, "chair", LATER, CHAIR, NOW), AlreadyHeld),
        (lambda known: known.give_office("stranger", "rapporteur", LATER, CHAIR, NOW), NeedsMandate),
        (lambda known: known.end_office("m1", "chair", LATER, CHAIR, NOW), NotHeld),
        (lambda known: known.join_group("none", "m1", "member", LATER, CHAIR, NOW), UnknownGroup),
        (lambda known: known.join_group("g", "stranger", "member", LATER, CHAIR, NOW), NeedsMandate),
        (lambda known: known.join_group("g", "m2", "deputy", LATER, CHAIR, NOW), AlreadyHeld),
        (lambda known: known.leave_group("g", "m1", LATER, CHAIR, NOW), NotHeld),
        (lambda known: known.give_link("stranger", CHAIR, NOW), NotHeld),
    ],
    ids=range(11),
)
def test_what_cannot_be_is_refused_and_changes_nothing(act: Any, refusal: type[Exception]) -> None:
    known = body()
    known.form_group("g", "مجموعة", LATER, CHAIR, NOW)
    known.join_group("g", "m2", "member", LATER, CHAIR, NOW)
    last = known.last
    with pytest.raises(refusal):
        act(known)
    assert known.last == last


def test_those_beside_the_body_need_no_mandate_and_are_not_counted() -> None:
    known = body(3)
    known.give_office("clerk", "clerk", LATER, CHAIR, NOW)
    assert known.roles("clerk", None) == {"clerk"}
    assert known.in_office(LATER) == MEMBERS[:3]
    assert "clerk" in known.everybody()


def test_a_body_is_the_same_again_from_its_events() -> None:
    events: list[Event] = [Body.found(body().id, "youth", "هيئة", "جماعة", "مجلس", "مدينة", "console", NOW)]
    known = Body(events[0])  # type: ignore[arg-type]
    events.append(known.begin_mandate("m0", LATER, "console", NOW))
    events.append(known.give_office("m0", "chair", LATER, "console", NOW))
    events.append(known.form_group("g", "مجموعة", LATER, "m0", NOW))
    events.append(known.join_group("g", "m0", "coordinator", LATER, "m0", NOW))
    events.append(known.give_link("m0", "m0", NOW))
    events.append(known.end_office("m0", "chair", date(2026, 7, 1), "m0", NOW))
    events.append(known.leave_group("g", "m0", date(2026, 7, 1), "m0", NOW))
    assert vars(Body.load(events)) == vars(known)
    with pytest.raises(TypeError):
        Body.load(events[1:])
