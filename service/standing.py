"""Standing: what the log says of bodies and papers, in memory: who is who, and where each paper stands.

Every command is asked here first: in which roles does this person act towards this paper, and what may these
do in its state? Fed by the committer with each stored event, and twice a second from the log itself with what
others stored; so a revocation acts within a second, wherever it was written. Before anybody is refused the
log is asked once more: an office given a moment ago counts at once.
"""

import logging
import threading
from collections.abc import Callable, Iterable
from typing import Final, TypeVar
from uuid import UUID

from domain import policy
from domain.aggregate import Aggregate
from domain.body import Body
from domain.catalogue import EVENTS
from domain.dossier import Dossier, dossier_of
from domain.errors import NotAllowed, UnknownBody, UnknownDraft
from domain.event import Event
from domain.policy import Command, Role, State
from service.store import Noted, Store

T = TypeVar("T")

_KINDS: Final[dict[str, type[Aggregate]]] = {"body": Body, "dossier": Dossier}
_TOPICS: Final = [name for name in EVENTS if name.partition(".")[0] in _KINDS]

_logger = logging.getLogger(__name__)


class Standing:
    """The bodies and the dossiers of one log. May be asked from any thread."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._catching_up = threading.Lock()
        self._position = 0
        self._bodies: dict[UUID, Body] = {}
        self._dossiers: dict[UUID, Dossier] = {}
        # Asked for each keystroke; forgotten whenever anybody's part in a body changes.
        self._roles_of: dict[tuple[str, UUID | None, str | None], frozenset[Role]] = {}
        self.catch_up()

    def take(self, events: Iterable[Event]) -> bool:
        """Take in what was just stored; whether anything of it changes who may do what."""
        with self._lock:
            taken = [self._apply(event) for event in events]
            return any(taken)

    def catch_up(self) -> bool:
        """Take in what the log holds beyond what is known; whether there was anything. Reads the disk."""
        with self._catching_up:
            end = self._store.end()
            news = self._store.news(_TOPICS, self._position, end)
            # Only now: the event loop asks for the lock with each keystroke, and never waits for the disk.
            with self._lock:
                taken = [self._read(noted) for noted in news]
            self._position = end
            return any(taken)

    def bodies(self) -> list[Body]:
        """All bodies, in the order of their founding."""
        with self._lock:
            return list(self._bodies.values())

    def body(self, id: UUID) -> Body:
        """A body; raises UnknownBody."""
        with self._lock:
            if id not in self._bodies:
                raise UnknownBody(str(id))
            return self._bodies[id]

    def bodies_of(self, member: str) -> list[Body]:
        """The bodies in which this person has a part; where memory knows none, the log is asked."""
        return self._twice(lambda: self._bodies_of(member))

    def dossier(self, draft: UUID) -> Dossier:
        """Where a paper stands; raises UnknownDraft."""
        found = self._twice(lambda: self._dossiers.get(dossier_of(draft)))
        if found is None:
            raise UnknownDraft(str(draft))
        return found

    def dossiers(self) -> list[Dossier]:
        """All papers, in the order of their beginning."""
        with self._lock:
            return list(self._dossiers.values())

    def state(self, draft: UUID) -> State:
        """Where a paper stands, in a word; raises UnknownDraft."""
        return self.dossier(draft).state

    def allows_at_hand(self, member: str, command: Command, draft: UUID) -> bool:
        """Whether memory says that this person may give this command to this paper; never reads the disk."""
        dossier = self._dossiers.get(dossier_of(draft))
        return dossier is not None and policy.allows(
            self._roles(member, dossier.body, dossier.group), command, dossier.state
        )

    def allows(self, member: str, command: Command, draft: UUID) -> bool:
        """The same, and before a no the log is asked; raises UnknownDraft."""
        self.dossier(draft)
        return self._twice(lambda: self.allows_at_hand(member, command, draft))

    def allows_in(self, member: str, command: Command, body: UUID) -> bool:
        """Whether this person may give this command to this body; before a no the log is asked."""
        return self._twice(lambda: policy.allows(self._roles(member, body, None), command))

    def require(self, member: str, command: Command, draft: UUID) -> Dossier:
        """The paper's dossier, where this person may give this command to it; raises UnknownDraft,
        NotAllowed.
        """
        if not self.allows(member, command, draft):
            raise NotAllowed(f"may not {command} what is {self.state(draft)}")
        return self.dossier(draft)

    def require_in(self, member: str, command: Command, body: UUID) -> Body:
        """The body, where this person may give this command to it; raises UnknownBody, NotAllowed."""
        known = self.body(body)
        if not self.allows_in(member, command, body):
            raise NotAllowed(f"may not {command}")
        return known

    def roles_in(self, member: str, body: UUID) -> frozenset[Role]:
        """In which roles this person acts towards the body itself."""
        return self._roles(member, body, None)

    def _bodies_of(self, member: str) -> list[Body]:
        with self._lock:
            return [body for body in self._bodies.values() if body.roles(member, None)]

    def _twice(self, ask: Callable[[], T]) -> T:
        """Ask memory, and where it knows nothing or says no, once more after the log."""
        if answer := ask():
            return answer
        self.catch_up()
        return ask()

    def _roles(self, member: str, body: UUID | None, group: str | None) -> frozenset[Role]:
        with self._lock:
            key = (member, body, group)
            if key not in self._roles_of:
                known = self._bodies.get(body) if body else None
                self._roles_of[key] = known.roles(member, group) if known else frozenset()
            return self._roles_of[key]

    def _read(self, noted: Noted) -> bool:
        if isinstance(noted.event, Event):
            return self._apply(noted.event)
        _logger.error("Event %d of the log cannot be read: %s", noted.position, noted.event)
        return False

    def _apply(self, event: Event) -> bool:
        """Take in the next event of a stream; what is known is passed over, a gap waits for the log."""
        kind = _KINDS.get(event.TOPIC.partition(".")[0])
        if kind is None:
            return False
        known: dict[UUID, Aggregate] = self._bodies if kind is Body else self._dossiers  # type: ignore[assignment]
        found = known.get(event.originator_id)
        if found is None and event.originator_version == 1:
            known[event.originator_id] = kind(event)
        elif found is not None and event.originator_version == found.last + 1:
            found.apply(event)
        else:
            return False
        if kind is Body:
            self._roles_of.clear()
        return True
