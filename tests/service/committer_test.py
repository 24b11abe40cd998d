"""The group committer: one transaction for all that waits, and nobody pays for a neighbour's conflict."""

import asyncio
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from domain.dossier_events import DossierOpened
from domain.errors import Busy, StoreUnavailable
from domain.event import Event
from service import committer as module
from service.committer import Committer, Lineage
from service.store import Expected, Store, VersionTaken

NOW = datetime(2026, 5, 27, tzinfo=UTC)


def event(stream: UUID, version: int) -> Event:
    return DossierOpened(originator_id=stream, originator_version=version, at=NOW, draft=stream, by="x")


async def held(gate: "Gate", committer: Committer) -> asyncio.Future[int]:
    """A submission that is being written until the gate opens: all that follow wait together."""
    gate.open.clear()
    gate.entered.clear()
    stored = committer.submit([event(uuid4(), 1)])
    await asyncio.to_thread(gate.entered.wait, 10)
    return stored


class Gate:
    """A store whose writing can be held, so that submissions come to wait together."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.open = threading.Event()
        self.open.set()
        self.entered = threading.Event()
        self.groups: list[int] = []
        self.full = False

    def save(
        self, submissions: Sequence[Sequence[Event]], expects: Sequence[Expected] | None = None
    ) -> list[int]:
        self.entered.set()
        self.open.wait(10)
        if self.full:
            raise StoreUnavailable("database or disk is full")
        self.groups.append(len(submissions))
        return self.store.save(submissions, expects)


@pytest.fixture
async def gate(tmp_path: Path) -> Gate:
    return Gate(Store(tmp_path))


async def test_what_waits_goes_into_one_transaction_and_is_published_before_it_is_acknowledged(
    gate: Gate,
) -> None:
    published: list[Event] = []
    committer = Committer(gate, published.extend)  # type: ignore[arg-type]
    first = await held(gate, committer)
    rest = [committer.submit([event(uuid4(), 1)]) for _ in range(50)]
    seen: list[int] = []
    rest[-1].add_done_callback(lambda _: seen.append(len(published)))
    gate.open.set()
    positions = await asyncio.gather(first, *rest)
    await committer.close()
    assert positions == list(range(1, 52))
    assert gate.groups == [1, 50]
    assert seen == [51]


async def test_a_conflict_fails_its_own_and_not_its_neighbours(gate: Gate) -> None:
    published: list[Event] = []
    committer = Committer(gate, published.extend)  # type: ignore[arg-type]
    taken = uuid4()
    await committer.submit([event(taken, 1)])
    blocker = await held(gate, committer)
    neighbours = [committer.submit([event(uuid4(), 1)]) for _ in range(3)]
    lineage = Lineage()
    conflict = committer.submit([event(taken, 1)], lineage)
    behind = committer.submit([event(taken, 2)], lineage)
    neighbours += [committer.submit([event(uuid4(), 1)]) for _ in range(3)]
    gate.open.set()
    await asyncio.gather(blocker, *neighbours)
    for refused in (conflict, behind):
        with pytest.raises(VersionTaken):
            await refused
    later = committer.submit([event(taken, 2)], lineage)
    with pytest.raises(VersionTaken):
        await later  # Decided on a text that does not exist, however late it comes.
    assert len(published) == 8
    await committer.close()


async def test_events_that_belong_together_are_stored_together_or_not_at_all(gate: Gate) -> None:
    committer = Committer(gate, lambda _: None)  # type: ignore[arg-type]
    stream, other = uuid4(), uuid4()
    await committer.submit([event(stream, 1)])
    with pytest.raises(VersionTaken):
        await committer.submit([event(other, 1), event(stream, 1)])
    assert list(gate.store.events(other)) == []
    await committer.close()


async def test_a_full_disk_acknowledges_nothing_and_passes(gate: Gate) -> None:
    published: list[Event] = []
    committer = Committer(gate, published.extend)  # type: ignore[arg-type]
    gate.full = True
    with pytest.raises(StoreUnavailable):
        await committer.submit([event(uuid4(), 1)])
    gate.full = False
    assert await committer.submit([event(uuid4(), 1)]) == 1
    assert len(published) == 1
    await committer.close()


async def test_too_much_waiting_is_refused_at_once(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_WAITING", 10)
    committer = Committer(gate, lambda _: None)  # type: ignore[arg-type]
    waiting = [await held(gate, committer)]
    waiting += [committer.submit([event(uuid4(), 1)]) for _ in range(10)]
    with pytest.raises(Busy):
        committer.submit([event(uuid4(), 1)])
    gate.open.set()
    await asyncio.gather(*waiting)
    await committer.close()


async def test_closing_stores_what_waits(gate: Gate) -> None:
    committer = Committer(gate, lambda _: None)  # type: ignore[arg-type]
    waiting = [committer.submit([event(uuid4(), 1)]) for _ in range(20)]
    await committer.close()
    assert [stored.result() for stored in waiting] == list(range(1, 21))
    with pytest.raises(Busy):
        committer.submit([event(uuid4(), 1)])


async def test_what_was_decided_on_a_stream_that_has_moved_on_is_not_stored(gate: Gate) -> None:
    committer = Committer(gate, lambda _: None)  # type: ignore[arg-type]
    office, paper, other = uuid4(), uuid4(), uuid4()
    await committer.submit([event(office, 1)])
    first = await held(gate, committer)
    # In one group: the office ends, and somebody decides who still read it at 1. The order is what counts.
    ended = committer.submit([event(office, 2)])
    decided = committer.submit([event(paper, 1)], expects={office: 1})
    sound = committer.submit([event(other, 1)], expects={office: 2, uuid4(): 0})
    gate.open.set()
    await asyncio.gather(first, ended, sound)
    with pytest.raises(VersionTaken):
        await decided
    assert list(gate.store.events(paper)) == []
    assert len(list(gate.store.events(other))) == 1
    await committer.close()
