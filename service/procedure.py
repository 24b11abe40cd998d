"""The procedure: the one place where the body's decisions are made, as `authority.py` is for edits.

A decision reads streams from the log, decides, and gives events; all of them are stored in one transaction
that first looks whether every stream that was read still stands where it stood. So an office that ended, a
vote recorded anew or a number taken meanwhile makes the decision be made again, on what is true now. What to
decide stands in `service/acts/`; here is how.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Literal
from uuid import UUID

from domain import policy
from domain.body import Body
from domain.dossier import Dossier
from domain.draft import Draft
from domain.errors import Busy, NotAllowed, UnknownBody, UnknownVersion
from domain.event import Event
from domain.meeting import Meeting
from domain.policy import Command
from domain.register import Register, RegisterKind, register_of
from service.authority import TRIES, Authority, Closing
from service.following import Following
from service.standing import Standing
from service.store import Store, VersionTaken

# Versions are counted by a database that knows no larger number.
LAST_NUMBER = 2**31


class Reading:
    """What one decision reads of the log. `expects`: where each stream stood; `closing`: a draft that it
    ends.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.expects: dict[UUID, int] = {}
        self.closing: Closing | None = None

    def body(self, id: UUID) -> Body:
        """A body; raises UnknownBody."""
        body = self.store.body(id)
        self.expects[id] = body.last
        return body

    def dossier(self, draft: UUID) -> Dossier:
        """The dossier of a draft; raises UnknownDraft."""
        dossier = self.store.dossier(draft)
        self.expects[dossier.id] = dossier.last
        return dossier

    def meeting(self, id: UUID) -> Meeting:
        """A meeting; raises UnknownMeeting."""
        meeting = self.store.meeting(id)
        self.expects[id] = meeting.last
        return meeting

    def register(self, body: UUID, kind: RegisterKind, year: int) -> Register | None:
        """A register of a year, where it was opened."""
        register = self.store.register(body, kind, year)
        self.expects[register_of(body, kind, year)] = 0 if register is None else register.last
        return register

    def text(self, draft: UUID, version: int) -> Draft:
        """A text at a version, from the events alone; raises UnknownDraft or UnknownVersion."""
        if not 0 <= version < LAST_NUMBER:
            raise UnknownVersion(f"there is no version {version}")
        return self.store.draft(draft, version, from_events=True)

    def require(self, member: str, command: Command, draft: UUID) -> Dossier:
        """A paper's dossier, if this person may give this command to it; raises UnknownDraft, NotAllowed."""
        dossier = self.dossier(draft)
        roles = self._body_of(dossier).roles(member, dossier.group)
        if not policy.allows(roles, command, dossier.state):
            raise NotAllowed(f"may not {command} what is {dossier.state}")
        return dossier

    def require_in(self, member: str, command: Command, body: UUID) -> Body:
        """A body, where this person may give this command to it; raises UnknownBody, NotAllowed."""
        known = self.body(body)
        if not policy.allows(known.roles(member, None), command):
            raise NotAllowed(f"may not {command}")
        return known

    def close(self, draft: UUID, why: Literal["adopted", "rejected", "withdrawn"], by: str) -> None:
        """The decision ends this draft: no commit can come behind it."""
        self.closing = Closing(draft, why, by)

    def _body_of(self, dossier: Dossier) -> Body:
        if dossier.body is None:
            raise UnknownBody("the paper belongs to no body")
        return self.body(dossier.body)


Decide = Callable[[Reading], Sequence[Event]]


class Procedure:
    """Makes decisions, for each body one after the other."""

    def __init__(self, store: Store, authority: Authority, standing: Standing, following: Following) -> None:
        self._store = store
        self._authority = authority
        self._standing = standing
        self._following = following
        self._turns: defaultdict[UUID, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def decide(self, body: UUID, decide: Decide) -> None:
        """Decide, store, and wait until the pages can show it. Raises what `decide` raises, or Busy.

        A decision that gives no event was made before: nothing is stored.
        """
        position = await self._stored(body, decide)
        # Memory too, where somebody else stored into the same stream a moment before.
        await asyncio.to_thread(self._standing.catch_up)
        await self._following.reached(position)

    async def _stored(self, body: UUID, decide: Decide) -> int:
        async with self._turns[body]:
            for _ in range(TRIES):
                reading = Reading(self._store)
                events = await asyncio.to_thread(decide, reading)
                if not events:
                    return 0
                try:
                    return await self._authority.store(events, reading.expects, reading.closing)
                except VersionTaken:
                    continue
        raise Busy("others decided first, again and again")
