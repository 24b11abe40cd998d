"""A draft decides commits: refs, repeats, bases, carrying; and is the same again from its events."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from domain.blocks import document, paragraph, title
from domain.commit import Commit, Repeat
from domain.draft import Draft, load
from domain.draft_events import DraftCommitted
from domain.errors import Ahead, CommitRefused, Conflict, DuplicateId, Invalid, NotYours, Stale
from domain.event import Event
from tests.domain.texts import change, text

NOW = datetime(2026, 5, 27, 18, 30, tzinfo=UTC)
A, B = "A" * 22, "B" * 22


def started(*texts: str) -> tuple[Draft, list[Event]]:
    doc = document(title("ع"), [paragraph(one) for one in texts or ("abcdef",)])
    event = Draft.start(uuid4(), "opinion", "ar", "member00000a", doc, NOW)
    return Draft(event), [event]


def typed(at: int, letters: str) -> dict[str, Any]:
    slice_ = {"content": [{"type": "text", "text": letters}]}
    return {"stepType": "replace", "from": at, "to": at, "slice": slice_}


def deleted(start: int, end: int) -> dict[str, Any]:
    return {"stepType": "replace", "from": start, "to": end}


def commit(
    draft: Draft, ref: str, base: int, *steps: dict[str, Any], author: str = "member00000a"
) -> DraftCommitted:
    made = draft.commit(Commit(ref=ref, base=base, steps=list(steps), author=author), NOW)
    assert isinstance(made, DraftCommitted)
    return made


def words(draft: Draft) -> str:
    return draft.doc.text_content.removeprefix("ع")


def test_one_commit_is_one_event_and_one_version() -> None:
    draft, _ = started()
    event = commit(draft, f"{A}.1", 0, typed(4, "x"))
    assert (draft.version, event.originator_version, words(draft)) == (1, 2, "xabcdef")
    assert (
        event.steps
        == '[{"from":4,"slice":{"content":[{"text":"x","type":"text"}]},"stepType":"replace","to":4}]'
    )


def test_a_commit_behind_the_head_is_carried_and_stored_as_carried() -> None:
    draft, _ = started()
    commit(draft, f"{A}.1", 0, typed(6, "NEW"))
    event = commit(draft, f"{B}.1", 0, deleted(4, 10))
    assert words(draft) == "NEW"
    assert event.base == 0
    assert event.sent is not None
    assert event.steps.count("replace") == 2


def test_a_commit_that_cannot_be_carried_whole_is_refused_whole() -> None:
    draft, _ = started("abcdef", "second")
    commit(draft, f"{A}.1", 0, typed(6, "NEW"))
    over = {**typed(4, "over"), "to": 10}
    before = draft.digest
    with pytest.raises(Conflict):
        draft.commit(Commit(ref=f"{B}.1", base=0, steps=[typed(13, "y"), over], author="b"), NOW)
    assert (draft.version, draft.digest) == (1, before)


def test_a_repeat_gets_the_first_answer_even_when_it_was_carried() -> None:
    draft, _ = started()
    commit(draft, f"{A}.1", 0, typed(6, "NEW"))
    commit(draft, f"{B}.1", 0, deleted(4, 10), author="member00000b")
    commit(draft, f"{A}.2", 2, typed(4, "z"))
    again = Commit(ref=f"{B}.1", base=0, steps=[deleted(4, 10)], author="member00000b")
    assert draft.commit(again, NOW) == Repeat(2)
    assert draft.version == 3


def test_a_ref_counts_up_and_is_never_used_twice() -> None:
    draft, _ = started()
    commit(draft, f"{A}.5", 0, typed(4, "x"))
    for ref, steps in [
        (f"{A}.5", [typed(4, "other")]),
        (f"{A}.4", [typed(4, "x")]),
        (f"{A}.1", [typed(4, "q")]),
    ]:
        with pytest.raises(Stale):
            draft.commit(Commit(ref=ref, base=1, steps=steps, author="member00000a"), NOW)
    commit(draft, f"{A}.9", 1, typed(4, "y"))


@pytest.mark.parametrize("ref", ["", "x.1", f"{A}.0", f"{A}.01", f"{A}.-1", f"{A}", f"{A}.1\n", f"{A}.٣"])
def test_a_ref_is_a_session_and_a_number(ref: str) -> None:
    draft, _ = started()
    with pytest.raises(Invalid):
        draft.commit(Commit(ref=ref, base=0, steps=[typed(4, "x")], author="a"), NOW)


def test_a_session_belongs_to_one_member() -> None:
    draft, _ = started()
    commit(draft, f"{A}.1", 0, typed(4, "x"))
    with pytest.raises(NotYours):
        draft.commit(Commit(ref=f"{A}.2", base=1, steps=[typed(4, "x")], author="another00000"), NOW)


@pytest.mark.parametrize("base", [1, 99, -1])
def test_a_base_must_exist(base: int) -> None:
    draft, _ = started()
    with pytest.raises(Ahead):
        draft.commit(Commit(ref=f"{A}.1", base=base, steps=[typed(4, "x")], author="a"), NOW)


def test_a_living_id_cannot_come_again_but_a_gone_one_may() -> None:
    draft, _ = started("one", "two")
    first = draft.doc.child(1)
    at = draft.doc.content.size
    put = {"stepType": "replace", "from": at, "to": at, "slice": {"content": [first.to_json()]}}
    with pytest.raises(DuplicateId):
        draft.commit(Commit(ref=f"{A}.1", base=0, steps=[put], author="a"), NOW)
    commit(draft, f"{A}.2", 0, deleted(3, 3 + first.node_size))
    at = draft.doc.content.size
    commit(draft, f"{A}.3", 1, {**put, "from": at, "to": at})


def test_time_never_goes_back_within_a_stream() -> None:
    draft, _ = started()
    early = NOW - timedelta(hours=1)
    event = draft.commit(Commit(ref=f"{A}.1", base=0, steps=[typed(4, "x")], author="a"), early)
    assert isinstance(event, DraftCommitted)
    assert event.at == NOW


@pytest.mark.parametrize("seed", range(40))
def test_a_draft_is_the_same_again_from_its_events_and_from_a_snapshot(seed: int) -> None:
    """Three members, bases up to five versions behind; what is refused leaves no trace."""
    chance = random.Random(seed)
    first = Draft.start(uuid4(), "report", "ar", "member00000a", text(chance), NOW)
    draft, docs = Draft(first), [Draft(first).doc]
    events: list[Event] = [first]
    snapshot = None
    for n in range(1, 40):
        base = chance.randint(max(0, draft.version - 5), draft.version)
        steps = [step.to_json() for step in change(chance, docs[base])]
        session = chance.choice("ABC") * 22
        before = draft.digest
        try:
            event = draft.commit(
                Commit(ref=f"{session}.{n}", base=base, steps=steps, author=session[:12]), NOW
            )
        except CommitRefused:
            assert draft.digest == before
            continue
        assert isinstance(event, DraftCommitted)
        events.append(event)
        docs.append(draft.doc)
        if n == 20:
            snapshot = (draft.snapshot(), len(events))
    replayed = load(events)
    assert (replayed.version, replayed.digest) == (draft.version, draft.digest)
    assert (replayed.sessions, replayed.ids) == (draft.sessions, draft.ids)
    if snapshot is not None:
        from_snapshot = load([snapshot[0], *events[snapshot[1] :]])
        assert (from_snapshot.digest, from_snapshot.sessions) == (draft.digest, draft.sessions)


@pytest.mark.parametrize(
    ("claimed", "kept"),
    [
        (NOW - timedelta(hours=9), True),
        (datetime(1970, 1, 1, tzinfo=UTC), False),
        (datetime(9999, 12, 31, 23, 59, tzinfo=UTC), False),
    ],
)
def test_a_clock_that_is_years_off_says_nothing_and_loses_nothing(claimed: datetime, kept: bool) -> None:
    draft, _ = started()
    wanted = Commit(ref=f"{A}.1", base=0, steps=[typed(4, "x")], author="a", typed_at=claimed)
    event = draft.commit(wanted, NOW)
    assert isinstance(event, DraftCommitted)
    assert event.typed_at == (claimed if kept else None)
