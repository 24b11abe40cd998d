"""Copies of the texts that are being worked on, moved on by the events themselves.

Receives events from `follow.py`, gives facts to the views. A text that is not among the copies is loaded from
the log through `draft_at`.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from domain.change import Change, change_of
from domain.dossier_events import Adopted, PaperAdoptionRecorded
from domain.draft import Draft
from domain.draft_events import DraftClosed, DraftCommitted, DraftStarted
from domain.outline import Outline
from domain.schema import SCHEMAS
from domain.steps import decode_stored
from projections.fact import Fact, Noted

# Texts kept in memory: those that are written in at the same time, and some.
KEPT = 16

DraftAt = Callable[[UUID, int], Draft]


@dataclass
class Replica:
    """A paper's text at a version."""

    schema: int
    version: int
    outline: Outline

    def take(self, event: DraftCommitted) -> Change:
        """Move on by one commit; gives what it did."""
        change, self.outline = change_of(self.outline, decode_stored(SCHEMAS[self.schema], event.steps))
        self.version += 1
        return change


class Replicas:
    """The newest copies of a few texts."""

    def __init__(self, draft_at: DraftAt) -> None:
        self._draft_at = draft_at
        self._kept: OrderedDict[UUID, Replica] = OrderedDict()

    def fact(self, noted: Noted) -> Fact:
        """What an event meant; raises where it cannot be read or its text cannot be had."""
        match noted.event:
            case Exception() as unreadable:
                raise unreadable
            case DraftStarted() as started:
                replica = self._keep(started.originator_id, _replica(Draft(started)))
                return Fact(noted.position, started, replica.outline)
            case DraftCommitted() as committed:
                replica = self._at(committed.originator_id, committed.originator_version - 2)
                change = replica.take(committed)
                self._keep(committed.originator_id, replica)
                return Fact(noted.position, committed, replica.outline, change)
            case DraftClosed() as closed:
                replica = self._at(closed.originator_id, closed.originator_version - 2)
                replica.version += 1
                self._keep(closed.originator_id, replica)
                return Fact(noted.position, closed)
            case Adopted() | PaperAdoptionRecorded() as adoption:
                return Fact(noted.position, adoption, self._at(adoption.draft, adoption.version).outline)
            case other:
                return Fact(noted.position, other)

    def forget(self) -> None:
        """Throw all copies away: they may be ahead of what was written."""
        self._kept.clear()

    def _at(self, draft: UUID, version: int) -> Replica:
        kept = self._kept.get(draft)
        if kept is not None and kept.version == version:
            return kept
        return _replica(self._draft_at(draft, version))

    def _keep(self, draft: UUID, replica: Replica) -> Replica:
        self._kept[draft] = replica
        self._kept.move_to_end(draft)
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return replica


def _replica(draft: Draft) -> Replica:
    return Replica(draft.schema_version, draft.version, Outline(draft.doc))
