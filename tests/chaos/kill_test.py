"""The server is killed under load, again and again: what was acknowledged is there, once, in its order."""

import asyncio
import json
import os
import random
import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage

from domain.blocks import document, paragraph, title
from domain.draft_events import DraftCommitted
from service.robots import Robot, end_of, insertion
from service.store import Store
from tests.serving import Served, Somebody, member, put_paper, serving

KILLS = int(os.environ.get("MASHURA_KILLS", "20"))
WRITERS = 6


@dataclass
class Writer:
    """Types numbered words at the end of a block; what has no answer yet is sent again under its old ref."""

    name: int
    who: Somebody
    block: str
    sent: int = 0
    unanswered: tuple[str, int, list[dict[str, object]]] | None = None
    acknowledged: list[tuple[str, int]] = field(default_factory=list)

    async def write(self, served: Served, draft: UUID, stop: asyncio.Event) -> None:
        while not stop.is_set():
            with suppress(ConnectionClosed, InvalidHandshake, InvalidMessage, OSError, EOFError):
                async with Robot(served.live(draft), self.who.cookie) as robot:
                    while not stop.is_set():
                        await self._one(robot)

    async def _one(self, robot: Robot) -> None:
        if self.unanswered is None:
            self.sent += 1
            word = f"[{self.name}.{self.sent}]"
            at = end_of(robot.doc, self.block)
            assert at is not None
            self.unanswered = (f"{robot.session}.{self.sent}", robot.version, insertion(at, word))
        ref, base, steps = self.unanswered
        await robot.send(type="commit", ref=ref, base=base, steps=steps, typed_at=None)
        while self.unanswered is not None:
            frame = json.loads(await robot.socket.recv())
            assert frame["type"] != "refused" or frame["code"] == "busy", frame
            for commit in frame.get("commits", ()):
                if commit["ref"] == ref:
                    self.acknowledged.append((ref, commit["version"]))
                    self.unanswered = None
            robot.take(frame)


async def test_killed_under_load_nothing_acknowledged_is_lost_doubled_or_reordered(tmp_path: Path) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}, {KILLS} kills")  # noqa: T201
    chance = random.Random(seed)
    blocks = [paragraph(f"{n}:") for n in range(3)]
    author = member(tmp_path, "سلمى")
    draft = put_paper(tmp_path, author.id, document(title("قتل"), blocks))
    writers = [Writer(n, member(tmp_path, f"كاتب {n}"), blocks[n % 3]["attrs"]["id"]) for n in range(WRITERS)]
    stop = asyncio.Event()
    with serving(tmp_path) as served:
        tasks = [asyncio.create_task(writer.write(served, draft, stop)) for writer in writers]
        for _ in range(KILLS):
            before = sum(len(writer.acknowledged) for writer in writers)
            # Under load: not before some more were acknowledged, and then at any moment.
            while sum(len(writer.acknowledged) for writer in writers) < before + chance.randint(20, 120):
                await asyncio.sleep(0.001)
                assert not any(task.done() for task in tasks)
            served.kill()
            await asyncio.to_thread(served.start)
        stop.set()
        await asyncio.wait_for(asyncio.gather(*tasks), 30)
    check(tmp_path, draft, writers)


def check(folder: Path, draft: UUID, writers: list[Writer]) -> None:
    store = Store(folder)
    try:
        stored = {
            event.originator_version - 1: event
            for event in store.commits(draft, 0)
            if isinstance(event, DraftCommitted)
        }
        words = Counter(re.findall(r"\[\d+\.\d+\]", store.draft(draft).doc.text_content))
    finally:
        store.close()
    refs = Counter(event.ref for event in stored.values())
    assert max(refs.values()) == 1, "a ref was stored twice"
    assert max(words.values()) == 1, "a word stands twice"
    for writer in writers:
        versions = [version for _, version in writer.acknowledged]
        assert versions == sorted(versions), "acknowledged out of order"
        assert [stored[version].ref for version in versions] == [ref for ref, _ in writer.acknowledged]
        mine = [n for n in range(1, writer.sent + 1) if words[f"[{writer.name}.{n}]"]]
        assert set(range(1, len(writer.acknowledged) + 1)) <= set(mine), "an acknowledged word is lost"
    total = sum(len(writer.acknowledged) for writer in writers)
    print(f"{total} acknowledged, {len(stored)} stored")  # noqa: T201
    assert total >= 20 * KILLS
