"""What all live connections of this node share, and when one is ended from outside.

Made by `app.py`; `socket.py` serves each connection with it. A sign-in or a part in a body that ends takes
along the connections that rested on it: at once where this process ended it, else within a second.
"""

import asyncio
import logging
from typing import Final, Protocol
from uuid import UUID

from domain.policy import Command
from service import frames
from service.accounts import Accounts, SignIn
from service.authority import Authority
from service.fanout import Fanout
from service.pace import Pace
from service.presence import Presence
from service.standing import Standing

WATCH: Final = 0.5  # seconds
# What a live connection asks for: whoever may follow how a text came about may see it being written. The
# council's clerk reads what was deposited, and sees nothing live.
WATCHES: Final[Command] = "follow_audit"

_logger = logging.getLogger(__name__)


class Open(Protocol):
    """A connection, as far as it can be ended from here."""

    person: SignIn
    token: str

    def may(self, command: Command) -> bool:
        """Whether its person may give a command to its paper, as far as memory knows."""

    def close(self, code: int) -> None:
        """End it with a close code, once."""


class Live:
    """What all connections of this node share."""

    def __init__(
        self, authority: Authority, standing: Standing, fanout: Fanout, accounts: Accounts, pace: Pace
    ) -> None:
        self.authority = authority
        self.standing = standing
        self.fanout = fanout
        self.accounts = accounts
        self.pace = pace
        self.presence = Presence()
        self.connections: set[Open] = set()

    def end(self, signin: str) -> None:
        """A sign-in has ended: its connections close at once."""
        for connection in tuple(self.connections):
            if connection.person.id == signin:
                connection.close(frames.NOT_SIGNED_IN)

    def recheck(self) -> None:
        """Somebody's part in a body has changed: who may not follow a paper any more is shut out at once."""
        for connection in tuple(self.connections):
            if not connection.may(WATCHES):
                connection.close(frames.NOT_ALLOWED)

    async def may(self, member: str, command: Command, draft: UUID) -> bool:
        """Whether this person may give this command to this paper: memory answers, the log before a no."""
        if self.standing.allows_at_hand(member, command, draft):
            return True
        return await asyncio.to_thread(self.standing.allows, member, command, draft)

    async def watch(self) -> None:
        """Twice a second, look what became of sign-ins and offices: other processes end some, age others."""
        while True:
            await asyncio.sleep(WATCH)
            try:
                await self._look()
            except Exception:
                _logger.exception("Sign-ins and offices cannot be looked at; connections go on as they are")

    async def _look(self) -> None:
        connections = tuple(self.connections)
        tokens = [connection.token for connection in connections]
        found = await asyncio.to_thread(lambda: [self.accounts.signed_in(token) for token in tokens])
        for connection, person in zip(connections, found, strict=True):
            if person is None:
                connection.close(frames.NOT_SIGNED_IN)
        if await asyncio.to_thread(self.standing.catch_up):
            self.recheck()

    def close(self) -> None:
        """The service stops: everybody is told to come back."""
        for connection in tuple(self.connections):
            connection.close(frames.RESTARTING)
