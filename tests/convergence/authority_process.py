"""The real authority for the storms, in a process of its own: one JSON line in, one JSON line out.

`service.socket.Connection` and all behind it are the service's own, with a real SQLite store; only the
websocket is replaced, by a queue. Each answer holds everything that the input caused, so that a storm's
scheduler decides all order and a seed replays.

Lines in: `{"begin": doc, "editors": n}`, `{"do": [action, ...]}` where an action is `["open", link, editor]`,
`["say", link, frame]` or `["drop", link]`, and `{"end": true}`.
"""

import asyncio
import contextlib
import json
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from litestar.exceptions import WebSocketDisconnect

from domain.draft_events import DraftCommitted
from domain.schema import SCHEMA
from service.accounts import Accounts, SignIn
from service.authority import Authority, now
from service.fanout import Fanout
from service.live import Live
from service.pace import Pace
from service.papers import paper
from service.socket import Connection
from service.standing import Standing
from service.store import Store
from tests.convergence import bugs
from tests.serving import BODY, founded, part

MOST_EDITORS = 5
# After so many rounds of the event loop all is decided that came together, and written what was decided.
ROUNDS = 25
# In memory where the machine can: a storm is no test of the disk.
MEMORY = next((str(where) for where in [Path("/dev/shm")] if where.is_dir()), None)


class Line:
    """The transport of one connection: what a websocket would be."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.code: int | None = None
        self.idle = asyncio.Event()
        self._inbox: asyncio.Queue[str | None] = asyncio.Queue()

    def say(self, frame: str | None) -> None:
        """Put in what the client sent; None where it hung up."""
        self.idle.clear()
        self._inbox.put_nowait(frame)

    async def receive_text(self) -> str:
        if self._inbox.empty():
            self.idle.set()
        frame = await self._inbox.get()
        if frame is None:
            raise WebSocketDisconnect(detail="gone", code=1006)
        return frame

    async def send_data(self, frame: str) -> None:
        self.heard.append(frame)

    async def close(self, code: int) -> None:
        self.code = code


class Served:
    """One installation, and the draft of the storm that is on."""

    def __init__(self, folder: Path) -> None:
        self.store = Store(folder)
        self.accounts = Accounts(f"sqlite:///{folder / 'people.sqlite'}")
        fanout = Fanout()
        self.people = [self._signed_in(number) for number in range(MOST_EDITORS)]
        body = founded(self.store)
        self.store.save([part(body, person.member.id, "member") for person, _ in self.people])
        standing = Standing(self.store)
        self.authority = Authority(self.store, fanout, stored=standing.take)
        self.live = Live(self.authority, standing, fanout, self.accounts, Pace(1e12))
        self.draft: UUID | None = None
        self.lines: dict[int, tuple[Line, Connection, asyncio.Task[None]]] = {}

    def _signed_in(self, number: int) -> tuple[SignIn, str]:
        made = self.accounts.add_member(f"كاتب {number}")
        token = self.accounts.sign_in(made.id)
        signed_in = self.accounts.signed_in(token)
        assert signed_in is not None
        return signed_in, token

    async def begin(self, doc: Any, editors: int) -> dict[str, Any]:
        """A new draft with this text."""
        await self._hang_up()
        events = paper(BODY, "opinion", "ar", self.people[0][0].member.id, SCHEMA.node_from_json(doc), now())
        await self.authority.committer.submit(events)
        self.draft = events[0].originator_id
        return {"members": [person.member.id for person, _ in self.people[:editors]]}

    async def do(self, actions: list[list[Any]]) -> dict[str, Any]:
        """What happens at once, in this order; gives what every client hears of it."""
        # The committer takes nothing until all is decided: one group, whatever the threads' timing.
        with self.authority.committer._wake:
            for what, link, *more in actions:
                if what == "open":
                    self._open(link, *self.people[more[0]])
                else:
                    self.lines[link][0].say(more[0] if what == "say" else None)
            for _ in range(ROUNDS):
                await asyncio.sleep(0)
        return await self._settled()

    async def end(self) -> dict[str, Any]:
        """The draft as it stands on disk, with its commits."""
        assert self.draft is not None
        await self._hang_up()
        draft = self.store.draft(self.draft)
        room = await self.authority.room(self.draft)
        events = [event for event in self.store.commits(self.draft, 0) if isinstance(event, DraftCommitted)]
        return {
            "version": draft.version,
            "doc": draft.doc.to_json(),
            "digest": draft.digest,
            "open": [room.head, room.doc.to_json()],
            "commits": [
                {
                    "version": event.originator_version - 1,
                    "ref": event.ref,
                    "author": event.author,
                    "base": event.base,
                    "steps": json.loads(event.steps),
                    "changed": event.sent is not None,
                }
                for event in events
            ],
        }

    async def close(self) -> None:
        await self._hang_up()
        await self.authority.close()
        self.accounts.close()
        self.store.close()

    def _open(self, link: int, person: SignIn, token: str) -> None:
        assert self.draft is not None
        line = Line()
        connection = Connection(cast("Any", line), self.live, self.draft, person, token)
        self.lines[link] = line, connection, asyncio.create_task(connection.run())

    async def _settled(self) -> dict[str, Any]:
        for line, _, task in self.lines.values():
            idle = asyncio.create_task(line.idle.wait())
            await asyncio.wait([idle, task], return_when=asyncio.FIRST_COMPLETED)
            idle.cancel()
            if task.done():
                task.result()
        for _ in range(ROUNDS):
            await asyncio.sleep(0)
        heard = {link: line.heard for link, (line, _, _) in self.lines.items() if line.heard}
        closed = {link: line.code for link, (line, _, task) in self.lines.items() if task.done()}
        for link, (line, _, _) in list(self.lines.items()):
            line.heard = []
            if link in closed:
                del self.lines[link]
        return {"heard": heard, "closed": closed}

    async def _hang_up(self) -> None:
        if self.lines:
            await self.do([["drop", link] for link in self.lines])


@contextlib.asynccontextmanager
async def serving() -> AsyncIterator[Served]:
    """A new installation, gone at the end."""
    with tempfile.TemporaryDirectory(prefix="storm", dir=MEMORY) as folder:
        served = Served(Path(folder))
        try:
            yield served
        finally:
            await served.close()


async def main() -> None:
    loop = asyncio.get_running_loop()
    async with serving() as served:
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            match json.loads(line):
                case {"begin": doc, "editors": editors}:
                    answer = await served.begin(doc, editors)
                case {"do": actions}:
                    answer = await served.do(actions)
                case _:
                    answer = await served.end()
            sys.stdout.write(json.dumps(answer, ensure_ascii=True) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    for name in sys.argv[1:]:
        bugs.plant(name)
    asyncio.run(main())
