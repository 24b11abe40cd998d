"""What an open connection may do changes with its member, and what it is sent has a measure."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from service.acts.people import CONSOLE
from service.authority import now
from service.frames import NOT_ALLOWED
from service.robots import Robot, insertion
from tests.serving import FOUNDED, GROUP, Served, Somebody, headers, joined, member, put_paper, serving


@pytest.fixture
def house(tmp_path: Path) -> Iterator[tuple[Served, UUID, Somebody]]:
    who = member(tmp_path, "سلمى", "coordinator")
    draft = put_paper(tmp_path, who.id, group=GROUP)
    with serving(tmp_path) as served:
        yield served, draft, who


async def test_who_loses_the_right_to_write_loses_it_at_once(house: tuple[Served, UUID, Somebody]) -> None:
    served, draft, who = house
    async with Robot(served.live(draft), who.cookie) as robot:
        assert await robot.commit(insertion(1, "x"))
        with joined(served.folder) as (store, body):
            store.save([[body.leave_group(GROUP, who.id, FOUNDED, CONSOLE, now())]])
        async with asyncio.timeout(1.5):
            while await robot.commit(insertion(1, "x")):
                pass
        assert not await robot.commit(insertion(1, "x"))


async def typing_on(robot: Robot) -> None:
    while True:
        await robot.commit(insertion(1, "x"))


async def test_whose_mandate_ends_is_shut_out_at_once(house: tuple[Served, UUID, Somebody]) -> None:
    served, draft, who = house
    async with Robot(served.live(draft), who.cookie) as robot:
        with joined(served.folder) as (store, body):
            store.save([[body.end_mandate(who.id, FOUNDED, "استقالة", CONSOLE, now())]])
        with pytest.raises(ConnectionClosed) as closed:
            await asyncio.wait_for(typing_on(robot), 1.5)
    assert closed.value.rcvd
    assert closed.value.rcvd.code == NOT_ALLOWED


async def test_commits_that_no_frame_should_hold_come_in_several(
    house: tuple[Served, UUID, Somebody],
) -> None:
    served, draft, who = house
    async with Robot(served.live(draft), who.cookie) as robot:
        for _ in range(12):
            assert await robot.commit(insertion(1, "x" * 60_000))
    join: dict[str, Any] = {"type": "join", "protocol": 1, "version": 0, "session": None}
    sizes: list[int] = []
    version = 0
    options: dict[str, Any] = {"origin": served.origin, "additional_headers": headers(who)}
    async with connect(served.live(draft), max_size=None, **options) as socket:
        while version < 12:
            await socket.send(json.dumps({"type": "fetch", "since": version} if sizes else join))
            frame = str(await socket.recv())
            sizes.append(len(frame))
            version = json.loads(frame)["commits"][-1]["version"]
    assert len(sizes) == 2
    assert max(sizes) < 700_000
