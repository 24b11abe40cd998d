"""The live protocol as a stranger's client meets it: a real server, real websockets."""

import asyncio
import json
import socket as socket_module
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus

from service.robots import Robot, end_of, insertion
from tests.serving import Served, Somebody, headers, member, put_paper, serving


class Body:
    """One server with one paper and some people, for all tests of this file."""

    def __init__(self, served: Served, draft: UUID, author: Somebody) -> None:
        self.served = served
        self.draft = draft
        self.author = author

    @asynccontextmanager
    async def socket(
        self, who: Somebody, draft: UUID | None = None, **options: Any
    ) -> AsyncIterator[ClientConnection]:
        options = {"origin": self.served.origin, "additional_headers": headers(who), **options}
        async with asyncio.timeout(20), connect(self.served.live(draft or self.draft), **options) as socket:
            yield socket

    def robot(self, who: Somebody) -> Robot:
        return Robot(self.served.live(self.draft), who.cookie)


@pytest.fixture(scope="module")
def body(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Body]:
    folder = tmp_path_factory.mktemp("live")
    author = member(folder, "سلمى")
    draft = put_paper(folder, author.id)
    with serving(folder) as served:
        yield Body(served, draft, author)


async def say(socket: ClientConnection, **frame: Any) -> dict[str, Any]:
    await socket.send(json.dumps(frame))
    return await hear(socket)


async def hear(socket: ClientConnection) -> dict[str, Any]:
    heard: dict[str, Any] = json.loads(await socket.recv())
    return heard


async def hear_of(socket: ClientConnection, *types: str) -> dict[str, Any]:
    while True:
        heard = await hear(socket)
        if heard["type"] in types:
            return heard


async def join(
    socket: ClientConnection, version: int | None = None, session: str | None = None
) -> dict[str, Any]:
    return await say(socket, type="join", protocol=1, version=version, session=session)


async def closed_with(socket: ClientConnection) -> int:
    await socket.wait_closed()
    assert socket.close_code is not None
    return socket.close_code


async def test_a_commit_is_acknowledged_to_all_by_the_same_frame(body: Body) -> None:
    async with body.socket(body.author) as one, body.socket(member(body.served.folder, "نزهة")) as two:
        mine, theirs = await join(one), await join(two)
        ref = f"{mine['session']}.1"
        steps = insertion(1, "س")
        await one.send(
            json.dumps(
                {"type": "commit", "ref": ref, "base": mine["version"], "steps": steps, "typed_at": None}
            )
        )
        heard = [await hear_of(one, "committed"), await hear_of(two, "committed")]
        assert heard[0] == heard[1]
        (commit,) = heard[0]["commits"]
        assert commit["ref"] == ref
        assert commit["author"] == body.author.id
        assert commit["version"] == heard[0]["head"] == theirs["version"] + 1
        assert commit["steps"] == steps


async def test_a_repeat_gets_the_first_answer_and_another_content_is_stale(body: Body) -> None:
    async with body.socket(body.author) as socket:
        joined = await join(socket)
        frame = {
            "type": "commit",
            "ref": f"{joined['session']}.7",
            "base": joined["version"],
            "steps": insertion(1, "x"),
        }
        await socket.send(json.dumps(frame))
        first = await hear_of(socket, "committed")
        await socket.send(json.dumps(frame))
        assert (await hear_of(socket, "committed"))["commits"] == first["commits"]
        await socket.send(json.dumps({**frame, "steps": insertion(1, "y")}))
        refused = await hear_of(socket, "refused")
        assert (refused["code"], refused["ref"], refused["head"]) == ("stale", frame["ref"], first["head"])


async def test_a_client_that_was_away_gets_the_missing_commits(body: Body) -> None:
    async with body.robot(body.author) as robot:
        since = robot.version
        for letter in "مشورة":
            assert await robot.commit(insertion(1, letter))
        async with body.socket(body.author) as socket:
            joined = await join(socket, version=since, session=robot.session)
            assert joined["session"] == robot.session
            assert "doc" not in joined
            assert [commit["version"] for commit in joined["commits"]] == list(range(since + 1, since + 6))
            await socket.send(json.dumps({"type": "fetch", "since": since + 3}))
            fetched = await hear_of(socket, "committed")
            assert [commit["version"] for commit in fetched["commits"]] == [since + 4, since + 5]


async def test_far_behind_is_fetched_in_pieces(body: Body) -> None:
    async with body.robot(body.author) as robot:
        since = robot.version
        for _ in range(600):
            assert await robot.commit(insertion(1, "a"))
        async with body.socket(body.author) as socket:
            joined = await join(socket, version=since)
            assert len(joined["commits"]) == 500
            assert joined["version"] == since + 500 < joined["head"]
            fetched = await say(socket, type="fetch", since=joined["version"])
            assert fetched["commits"][-1]["version"] == robot.version


async def test_a_session_of_another_member_or_draft_is_not_yours(body: Body) -> None:
    other = member(body.served.folder, "إدريس")
    async with body.socket(body.author) as one, body.socket(other) as two:
        mine, theirs = await join(one), await join(two)
        for session in (mine["session"], "A" * 22):
            frame = {"ref": f"{session}.1", "base": theirs["version"], "steps": insertion(1, "x")}
            await two.send(json.dumps({"type": "commit", **frame}))
            assert (await hear_of(two, "refused"))["code"] == "not_yours"
    async with body.socket(other) as again:
        assert (await join(again, session=mine["session"]))["session"] != mine["session"]


