"""A register counts on from the paper one, without a gap and without a double."""

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import get_args
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import OutOfTurn
from domain.register import (
    AlreadyNumbered,
    NoReason,
    NoSuchNumber,
    NumberAssigned,
    NumberVoided,
    Register,
    RegisterKind,
    register_of,
    written,
)

BODY = UUID(int=1)
NOW = datetime(2026, 5, 27, 18, 30, tzinfo=UTC)
PAPERS = [UUID(int=100 + each) for each in range(6)]


def opened(next: int = 1) -> Register:
    return Register(Register.open(BODY, "opinion", 2026, next, "secretary", NOW))


def test_it_counts_on_from_the_paper_register() -> None:
    register = opened(next=7)
    assigned = register.assign(PAPERS[0], "رأي", "chair", NOW)
    assert (assigned.number, assigned.subject, assigned.title, assigned.by) == (7, PAPERS[0], "رأي", "chair")
    assert (register.next, register.numbers) == (8, {PAPERS[0]: 7})


def test_a_void_number_stays_in_the_sequence_and_is_nobodys() -> None:
    register = opened()
    voided = register.void(1, "بقعة حبر", "secretary", NOW)
    assert (voided.number, voided.reason) == (1, "بقعة حبر")
    assert register.numbers == {}
    assert register.assign(PAPERS[0], "رأي", "chair", NOW).number == 2


def test_a_paper_has_one_number() -> None:
    register = opened()
    register.assign(PAPERS[0], "رأي", "chair", NOW)
    with pytest.raises(AlreadyNumbered, match="01/2026"):
        register.assign(PAPERS[0], "رأي آخر", "chair", NOW)
    assert (register.next, register.last) == (2, 2)


@pytest.mark.parametrize("number", [0, 2, 4])
def test_only_the_next_number_can_be_spoilt(number: int) -> None:
    register = opened(next=3)
    with pytest.raises(OutOfTurn, match="03/2026"):
        register.void(number, "سبب", "secretary", NOW)
    assert (register.next, register.last) == (3, 1)


@pytest.mark.parametrize("reason", ["", " \t\n"])
def test_no_number_is_void_without_a_reason(reason: str) -> None:
    register = opened()
    with pytest.raises(NoReason):
        register.void(1, reason, "secretary", NOW)
    assert (register.next, register.last) == (1, 1)


@pytest.mark.parametrize("next", [0, -3])
def test_no_register_begins_below_one(next: int) -> None:
    with pytest.raises(NoSuchNumber):
        opened(next)


def test_each_body_kind_and_year_has_its_own_register() -> None:
    registers = [
        register_of(body, kind, year)
        for body, kind, year in product((BODY, UUID(int=2)), get_args(RegisterKind), (2026, 2027))
    ]
    assert len(set(registers)) == len(registers)
    # Stored for ever under this id.
    assert str(register_of(BODY, "opinion", 2026)) == "b1b0ba0d-4efb-55fb-a9e4-e254194ef66b"


def test_a_register_is_opened_once() -> None:
    register = opened()
    with pytest.raises(TypeError, match="RegisterOpened"):
        register.apply(Register.open(BODY, "opinion", 2026, 1, "secretary", NOW))
    assert (register.next, register.last) == (1, 1)


@pytest.mark.parametrize(
    ("number", "paper"), [(2, "02/2022"), (1, "01/2022"), (99, "99/2022"), (100, "100/2022")]
)
def test_a_number_as_it_is_written(number: int, paper: str) -> None:
    assert written(number, 2022) == paper


@given(
    next=st.integers(1, 10_000),
    acts=st.lists(st.one_of(st.sampled_from(PAPERS), st.sampled_from(["سبب", ""]))),
)
def test_whatever_is_done_the_numbers_are_consecutive_and_a_replay_gives_the_same(
    next: int, acts: list[UUID | str]
) -> None:
    """A paper is numbered, a reason voids; what is refused (twice, no reason) takes no number."""
    first = Register.open(BODY, "letter", 2026, next, "secretary", NOW)
    live = Register(first)
    taken: list[NumberAssigned | NumberVoided] = []
    for hour, act in enumerate(acts):
        now = NOW + timedelta(hours=hour)
        try:
            if isinstance(act, UUID):
                taken.append(live.assign(act, "مراسلة", "chair", now))
            else:
                taken.append(live.void(live.next, act, "secretary", now))
        except (AlreadyNumbered, NoReason):
            continue
    assert [event.number for event in taken] == list(range(next, next + len(taken)))
    assert [event.originator_version for event in taken] == list(range(2, 2 + len(taken)))
    assert len(taken) == len({act for act in acts if isinstance(act, UUID)}) + acts.count("سبب")
    assert vars(Register.load([first, *taken])) == vars(live)
