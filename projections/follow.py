"""The follower: reads the log from where it stopped and tells every view.

Called by `service/following.py`; `replicas.py` makes facts of events, for `papers.py` and the other views.
Rows and the place in the log are written in one transaction, so a restart goes on exactly there. What cannot
be read, or a view chokes on, is set aside with its reason, and the rest goes on.
"""

import logging
from collections.abc import Callable, Sequence
from typing import Final

from sqlalchemy import Engine, select
from sqlalchemy.exc import OperationalError

from domain.errors import StoreUnavailable
from projections.adopted import AdoptedTexts
from projections.audit import AuditTrail
from projections.fact import Noted, View
from projections.meetings import Meetings
from projections.papers import Papers
from projections.registers import Registers
from projections.replicas import DraftAt, Replicas
from projections.tables import position, set_aside

BATCH: Final = 500
VIEWS: Final[tuple[type[View], ...]] = (Papers, AuditTrail, AdoptedTexts, Registers, Meetings)

# A disk that is full or a file that is locked: no fault of the event, to be tried again.
_UNAVAILABLE = (OperationalError, StoreUnavailable)

_logger = logging.getLogger(__name__)

Log = Callable[[int, int], Sequence[Noted]]


class Follower:
    """Keeps the views of one file at the end of the log. Of one thread.

    `log(after, limit)` gives events in order; `draft_at(stream, version)` loads a text that is not in memory.
    """

    def __init__(
        self, views: Engine, log: Log, draft_at: DraftAt, kinds: Sequence[type[View]] = VIEWS
    ) -> None:
        self.views = views
        self._log = log
        self._kinds = kinds
        self._replicas = Replicas(draft_at)
        with views.connect() as db:
            self.position: int = db.execute(select(position.c.position)).scalar_one()

    def advance(self, limit: int = BATCH) -> int:
        """Take in the next events, at most `limit`; gives how many there were.

        Raises where the log or the views' file does not answer: nothing is lost, call again.
        """
        batch = self._log(self.position, limit)
        if not batch:
            return 0
        try:
            self._take(batch)
        except _UNAVAILABLE:
            self._replicas.forget()
            raise
        except Exception:
            self._replicas.forget()
            _logger.warning("After position %d an event cannot be taken in", self.position, exc_info=True)
            for noted in batch:
                self._take_alone(noted)
        return len(batch)

    def _take(self, batch: Sequence[Noted]) -> None:
        with self.views.begin() as db:
            # First, as it takes the right to write: what the views read is then what they write upon.
            db.execute(position.update().values(position=batch[-1].position))
            views = [kind(db) for kind in self._kinds]
            for noted in batch:
                fact = self._replicas.fact(noted)
                for view in views:
                    view.apply(fact)
            for view in views:
                view.write()
        self.position = batch[-1].position

    def _take_alone(self, noted: Noted) -> None:
        try:
            self._take([noted])
        except _UNAVAILABLE:
            self._replicas.forget()
            raise
        except Exception as broken:
            self._replicas.forget()
            _logger.exception("Event %d (%s, %d) is set aside", noted.position, noted.stream, noted.version)
            self._set_aside(noted, broken)

    def _set_aside(self, noted: Noted, why: Exception) -> None:
        with self.views.begin() as db:
            db.execute(
                set_aside.insert().values(
                    position=noted.position,
                    stream=noted.stream,
                    version=noted.version,
                    reason=f"{type(why).__name__}: {why}",
                )
            )
            db.execute(position.update().values(position=noted.position))
        self.position = noted.position
