"""The meetings of the body. Receives facts from `follow.py`; the page of the meetings shows the rows."""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, update

from domain.meeting_events import (
    AttendanceTaken,
    DecisionConfirmed,
    Details,
    MeetingCalled,
    MeetingChanged,
    MeetingClosed,
)
from projections.fact import Fact
from projections.tables import meetings


class Meetings:
    """One row a meeting."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def apply(self, fact: Fact) -> None:
        """Take in the next fact; meetings are few, so its row is written at once."""
        match fact.event:
            case MeetingCalled() as called:
                self._db.execute(
                    meetings.insert().values(
                        meeting=called.originator_id,
                        body=called.body,
                        stage="called",
                        decisions=0,
                        **_shown(called.details),
                    )
                )
            case MeetingChanged() as changed:
                self._change(changed.originator_id, **_shown(changed.details))
            case AttendanceTaken() as taken:
                counted = taken.quorum
                self._change(
                    taken.originator_id,
                    stage="open",
                    present=counted.present,
                    in_office=counted.in_office,
                    quorum=counted.established,
                )
            case DecisionConfirmed() as confirmed:
                self._change(confirmed.originator_id, decisions=meetings.c.decisions + 1)
            case MeetingClosed() as closed:
                self._change(closed.originator_id, stage="closed")
            case _:
                pass

    def write(self) -> None:
        """All is written already."""

    def _change(self, meeting: UUID, **values: Any) -> None:
        self._db.execute(update(meetings).where(meetings.c.meeting == meeting).values(**values))


def _shown(details: Details) -> dict[str, Any]:
    return {
        "kind": details.kind,
        "ordinal": details.ordinal,
        "on": details.on,
        "hour": details.hour,
        "place": details.place,
    }
