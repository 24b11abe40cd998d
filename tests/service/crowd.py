"""People who write on, into one paper of a real server, while a test does something else beside them."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from websockets.exceptions import ConnectionClosed

from domain.blocks import document, paragraph, title
from service.robots import Robot, end_of, insertion
from tests.serving import Served, Somebody, member, put_paper

WRITERS = 3


@dataclass
class Crowd:
    """The writers of one paper, each with a paragraph of their own; `acknowledged` counts their letters."""

    folder: Path
    draft: UUID
    writers: list[tuple[Somebody, str]]
    acknowledged: int = 0
    _over: bool = field(default=False)

    @asynccontextmanager
    async def writing(self, served: Served) -> AsyncIterator[None]:
        """They write while this lasts, or until the server is gone."""
        self._over = False
        async with asyncio.TaskGroup() as group:
            for who, block in self.writers:
                group.create_task(self._write(served, who, block))
            try:
                yield
            finally:
                self._over = True

    async def more(self, letters: int) -> None:
        """Wait until so many more letters are acknowledged."""
        wanted = self.acknowledged + letters
        await until(lambda: self.acknowledged >= wanted)

    async def _write(self, served: Served, who: Somebody, block: str) -> None:
        with suppress(ConnectionClosed):
            async with Robot(served.live(self.draft), who.cookie) as robot:
                while not self._over:
                    at = end_of(robot.doc, block)
                    assert at is not None
                    self.acknowledged += await robot.commit(insertion(at, "ن"))


def crowd(folder: Path) -> Crowd:
    """Some members and a paper for them, in a folder that nobody serves yet."""
    folder.mkdir(exist_ok=True)
    people = [member(folder, f"كاتب {number}") for number in range(WRITERS)]
    blocks = [paragraph(f"{number}:") for number in range(WRITERS)]
    draft = put_paper(folder, people[0].id, document(title("رأي"), blocks))
    return Crowd(
        folder, draft, [(who, block["attrs"]["id"]) for who, block in zip(people, blocks, strict=True)]
    )


async def until(holds: Callable[[], bool]) -> None:
    """Wait for a condition."""
    async with asyncio.timeout(30):
        while not holds():  # noqa: ASYNC110 (it is another process that changes it)
            await asyncio.sleep(0.01)


async def mashura(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """A command at the console, in a process of its own; the test's loop goes on."""
    command = [sys.executable, "-m", "service.cli", *map(str, words)]
    return await asyncio.to_thread(
        subprocess.run, command, capture_output=True, text=True, timeout=120, check=False
    )
