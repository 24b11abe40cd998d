"""The texts that were adopted. Receives facts from `follow.py`; the page of adopted texts shows the rows."""

from typing import Any

from sqlalchemy import Connection, select

from domain.dossier_events import Adopted, PaperAdoptionRecorded
from domain.outline import title_of
from projections.fact import Fact
from projections.tables import adopted, papers


class AdoptedTexts:
    """One row an adopted text."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self._rows: list[dict[str, Any]] = []

    def apply(self, fact: Fact) -> None:
        """Take in the next fact."""
        match fact.event:
            case Adopted() | PaperAdoptionRecorded() as adoption if fact.text is not None:
                self._rows.append(
                    {
                        "draft": adoption.draft,
                        "version": adoption.version,
                        "position": fact.position,
                        "digest": adoption.digest,
                        "title": title_of(fact.text.doc),
                        "number": adoption.numbered.number,
                        "year": adoption.numbered.year,
                        "at": adoption.at,
                        "by": adoption.by,
                        "meeting": adoption.meeting if isinstance(adoption, Adopted) else None,
                    }
                )
            case _:
                pass

    def write(self) -> None:
        """Write the new rows, with the body and the kind of their papers."""
        for row in self._rows:
            paper = select(papers.c.body, papers.c.kind).where(papers.c.draft == row["draft"])
            found = self._db.execute(paper).one()
            self._db.execute(adopted.insert().values(**row, body=found.body, kind=found.kind))
