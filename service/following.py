"""The thread that keeps the views at the end of the log.

Woken by the committer after each stored group, and each second by itself; hands the store's log to
`projections/follow.py`. Whatever happens there is told and tried again. A page that has just stored something
waits here until the views have read it.
"""

import asyncio
import contextlib
import logging
import threading
from pathlib import Path

from sqlalchemy import Engine

from projections.follow import Follower
from projections.tables import open_views, remove_views
from service.store import Store

# Seconds between two looks at the log when nobody wakes us, and before trying again after a failure.
POLL = 1.0
# Seconds that what arrives is gathered, unless somebody waits for it: one transaction for many keystrokes.
GATHER = 0.1

_logger = logging.getLogger(__name__)


class Following:
    """Follows one store into the views of one file. `last_error` says what went wrong last, while it does."""

    def __init__(self, store: Store, path: Path) -> None:
        self.views: Engine = open_views(path)
        self.last_error: str | None = None
        self._store = store
        self._follower = Follower(self.views, store.log, store.draft)
        if self.lag() < 0:
            # The log was put back to an earlier day: what was read beyond its end is no longer so.
            self.views.dispose()
            remove_views(path)
            self.views = open_views(path)
            self._follower = Follower(self.views, store.log, store.draft)
        self._woken = threading.Event()
        self._hurried = threading.Event()
        self._stopping = False
        self._lock = threading.Lock()
        self._waiting: list[tuple[int, asyncio.AbstractEventLoop, asyncio.Future[None]]] = []
        self._thread = threading.Thread(target=self._run, name="following", daemon=True)

    def start(self) -> None:
        """Begin to follow."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what is under way, then let go of the file."""
        self._stopping = True
        self._hurried.set()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join()
        self.views.dispose()

    def wake(self) -> None:
        """Something was stored. From any thread; never blocks."""
        self._woken.set()

    async def reached(self, position: int, patience: float = 5.0) -> bool:
        """Wait until the views have read a position of the log; False after `patience` seconds."""
        loop = asyncio.get_running_loop()
        reached: asyncio.Future[None] = loop.create_future()
        with self._lock:
            if self._follower.position >= position:
                return True
            self._waiting.append((position, loop, reached))
        self._hurried.set()
        self._woken.set()
        try:
            async with asyncio.timeout(patience):
                await reached
        except TimeoutError:
            return False
        finally:
            with self._lock:
                self._waiting = [each for each in self._waiting if each[2] is not reached]
        return True

    def lag(self) -> int:
        """How far the views stand behind the log, in positions. Asks the store."""
        return self._store.end() - self._follower.position

    def _run(self) -> None:
        while not self._stopping:
            self._woken.wait(POLL)
            self._woken.clear()
            try:
                while not self._stopping and self._follower.advance():
                    self._tell()
                self.last_error = None
            except Exception as broken:
                self.last_error = f"{type(broken).__name__}: {broken}"
                _logger.exception("The views stand at position %d and wait", self._follower.position)
                self._pause(POLL)
            else:
                self._pause(GATHER)

    def _pause(self, seconds: float) -> None:
        """Let some events gather, or a fault pass; whoever waits for the views ends it."""
        self._hurried.wait(seconds)
        self._hurried.clear()

    def _tell(self) -> None:
        with self._lock:
            for position, loop, reached in self._waiting:
                if self._follower.position >= position:
                    with contextlib.suppress(RuntimeError):  # the loop may be gone by now
                        loop.call_soon_threadsafe(_resolve, reached)


def _resolve(reached: asyncio.Future[None]) -> None:
    if not reached.done():
        reached.set_result(None)
