"""The papers there are: title, state, last change. Receives facts from `follow.py`; the desk shows them."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from domain.dossier_events import (
    Adopted,
    Answered,
    Deferred,
    Deposited,
    DossierOpened,
    PaperAdoptionRecorded,
    Received,
    Rejected,
    TurnedBack,
    VersionTabled,
    Withdrawn,
)
from domain.draft import Doc
from domain.draft_events import DraftClosed, DraftCommitted, DraftStarted
from domain.event import Event
from domain.outline import title_of
from domain.policy import State
from projections.fact import Fact
from projections.tables import papers, writers

_STATES: dict[type[Event], State] = {
    Rejected: "rejected",
    Withdrawn: "withdrawn",
    Deposited: "deposited",
    Received: "received",
    TurnedBack: "returned",
    Answered: "answered",
}

_UPDATE = papers.update().where(papers.c.draft == bindparam("key"))


class Papers:
    """One row a paper."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self._changed: dict[UUID, dict[str, Any]] = {}
        self._texts: dict[UUID, Doc] = {}
        self._writers: defaultdict[UUID, set[str]] = defaultdict(set)

    def apply(self, fact: Fact) -> None:
        """Take in the next fact."""
        match fact.event:
            case DraftStarted() as started if fact.text is not None:
                self._db.execute(
                    papers.insert().values(
                        draft=started.originator_id,
                        kind=started.kind,
                        language=started.language,
                        title=title_of(fact.text.doc),
                        head=0,
                        started_at=started.at,
                        last_at=started.at,
                        last_by=started.author,
                        writers=0,
                        state="drafting",
                    )
                )
            case DraftCommitted() as committed if fact.text is not None:
                self._writers[committed.originator_id].add(committed.author)
                self._texts[committed.originator_id] = fact.text.doc
                self._change(
                    committed.originator_id,
                    head=committed.originator_version - 1,
                    last_at=committed.at,
                    last_by=committed.author,
                )
            case DraftClosed() as closed:
                self._change(closed.originator_id, head=closed.originator_version - 1)
            case DossierOpened() as opened:
                self._change(opened.draft, body=opened.body, group=opened.group)
            case VersionTabled() as tabled:
                self._change(tabled.draft, state="tabled", tabled=tabled.version)
            case Adopted() | PaperAdoptionRecorded() as adoption:
                self._change(
                    adoption.draft,
                    state="adopted",
                    adopted=adoption.version,
                    number=adoption.numbered.number,
                    year=adoption.numbered.year,
                )
            case Deferred() as deferred:
                to_group = {"group": deferred.group} if deferred.group else {}
                state = "drafting" if deferred.to == "group" else "tabled"
                self._change(deferred.draft, state=state, **to_group)
            case Rejected() | Withdrawn() | Deposited() | Received() | TurnedBack() | Answered() as step:
                self._change(step.draft, state=_STATES[type(step)])
            case _:
                pass

    def write(self) -> None:
        """Write what the facts made of the rows."""
        for draft, members in self._writers.items():
            known = self._db.execute(select(writers.c.member).where(writers.c.draft == draft)).scalars()
            if new := members.difference(known):
                self._db.execute(writers.insert(), [{"draft": draft, "member": each} for each in sorted(new)])
                self._change(draft, writers=papers.c.writers + len(new))
        for draft, doc in self._texts.items():
            self._change(draft, title=title_of(doc))
        for draft, values in self._changed.items():
            self._db.execute(_UPDATE.values(**values), {"key": draft})

    def _change(self, draft: UUID, **values: Any) -> None:
        self._changed.setdefault(draft, {}).update(values)