async def test_who_only_reads_is_refused_and_nothing_is_stored(body: Body) -> None:
    auditor = member(body.served.folder, "كمال", "auditor")
    async with body.socket(auditor) as socket:
        joined = await join(socket)
        frame = {"ref": f"{joined['session']}.1", "base": joined["version"], "steps": insertion(1, "x")}
        await socket.send(json.dumps({"type": "commit", **frame}))
        refused = await hear_of(socket, "refused")
        assert (refused["code"], refused["head"]) == ("not_allowed", joined["head"])


async def test_people_and_carets_are_shown_and_gone_again(body: Body) -> None:
    async with body.socket(body.author) as one:
        await join(one)
        async with body.socket(member(body.served.folder, "ليلى")) as two:
            theirs = await join(two)
            people = (await hear_of(one, "people"))["people"]
            assert {person["name"] for person in people} == {"سلمى", "ليلى"}
            assert len({person["colour"] for person in people}) == 2
            await two.send(
                json.dumps({"type": "cursor", "version": theirs["version"], "anchor": 3, "head": 5})
            )
            moved = await hear_of(one, "cursor")
            assert moved["session"] == theirs["session"]
            assert moved["selection"] == {"version": theirs["version"], "anchor": 3, "head": 5}
        assert len((await hear_of(one, "people"))["people"]) == 1


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "{",
        "[]",
        '"join"',
        "null",
        '{"type":"explode"}',
        '{"type":"join"}',
        '{"type":"commit","ref":"x","base":0,"steps":[]}',
        '{"type":"join","protocol":true,"version":null,"session":null}',
        '{"type":"join","protocol":1,"version":null,"session":null,"extra":1}',
        '{"type":"join","protocol":1,"version":1.5,"session":null}',
        '{"type":"join","protocol":1,"version":-5,"session":null}',
        '{"type":"commit","ref":"x","base":0,"steps":[],"typed_at":"2026-01-01T00:00:00"}',
        "[" * 30_000,
        '{"type":"commit","ref":"x","base":0,"steps":' + "[" * 30_000,
    ],
    ids=range(15),
)
async def test_a_malformed_frame_closes_with_4400(body: Body, frame: str) -> None:
    async with body.socket(body.author) as socket:
        await socket.send(frame)
        assert await closed_with(socket) == 4400


async def test_binary_and_too_large_frames_close(body: Body) -> None:
    async with body.socket(body.author) as socket:
        await socket.send(b"\xff\xfe")
        assert await closed_with(socket) in (4400, 1003, 1007)
    async with body.socket(body.author) as socket:
        await socket.send("x" * (64 * 1024 + 1))
        assert await closed_with(socket) == 1009


async def test_an_old_protocol_and_an_unknown_draft_have_codes_of_their_own(body: Body) -> None:
    async with body.socket(body.author) as socket:
        await socket.send(json.dumps({"type": "join", "protocol": 0, "version": None, "session": None}))
        assert await closed_with(socket) == 4426
    async with body.socket(body.author, uuid4()) as socket:
        await socket.send(json.dumps({"type": "join", "protocol": 1, "version": None, "session": None}))
        assert await closed_with(socket) == 4404


async def test_who_is_not_signed_in_is_told(body: Body) -> None:
    nobody = Somebody("x", "x", "not-a-token")
    async with body.socket(nobody) as socket:
        assert await closed_with(socket) == 4401


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "http://example.org",
        "http://127.0.0.1",
        "https://127.0.0.1:{port}",
        "http://127.0.0.1:{port}.example.org",
        "http://a.127.0.0.1:{port}",
    ],
)
async def test_a_foreign_origin_is_refused_at_the_handshake(body: Body, origin: str | None) -> None:
    claimed = origin and origin.format(port=body.served.port)
    with pytest.raises(InvalidStatus) as refused:
        async with body.socket(body.author, origin=claimed):
            pass
    assert refused.value.response.status_code == 403


async def test_signing_out_closes_open_sockets_at_once(body: Body) -> None:
    import httpx

    who = member(body.served.folder, "يوسف")
    async with body.socket(who) as socket:
        await join(socket)
        async with httpx.AsyncClient(base_url=body.served.origin, cookies={"mashura": who.cookie}) as browser:
            page = await browser.get("/password")
            token = page.text.split('name="_csrf_token" value="')[1].split('"')[0]
            assert (await browser.post("/signout", data={"_csrf_token": token})).status_code == 303
        assert await closed_with(socket) == 4401


async def test_a_slow_reader_is_cut_off_and_nobody_else_waits(body: Body) -> None:
    """A client that stops reading is closed once its queue is full, while others go on."""
    slow = member(body.served.folder, "بطيء")
    # A small buffer in the system, so that what is not read soon waits in the server.
    narrow = socket_module.socket()
    narrow.setsockopt(socket_module.SOL_SOCKET, socket_module.SO_RCVBUF, 4096)
    narrow.connect(("127.0.0.1", body.served.port))
    async with body.socket(slow, max_queue=1, sock=narrow) as socket:
        await join(socket)
        socket.transport.pause_reading()
        async with body.robot(body.author) as robot:
            paragraph = "ل" * 9_000
            sent = 0
            while sent < 400:
                at = robot.doc.child(0).node_size - 1
                assert await robot.commit(insertion(at, paragraph))
                assert await robot.commit([{"stepType": "replace", "from": at, "to": at + len(paragraph)}])
                sent += 1
                people = robot.people
                if not any(person["member"] == slow.id for person in people):
                    break
            assert sent < 400, "the slow reader was never cut off"
        socket.transport.resume_reading()


async def test_a_robot_finds_its_block(body: Body) -> None:
    async with body.robot(body.author) as robot:
        block = str(robot.doc.child(2).attrs["id"])
        assert await robot.commit(insertion(end_of(robot.doc, block) or 0, "نص"))
        assert robot.doc.child(2).text_content.endswith("نص")
