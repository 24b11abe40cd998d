"""The versions that were approved. Receives facts from `follow.py`; the register shows the rows."""

from typing import Any

from sqlalchemy import Connection

from domain.dossier import VersionApproved
from domain.outline import title_of
from projections.fact import Fact
from projections.tables import adopted


class Adopted:
    """One row an approved version."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self._rows: list[dict[str, Any]] = []

    def apply(self, fact: Fact) -> None:
        """Take in the next fact."""
        match fact.event:
            case VersionApproved() as approved if fact.text is not None:
                self._rows.append(
                    {
                        "draft": approved.draft,
                        "version": approved.version,
                        "position": fact.position,
                        "digest": approved.digest,
                        "title": title_of(fact.text.doc),
                        "at": approved.at,
                        "by": approved.by,
                    }
                )
            case _:
                pass

    def write(self) -> None:
        """Write the new rows."""
        if self._rows:
            self._db.execute(adopted.insert(), self._rows)
