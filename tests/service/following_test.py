"""The thread that follows: read your writes, and going on after a failure."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from domain.errors import StoreUnavailable
from projections.tables import papers
from service.following import Following
from service.store import Store
from tests.projections.writing import Writing


class Sleepy(Store):
    """A store that can be told not to answer."""

    away = False

    def log(self, after: int, limit: int) -> Any:
        if self.away:
            raise StoreUnavailable("the disk is away")
        return super().log(after, limit)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Sleepy]:
    store = Sleepy(tmp_path / "data")
    yield store
    store.close()


@pytest.fixture
def following(store: Sleepy, tmp_path: Path) -> Iterator[Following]:
    following = Following(store, tmp_path / "views.sqlite")
    yield following
    following.stop()


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not holds():  # noqa: ASYNC110 (the thread has no event for it)
            await asyncio.sleep(0.01)


async def test_whoever_waits_reads_their_own_write(store: Sleepy, following: Following) -> None:
    following.start()
    paper = await asyncio.to_thread(Writing, store)
    for number in range(20):
        position = await asyncio.to_thread(paper.type, "amina", f"{number} ")
        assert await following.reached(position)
        with following.views.connect() as db:
            assert db.execute(select(papers.c.head)).scalar_one() == number + 1
    assert following.lag() == 0


async def test_it_finds_what_nobody_told_it_of(store: Sleepy, following: Following) -> None:
    following.start()
    await asyncio.to_thread(Writing, store)
    await until(lambda: following.lag() == 0)


async def test_waiting_ends_where_the_views_do_not_come(store: Sleepy, following: Following) -> None:
    store.away = True
    following.start()
    await asyncio.to_thread(Writing, store)
    assert not await following.reached(store.end(), patience=0.05)
    assert following.lag() == store.end()


async def test_it_goes_on_after_a_failure_and_says_what_it_was(store: Sleepy, following: Following) -> None:
    store.away = True
    following.start()
    await asyncio.to_thread(Writing, store)
    following.wake()
    await until(lambda: following.last_error is not None)
    assert following.last_error == "StoreUnavailable: the disk is away"
    store.away = False
    assert await following.reached(store.end())
    await until(lambda: following.last_error is None)


async def test_several_wait_for_different_positions(store: Sleepy, following: Following) -> None:
    paper = await asyncio.to_thread(Writing, store)
    positions = [await asyncio.to_thread(paper.type, "amina", "ا") for _ in range(5)]
    waiting = [asyncio.create_task(following.reached(position)) for position in positions]
    following.start()
    assert await asyncio.gather(*waiting) == [True] * 5


async def test_views_of_a_log_that_was_put_back_are_made_anew(store: Sleepy, tmp_path: Path) -> None:
    path = tmp_path / "views.sqlite"
    before = Following(store, path)
    before.start()
    paper = await asyncio.to_thread(Writing, store)
    for _ in range(3):
        position = await asyncio.to_thread(paper.type, "amina", "ا")
    assert await before.reached(position)
    before.stop()
    with closing(sqlite3.connect(tmp_path / "data" / "events.sqlite")) as log:
        log.execute("DELETE FROM stored_events WHERE originator_version > 2")
        log.commit()
    after = Following(store, path)
    after.start()
    await until(lambda: after.lag() == 0)
    with after.views.connect() as db:
        assert db.execute(select(papers.c.head)).scalar_one() == 1
    after.stop()


def test_views_that_are_no_database_are_made_anew(store: Sleepy, tmp_path: Path) -> None:
    path = tmp_path / "views.sqlite"
    path.write_bytes(b"no database " * 1_000)
    following = Following(store, path)
    assert following.lag() == store.end()
    following.stop()
