"""The authority among others: another writer, a repeat that is not stored yet, snapshots on its way."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest

from domain.commit import Commit
from domain.draft_events import DraftCommitted
from domain.errors import Conflict, UnknownDraft
from domain.templates import template
from service.authority import Authority, now
from service.fanout import Fanout
from service.frames import Committed
from service.papers import paper
from service.robots import insertion
from service.store import SNAPSHOT_EVERY, Store

A, B = "A" * 22, "B" * 22


class Ear:
    """Somebody who listens."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def send(self, frame: str) -> None:
        self.heard.append(frame)


class Node:
    """A store with one paper, and an authority on it."""

    def __init__(self, folder: Path) -> None:
        self.store = Store(folder)
        events = paper(UUID(int=1), "opinion", "ar", "m", template("opinion", "ar"), now())
        self.store.save([events])
        self.draft: UUID = events[0].originator_id
        self.fanout = Fanout()
        self.authority = Authority(self.store, self.fanout, lambda _events: None)

    async def submit(self, ref: str, base: int, letters: str = "x") -> Committed | None:
        return await self.authority.submit(
            self.draft, Commit(ref=ref, base=base, steps=insertion(1, letters), author="m")
        )

    def behind_its_back(self, ref: str, letters: str) -> None:
        """Another writer stores a commit that this authority has not heard of."""
        draft = self.store.draft(self.draft)
        commit = Commit(ref=ref, base=draft.version, steps=insertion(1, letters), author="m")
        made = draft.commit(commit, now())
        assert isinstance(made, DraftCommitted)
        self.store.save([[made]])


@pytest.fixture
async def node(tmp_path: Path) -> AsyncIterator[Node]:
    made = Node(tmp_path)
    yield made
    await made.authority.close()
    made.store.close()


async def test_another_writers_commit_is_taken_in_and_ours_is_carried_over_it(node: Node) -> None:
    await node.submit(f"{A}.1", 0, "one ")
    node.behind_its_back(f"{B}.1", "two ")
    await node.submit(f"{A}.2", 1, "three ")
    stored = node.store.draft(node.draft)
    assert stored.version == 3
    assert stored.doc.child(0).text_content.startswith("two three one ")
    assert (await node.authority.room(node.draft)).head == 3


async def test_a_repeat_that_is_on_its_way_waits_for_its_batch(node: Node) -> None:
    first = asyncio.create_task(node.submit(f"{A}.1", 0))
    again = asyncio.create_task(node.submit(f"{A}.1", 0))
    await first
    answer = await again
    assert answer is not None
    assert [commit.ref for commit in answer.commits] == [f"{A}.1"]
    assert node.store.draft(node.draft).version == 1


async def test_a_refusal_names_a_head_that_is_stored(node: Node) -> None:
    room = await node.authority.room(node.draft)
    deletion = [{"stepType": "replace", "from": 1, "to": 5}]
    first = asyncio.create_task(
        node.authority.submit(node.draft, Commit(ref=f"{A}.1", base=0, steps=deletion, author="m"))
    )
    await asyncio.sleep(0)
    with pytest.raises(Conflict):
        await node.authority.submit(node.draft, Commit(ref=f"{B}.1", base=0, steps=deletion, author="m"))
    assert room.head == room.draft.version == 1
    await first


async def test_a_base_older_than_memory_is_carried_from_the_store(node: Node) -> None:
    for n in range(1, 40):
        await node.submit(f"{A}.{n}", n - 1)
    room = await node.authority.room(node.draft)
    node.authority._forget(node.draft, room)  # a node that has just started remembers no maps
    await node.submit(f"{B}.1", 3, "late ")
    assert node.store.draft(node.draft).doc.child(0).text_content.count("late ") == 1
    assert (await node.authority.room(node.draft)) is not room


async def test_a_listener_hears_each_commit_once_and_in_order(node: Node) -> None:
    ear = Ear()
    node.fanout.join(node.draft, ear)
    await asyncio.gather(*(node.submit(f"{chr(65 + n) * 22}.1", 0) for n in range(20)))
    versions = [commit["version"] for frame in ear.heard for commit in json.loads(frame)["commits"]]
    assert versions == list(range(1, 21))


async def test_snapshots_are_kept_while_a_draft_is_open(node: Node, tmp_path: Path) -> None:
    for n in range(1, SNAPSHOT_EVERY + 3):
        await node.submit(f"{A}.{n}", n - 1, "ab"[n % 2])
    cache = sqlite3.connect(tmp_path / "cache.sqlite")
    versions = [row[0] for row in cache.execute("SELECT originator_version FROM stored_snapshots")]
    cache.close()
    assert versions == [SNAPSHOT_EVERY + 1]
    room = await node.authority.room(node.draft)
    assert node.store.draft(node.draft).digest == room.draft.digest


async def test_an_unknown_draft_is_said_so_each_time(node: Node) -> None:
    for _ in range(2):
        with pytest.raises(UnknownDraft):
            await node.authority.room(UUID(int=7))


async def test_a_draft_that_does_not_open_is_forgotten_though_nobody_waits(node: Node) -> None:
    asking = asyncio.create_task(node.authority.room(UUID(int=7)))
    await asyncio.sleep(0)
    [opening] = node.authority._rooms.values()
    asking.cancel()
    await asyncio.wait([opening])
    await asyncio.sleep(0)
    assert not node.authority._rooms
