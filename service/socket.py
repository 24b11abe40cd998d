"""One live connection: frames in, commands to the authority, frames out.

Receives frames from a browser or a program; a commit goes on to `authority.py`. There is one reader and
one bounded queue of frames to write: a reader that is too slow is cut off, and everything waits for it in
the log.
"""

import asyncio
import logging
from collections import deque
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from litestar import WebSocket, websocket
from litestar.exceptions import WebSocketDisconnect

from domain.commit import Commit
from domain.errors import CommitRefused, NotAllowed, NotYours, UnknownDraft
from domain.policy import Command
from service import frames
from service.accounts import SignIn
from service.frames import (
    CursorMoved,
    Fetch,
    Join,
    Joined,
    People,
    Refused,
    Selection,
    SendCommit,
    SendCursor,
)
from service.live import WATCHES, Live
from service.signin import COOKIE

MOST_FRAMES = 512
MOST_WAITING = 1024 * 1024
# Seconds.
CLOSE_WITHIN = 2.0

_logger = logging.getLogger(__name__)


class Connection:
    """One person's open draft, over one websocket."""

    def __init__(
        self, socket: WebSocket[Any, Any, Any], live: Live, draft: UUID, person: SignIn, token: str
    ) -> None:
        self.person = person
        self.token = token
        self._socket = socket
        self._live = live
        self._draft = draft
        self._session: str | None = None
        self._own: set[str] = set()
        self._frames: deque[str] = deque()
        self._waiting = 0
        self._wake = asyncio.Event()
        self._closing: int | None = None
        self._closed = asyncio.Event()

    def send(self, frame: str) -> None:
        """Put a frame in the queue; a reader with too much waiting is cut off."""
        self._frames.append(frame)
        self._waiting += len(frame)
        if len(self._frames) > MOST_FRAMES or (self._waiting > MOST_WAITING and len(self._frames) > 1):
            self.close(frames.TOO_SLOW)
        self._wake.set()

    def close(self, code: int) -> None:
        """End the connection with a close code, once."""
        if self._closing is None:
            self._closing = code
            self._closed.set()

    def may(self, command: Command) -> bool:
        """Whether this person may give a command to this paper, as far as memory knows."""
        return self._live.standing.allows_at_hand(self.person.member.id, command, self._draft)

    async def run(self) -> None:
        """Serve the connection to its end."""
        self._live.connections.add(self)
        tasks = [asyncio.create_task(task) for task in (self._read(), self._write(), self._closed.wait())]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                self._told(task)
        finally:
            for task in tasks:
                task.cancel()
            self._live.connections.discard(self)
            self._leave()
        if self._closing is not None:
            # A reader that takes nothing would not take the close either.
            with suppress(TimeoutError):
                await asyncio.wait_for(self._socket.close(code=self._closing), CLOSE_WITHIN)

    def _told(self, ended: asyncio.Task[Any]) -> None:
        """Why a part of the connection has ended; what nobody foresaw is logged, and the other side told."""
        try:
            ended.result()
        except (WebSocketDisconnect, OSError):
            pass  # The other side has gone.
        except Exception:
            _logger.exception("A connection to draft %s cannot go on", self._draft)
            self.close(frames.FAILED)

    async def _write(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._frames:
                frame = self._frames.popleft()
                self._waiting -= len(frame)
                await self._socket.send_data(frame)

    async def _read(self) -> None:
        try:
            while self._closing is None:
                text = await self._socket.receive_text()
                try:
                    frame = frames.decode(text)
                except ValueError:
                    self.close(frames.MALFORMED)
                    return
                await self._receive(frame)
                await asyncio.sleep(self._live.pace.delay(self.person.member.id))
        except UnknownDraft:
            self.close(frames.UNKNOWN_DRAFT)
        except NotAllowed:
            self.close(frames.NOT_ALLOWED)

    async def _receive(self, frame: frames.ClientFrame) -> None:
        match frame:
            case Join() if self._session is None and (frame.version or 0) >= 0:
                await self._join(frame)
            case SendCommit() if self._session is not None:
                await self._commit(frame)
            case Fetch() if self._session is not None and frame.since >= 0:
                self.send(frames.encode(await self._live.authority.commits(self._draft, frame.since)))
            case SendCursor() if self._session is not None:
                await self._cursor(frame, self._session)
            case _:
                self.close(frames.MALFORMED)

    async def _join(self, join: Join) -> None:
        if join.protocol < frames.PROTOCOL:
            self.close(frames.PROTOCOL_TOO_OLD)
            return
        authority, draft, member = self._live.authority, self._draft, self.person.member
        await authority.room(draft)
        if join.session is not None and await self._is_own(join.session):
            session = join.session
        else:
            session = await asyncio.to_thread(self._live.accounts.open_session, member.id, draft)
        version, commits = join.version, None
        if version is not None:
            commits = (await authority.commits(draft, version)).commits
        room = await authority.room(draft)
        # From here to the end nothing is awaited: no commit can slip between the answer and the listening.
        self._session = session
        self._own.add(session)
        self._live.presence.come(draft, session, member.id, member.name)
        people = self._live.presence.people(draft)
        joined = Joined(
            head=room.head,
            protocol=frames.PROTOCOL,
            session=session,
            member=member.id,
            version=room.head,
            people=people,
        )
        if version is None or version > room.head:
            joined.doc = room.doc.to_json()
        else:
            joined.commits = commits or []
            joined.version = joined.commits[-1].version if joined.commits else version
        self.send(frames.encode(joined))
        self._live.fanout.join(draft, self)
        self._live.fanout.publish(draft, frames.encode(People(head=room.head, people=people)), but=self)

    async def _commit(self, sent: SendCommit) -> None:
        member = self.person.member
        commit = Commit(
            ref=sent.ref, base=sent.base, steps=sent.steps, author=member.id, typed_at=sent.typed_at
        )
        try:
            if not await self._live.may(member.id, "edit", self._draft):
                raise NotAllowed("may not write here, as things stand")
            if not await self._is_own(sent.ref.partition(".")[0]):
                raise NotYours("the session is of another member or draft")
            again = await self._live.authority.submit(self._draft, commit)
            if again is not None:
                self.send(frames.encode(again))
        except CommitRefused as refused:
            room = await self._live.authority.room(self._draft)
            self.send(
                frames.encode(Refused(head=room.head, ref=sent.ref, code=refused.code, message=str(refused)))
            )

    async def _cursor(self, sent: SendCursor, session: str) -> None:
        room = await self._live.authority.room(self._draft)
        selection = Selection(sent.version, sent.anchor, sent.head)
        moved = CursorMoved(head=room.head, session=session, selection=selection)
        self._live.fanout.publish(self._draft, frames.encode(moved), but=self)

    async def _is_own(self, session: str) -> bool:
        if session in self._own:
            return True
        owner = await asyncio.to_thread(self._live.accounts.session_owner, session)
        if owner == (self.person.member.id, self._draft):
            self._own.add(session)
        return session in self._own

    def _leave(self) -> None:
        if self._session is None:
            return
        self._live.fanout.leave(self._draft, self)
        self._live.presence.go(self._draft, self._session)
        room = self._live.authority.opened(self._draft)
        if room is not None:
            people = People(head=room.head, people=self._live.presence.people(self._draft))
            self._live.fanout.publish(self._draft, frames.encode(people))


def same_origin(origin: str | None, scheme: str, host: str | None) -> bool:
    """Whether a handshake comes from a page of ours; nobody but us checks this for websockets."""
    secure = "https" if scheme in ("wss", "https") else "http"
    if origin is None or host is None:
        return False
    parts = urlsplit(origin)
    return parts.scheme == secure and parts.netloc.lower() == host.lower() and origin.count("/") == 2


@websocket("/drafts/{draft:uuid}/live")
async def live_draft(socket: WebSocket[Any, Any, Any], draft: UUID) -> None:
    """The live protocol of one draft; see docs/protocol.md."""
    live: Live = socket.app.state.live
    if not same_origin(socket.headers.get("origin"), socket.url.scheme, socket.headers.get("host")):
        await socket.close(code=frames.NOT_ALLOWED)
        return
    token = socket.cookies.get(COOKIE, "")
    person = await asyncio.to_thread(live.accounts.signed_in, token)
    await socket.accept()
    if person is None:
        await socket.close(code=frames.NOT_SIGNED_IN)
        return
    try:
        allowed = await live.may(person.member.id, WATCHES, draft)
    except UnknownDraft:
        await socket.close(code=frames.UNKNOWN_DRAFT)
        return
    if allowed:
        await Connection(socket, live, draft, person, token).run()
    else:
        await socket.close(code=frames.NOT_ALLOWED)
