"""Fan-out: one frame to everybody who has a draft open on this node.

Receives built frames from `authority.py` and `presence.py`, hands each to the listeners' bounded queues.
"""

from collections import defaultdict
from typing import Protocol
from uuid import UUID


class Listener(Protocol):
    """Somebody who receives frames; `send` never blocks."""

    def send(self, frame: str) -> None: ...


class Fanout:
    """Who listens to which draft."""

    def __init__(self) -> None:
        self._listeners: defaultdict[UUID, set[Listener]] = defaultdict(set)

    def join(self, draft: UUID, listener: Listener) -> None:
        """From now on the listener receives the draft's frames."""
        self._listeners[draft].add(listener)

    def leave(self, draft: UUID, listener: Listener) -> None:
        """The listener receives no more."""
        self._listeners[draft].discard(listener)
        if not self._listeners[draft]:
            del self._listeners[draft]

    def publish(self, draft: UUID, frame: str, but: Listener | None = None) -> None:
        """Hand a frame to every listener of the draft, `but` one."""
        for listener in tuple(self._listeners.get(draft, ())):
            if listener is not but:
                listener.send(frame)

    def is_heard(self, draft: UUID) -> bool:
        """Whether anybody listens to the draft."""
        return draft in self._listeners
