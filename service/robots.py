"""Two robot members who write an opinion together: the demo's life, and the example of a client.

Each is signed in (its cookie is given), joins the draft and types at a person's pace. It applies every commit
in order, has one in flight, and finds its place anew for each letter; so what colleagues do meanwhile moves
it along. Run by `mashura demo`; see docs/protocol.md.
"""

import asyncio
import json
import random
import sys
from datetime import UTC, datetime
from typing import Any

from prosemirror.model import Node
from websockets.asyncio.client import connect

from domain.schema import SCHEMAS
from domain.steps import apply, decode_stored

LETTER_SECONDS = (0.07, 0.22)
THINKING_SECONDS = (1.0, 3.5)


class Robot:
    """One member's connection to one draft."""

    def __init__(self, url: str, cookie: str) -> None:
        origin = url.replace("ws", "http", 1).split("/drafts/")[0]
        headers = {"Cookie": f"mashura={cookie}"}
        self._connecting = connect(url, origin=origin, additional_headers=headers, max_size=None)  # type: ignore[arg-type]
        self._n = 0

    async def __aenter__(self) -> "Robot":
        self.socket = await self._connecting.__aenter__()
        await self.send(type="join", protocol=1, version=None, session=None)
        joined = await self._receive()
        self.session, self.version, self.people = joined["session"], joined["version"], joined["people"]
        self.doc: Node = SCHEMAS[1].node_from_json(joined["doc"])
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._connecting.__aexit__(None, None, None)

    async def commit(self, steps: list[dict[str, Any]]) -> bool:
        """Send a change and wait until it is stored; False where it was refused."""
        self._n += 1
        ref = f"{self.session}.{self._n}"
        typed_at = datetime.now(UTC).isoformat()
        await self.send(type="commit", ref=ref, base=self.version, steps=steps, typed_at=typed_at)
        while True:
            frame = await self._receive()
            if frame["type"] == "refused" and frame["ref"] == ref:
                await self.reach(frame["head"])
                return False
            if ref in self.take(frame):
                return True

    async def reach(self, head: int) -> None:
        """Take in commits until the document is at `head`."""
        while self.version < head:
            self.take(await self._receive())

    async def pause(self, seconds: float) -> None:
        """Let time pass, taking in what colleagues write."""
        try:
            async with asyncio.timeout(seconds):
                while True:
                    self.take(await self._receive())
        except TimeoutError:
            return

    async def point(self, position: int) -> None:
        """Show colleagues where the caret is."""
        await self.send(type="cursor", version=self.version, anchor=position, head=position)

    def take(self, frame: dict[str, Any]) -> list[str]:
        """Apply the commits of a frame that are new; gives their refs."""
        refs = []
        self.people = frame.get("people", self.people)
        for commit in frame.get("commits", ()):
            if commit["version"] == self.version + 1:
                for step in decode_stored(SCHEMAS[1], json.dumps(commit["steps"])):
                    self.doc = apply(self.doc, step)
                self.version += 1
                refs.append(commit["ref"])
        return refs

    async def send(self, **frame: Any) -> None:
        """Send a frame."""
        await self.socket.send(json.dumps(frame))

    async def _receive(self) -> Any:
        return json.loads(await self.socket.recv())


def end_of(doc: Node, block: str) -> int | None:
    """The position at the end of the text of a block, by its id; None where it is gone."""
    found: list[int] = []

    def look(node: Node, pos: int, *_: object) -> bool:
        if node.attrs.get("id") == block:
            found.append(pos + node.node_size - 1)
        return not found

    doc.descendants(look)
    return found[0] if found else None


def insertion(position: int, text: str) -> list[dict[str, Any]]:
    """The step that types text."""
    slice_ = {"content": [{"type": "text", "text": text}]}
    return [{"stepType": "replace", "from": position, "to": position, "slice": slice_}]


async def type_letter(robot: Robot, block: str, letter: str) -> None:
    """Type at the end of a block, where it stands now; nothing where it is gone."""
    if position := end_of(robot.doc, block):
        await robot.commit(insertion(position, letter))
        await robot.point(position + 1)


async def write(url: str, cookie: str, lines: list[list[str]], seed: int) -> None:
    """Type each line's text at the end of its block, take a letter of its own back now and then."""
    chance = random.Random(seed)
    async with Robot(url, cookie) as robot:
        for block, text in lines:
            await robot.pause(chance.uniform(*THINKING_SECONDS))
            for letter in text:
                await type_letter(robot, block, letter)
                await robot.pause(chance.uniform(*LETTER_SECONDS))
                end = end_of(robot.doc, block) or 1
                if chance.random() < 0.015 and robot.doc.text_between(end - 1, end) == letter:
                    await robot.commit([{"stepType": "replace", "from": end - 1, "to": end}])
                    await robot.pause(chance.uniform(*LETTER_SECONDS))
                    await type_letter(robot, block, letter)
        await robot.pause(60)


async def main() -> None:
    """Reads {url, robots: [{cookie, lines}]} from standard input."""
    wanted = json.load(sys.stdin)
    async with asyncio.TaskGroup() as group:
        for seed, robot in enumerate(wanted["robots"]):
            group.create_task(write(wanted["url"], robot["cookie"], robot["lines"], seed))


if __name__ == "__main__":
    asyncio.run(main())
