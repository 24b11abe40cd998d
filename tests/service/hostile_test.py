"""Hostile frames from a member: refused with a code, nothing stored, the server still serves."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from service.robots import insertion
from tests.domain.steps_test import DOC, HOSTILE
from tests.serving import Served, Somebody, headers, member, put_paper, serving

# Behind all that the hostile steps point at.
BEHIND = DOC.child(0).node_size + DOC.child(1).node_size + 1
REFUSALS = {"invalid", "duplicate_id", "stale", "not_yours", "ahead", "conflict"}


class Room:
    """One paper on one server, and what its head must stay."""

    def __init__(self, served: Served, draft: UUID, who: Somebody) -> None:
        self.served, self.draft, self.who = served, draft, who

    def open(self) -> Any:
        options: dict[str, Any] = {"origin": self.served.origin, "additional_headers": headers(self.who)}
        return connect(self.served.live(self.draft), close_timeout=2, **options)

    def version(self, n: int | str) -> httpx.Response:
        return httpx.get(
            f"{self.served.origin}/drafts/{self.draft}/at/{n}",
            headers={**headers(self.who), "Accept": "application/json"},
        )


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    folder = tmp_path_factory.mktemp("hostile")
    who = member(folder, "سلمى")
    draft = put_paper(folder, who.id, DOC)
    with serving(folder) as served:
        yield Room(served, draft, who)


def written(steps: Any) -> str:
    """Steps as JSON; what is nested too deep for the encoder is written by hand."""
    try:
        return json.dumps(steps)
    except RecursionError:
        level = '{"type":"quotation","attrs":{"id":null,"dir":"auto"},"content":['
        inside = level * 900 + '{"type":"paragraph"}' + "]}" * 900
        return f'[{{"stepType":"replace","from":3,"to":3,"slice":{{"content":[{inside}]}}}}]'


def told(socket: Any, frame: Any) -> dict[str, Any] | int:
    """The refusal that a frame gets, or the code that the connection closes with."""
    try:
        socket.send(frame if isinstance(frame, str) else json.dumps(frame))
        while True:
            heard: dict[str, Any] = json.loads(socket.recv(10))
            if heard["type"] in ("refused", "committed"):
                return heard
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 0


def still_whole(room: Room, head: int) -> None:
    """The draft is at the same head, opens, and takes an ordinary commit."""
    assert room.version(head + 1).status_code == 404
    assert room.version(head).json()["version"] == head


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_commit_is_refused_with_a_code(room: Room, name: str) -> None:
    with room.open() as socket:
        socket.send(json.dumps({"type": "join", "protocol": 1, "version": None, "session": None}))
        joined = json.loads(socket.recv())
        head = joined["head"]
        frame = {"type": "commit", "ref": f"{joined['session']}.1", "base": head, "steps": "STEPS"}
        answer = told(socket, json.dumps(frame).replace('"STEPS"', written(HOSTILE[name])))
        if isinstance(answer, dict):
            assert answer["type"] == "refused"
            assert answer["code"] in REFUSALS
            # The same connection goes on as if nothing had been.
            ordinary = {**frame, "ref": f"{joined['session']}.2", "steps": insertion(BEHIND, "a")}
            accepted = told(socket, ordinary)
            assert isinstance(accepted, dict)
            assert accepted["type"] == "committed"
            head += 1
        else:
            assert answer in (4400, 1009)
    still_whole(room, head)


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=10,
)
frame_like = st.fixed_dictionaries(
    {"type": st.sampled_from(["join", "commit", "cursor", "fetch", "committed", "nonsense"]) | st.text()},
    optional={
        "protocol": st.integers(-3, 3) | json_like,
        "version": st.integers(-3, 10**12) | json_like,
        "session": st.none() | st.text(max_size=24) | json_like,
        "ref": st.text(max_size=30) | json_like,
        "base": st.integers(-3, 10**12) | json_like,
        "steps": st.lists(json_like, max_size=3) | json_like,
        "since": st.integers(-3, 10**12) | json_like,
        "anchor": st.integers(-3, 10**12) | json_like,
        "head": st.integers(-3, 10**12) | json_like,
        "typed_at": st.text(max_size=30) | json_like,
    },
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(frame_like | json_like, min_size=1, max_size=4), st.booleans())
def test_random_frames_store_nothing_and_harm_nobody(room: Room, frames: list[Any], joined: bool) -> None:
    with room.open() as socket:
        if joined:
            socket.send(json.dumps({"type": "join", "protocol": 1, "version": None, "session": None}))
            head = json.loads(socket.recv())["head"]
        else:
            head = None
        try:
            for frame in frames:
                socket.send(json.dumps(frame))
            # A frame that is certainly refused: when its answer comes, all before it were dealt with.
            socket.send(json.dumps({"type": "commit", "ref": "x.1", "base": 0, "steps": []}))
            while json.loads(socket.recv(10))["type"] != "refused":
                pass
        except ConnectionClosed as closed:
            if closed.rcvd is None or closed.rcvd.code not in (4400, 4404, 4426, 1009):
                raise
    if head is not None:
        still_whole(room, head)
