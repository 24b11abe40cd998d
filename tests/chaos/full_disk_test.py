"""A disk without room: what is acknowledged is stored, what is stored is read, and later all goes on."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from service.robots import Robot, insertion
from tests.full_disk import full_disk
from tests.serving import Served, Somebody, headers, member, put_paper, serving


@pytest.fixture
def house(tmp_path: Path) -> Iterator[tuple[Served, UUID, Somebody]]:
    who = member(tmp_path, "سلمى")
    draft = put_paper(tmp_path, who.id)
    with serving(tmp_path) as served:
        yield served, draft, who


async def closed_at_join(served: Served, draft: UUID, who: Somebody) -> int | None:
    """The code that a new connection is closed with, when it wants to join."""
    options: dict[str, Any] = {"origin": served.origin, "additional_headers": headers(who)}
    async with connect(served.live(draft), **options) as socket:
        await socket.send(json.dumps({"type": "join", "protocol": 1, "version": None, "session": None}))
        with pytest.raises(ConnectionClosed):
            await socket.recv()
        return socket.close_code


async def test_a_full_disk_refuses_and_forgets_nothing(house: tuple[Served, UUID, Somebody]) -> None:
    served, draft, who = house
    assert served.process
    async with (
        httpx.AsyncClient(base_url=served.origin, headers=headers(who)) as browser,
        Robot(served.live(draft), who.cookie) as robot,
    ):
        assert await robot.commit(insertion(1, "قبل"))
        commit = {"ref": f"{robot.session}.2", "base": robot.version, "steps": insertion(1, "أثناء")}
        with full_disk(served.process.pid):
            await robot.send(type="commit", **commit, typed_at=None)
            refused = json.loads(await robot.socket.recv())
            assert (refused["type"], refused["code"], refused["head"]) == ("refused", "busy", robot.version)
            assert (await browser.get(f"/drafts/{draft}/at/{robot.version}")).status_code == 200
            assert (await browser.get(f"/drafts/{draft}/at/{robot.version + 1}")).status_code == 404
            assert await closed_at_join(served, draft, who) == 1011
        await robot.send(type="commit", **commit, typed_at=None)
        accepted = json.loads(await robot.socket.recv())
        assert [each["ref"] for each in accepted["commits"]] == [commit["ref"]]
    async with Robot(served.live(draft), who.cookie) as again:
        assert again.doc.text_content.count("أثناء") == again.doc.text_content.count("قبل") == 1
