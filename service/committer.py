"""The group committer: the bridge from the event loop to the store.

Receives the events of one submission from `authority.py` (or a page); one thread takes everything that
waits, stores it in one transaction, then publishes, then acknowledges. When idle nothing waits for
company; when busy one sync to disk serves everybody. A conflict fails the submission that has it, never
its neighbours.
"""

import asyncio
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.errors import Busy, MashuraError, StoreUnavailable
from domain.event import Event
from service.store import Expected, Store, VersionTaken

# Submissions that may wait, and that go into one transaction.
MOST_WAITING = 5_000
MOST_TOGETHER = 500


class Lineage:
    """A chain of submissions, each decided on top of the one before.

    Once one of them fails, those behind it were decided on a text that does not exist: they fail too.
    """

    def __init__(self) -> None:
        self.broken = False


@dataclass
class _Submission:
    events: Sequence[Event]
    expects: Expected
    lineage: Lineage
    stored: asyncio.Future[int]
    outcome: int | MashuraError = 0


class Committer:
    """Stores submissions in groups. `published` is called on the event loop with each group's events."""

    def __init__(self, store: Store, published: Callable[[Sequence[Event]], None]) -> None:
        self._store = store
        self._published = published
        self._loop = asyncio.get_running_loop()
        self._waiting: list[_Submission] = []
        self._wake = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="committer", daemon=True)
        self._thread.start()

    def submit(
        self, events: Sequence[Event], lineage: Lineage | None = None, expects: Expected | None = None
    ) -> asyncio.Future[int]:
        """Hand in events that belong together; the future gives the log's position once they are on disk.

        It raises VersionTaken where another writer was first, or a stream that they were decided on is not at
        the version that it `expects`; StoreUnavailable where the disk does not take them.
        Raises Busy at once where too much is waiting.
        """
        submission = _Submission(events, expects or {}, lineage or Lineage(), self._loop.create_future())
        with self._wake:
            if self._closing or len(self._waiting) >= MOST_WAITING:
                raise Busy("too much is waiting to be stored")
            self._waiting.append(submission)
            self._wake.notify()
        return submission.stored

    async def close(self) -> None:
        """Store what waits, then stop."""
        with self._wake:
            self._closing = True
            self._wake.notify()
        await asyncio.to_thread(self._thread.join)
        await asyncio.sleep(0)  # Lets the last group's acknowledgements, already scheduled, run.

    def _run(self) -> None:
        while True:
            with self._wake:
                while not self._waiting and not self._closing:
                    self._wake.wait()
                group, self._waiting = self._waiting[:MOST_TOGETHER], self._waiting[MOST_TOGETHER:]
                if not group:
                    return
            self._save(group)
            self._loop.call_soon_threadsafe(self._resolve, group)

    def _save(self, group: list[_Submission]) -> None:
        sound = [submission for submission in group if not self._fails_with_lineage(submission)]
        if not sound:
            return
        try:
            positions = iter(
                self._store.save(
                    [submission.events for submission in sound],
                    [submission.expects for submission in sound],
                )
            )
        except VersionTaken as taken:
            if len(sound) == 1:
                self._fail(sound[0], taken)
            else:
                # Somebody in the group has a conflict: each goes alone, in order.
                for submission in sound:
                    self._save([submission])
        except MashuraError as broken:
            for submission in sound:
                self._fail(submission, broken)
        except Exception as unexpected:  # noqa: BLE001  (whatever it is, nobody may wait for ever)
            for submission in sound:
                self._fail(submission, StoreUnavailable(repr(unexpected)))
        else:
            for submission in sound:
                for _ in submission.events:
                    submission.outcome = next(positions)

    def _fails_with_lineage(self, submission: _Submission) -> bool:
        if submission.lineage.broken and not isinstance(submission.outcome, MashuraError):
            submission.outcome = VersionTaken("an earlier commit of the same draft was not stored")
        return submission.lineage.broken

    @staticmethod
    def _fail(submission: _Submission, why: MashuraError) -> None:
        submission.outcome = why
        submission.lineage.broken = True

    def _resolve(self, group: list[_Submission]) -> None:
        """On the event loop: publish first, acknowledge second."""
        stored = [s for s in group if not isinstance(s.outcome, MashuraError)]
        self._published([event for submission in stored for event in submission.events])
        for submission in group:
            if submission.stored.cancelled():
                continue
            if isinstance(submission.outcome, MashuraError):
                submission.stored.set_exception(submission.outcome)
            else:
                submission.stored.set_result(submission.outcome)
