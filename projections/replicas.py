"""Copies of the texts that are being worked on, moved on by the events themselves.

Receives events from `follow.py`, gives facts to the views. A text that is not among the copies is loaded from
the log through `draft_at`.
"""

from collections import OrderedDict
from collections.abc import Callable
from uuid import UUID

from domain.change import change_of
from domain.dossier import VersionApproved
from domain.draft import Draft, DraftCommitted, DraftStarted
from domain.steps import decode_stored
from projections.fact import Fact, Noted

# Texts kept in memory: those that are written in at the same time, and some.
KEPT = 16

DraftAt = Callable[[UUID, int], Draft]


class Replicas:
    """The newest copies of a few texts."""

    def __init__(self, draft_at: DraftAt) -> None:
        self._draft_at = draft_at
        self._kept: OrderedDict[UUID, Draft] = OrderedDict()

    def fact(self, noted: Noted) -> Fact:
        """What an event meant; raises where it cannot be read or its text cannot be had."""
        match noted.event:
            case Exception() as unreadable:
                raise unreadable
            case DraftStarted() as started:
                draft = self._keep(Draft(started))
                return Fact(noted.position, started, draft)
            case DraftCommitted() as committed:
                draft = self._at(committed.originator_id, committed.originator_version - 2)
                change = change_of(draft.doc, decode_stored(draft.schema, committed.steps))
                draft.apply(committed)
                return Fact(noted.position, committed, self._keep(draft), change)
            case VersionApproved() as approved:
                return Fact(noted.position, approved, self._at(approved.draft, approved.version))
            case other:
                return Fact(noted.position, other)

    def forget(self) -> None:
        """Throw all copies away: they may be ahead of what was written."""
        self._kept.clear()

    def _at(self, id: UUID, version: int) -> Draft:
        kept = self._kept.get(id)
        return kept if kept is not None and kept.version == version else self._draft_at(id, version)

    def _keep(self, draft: Draft) -> Draft:
        self._kept[draft.id] = draft
        self._kept.move_to_end(draft.id)
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return draft
