"""A log to read from: real events, decided by real drafts and dossiers, in a real store."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from prosemirror.model import Fragment, Node, Slice
from prosemirror.transform import ReplaceStep, Step

from domain.blocks import document, paragraph, title
from domain.body import Body
from domain.commit import Commit
from domain.dossier import Case, Dossier
from domain.dossier_events import Ballot, Numbered
from domain.draft import Draft
from domain.draft_events import DraftCommitted
from domain.event import Event
from domain.meeting import Meeting
from domain.meeting_events import AgendaItem, Details, LegalReference, Presence
from domain.rules import Votes
from domain.schema import SCHEMA
from projections.follow import Follower
from projections.tables import open_views
from service.store import Store
from tests.domain.texts import change
from tests.serving import BODY

# A Friday, at ten in Casablanca.
FRIDAY = datetime(2022, 5, 27, 9, 0, tzinfo=UTC)

HEADED = [paragraph("قبل"), paragraph("بعد")]


class Writing:
    """One paper being written; its clock only moves when told."""

    def __init__(self, store: Store, doc: Node | None = None, author: str = "amina") -> None:
        self.store = store
        self.now = FRIDAY
        self.id = uuid4()
        started = Draft.start(
            self.id, "opinion", "ar", author, doc or document(title("رأي"), HEADED), self.now
        )
        opened = Dossier.open(self.id, BODY, author, self.now)
        self.draft = Draft(started)
        self.dossier = Dossier(opened)
        self.events: list[Event] = [started, opened]
        self._sessions: dict[str, tuple[str, int]] = {}
        store.save([[started, opened]])

    def later(self, **time: float) -> "Writing":
        self.now += timedelta(**time)
        return self

    def commit(self, author: str, steps: list[Step], typed_at: datetime | None = None) -> int:
        """A member's commit on the head; gives its position in the log."""
        event = self.decide(author, steps, typed_at)
        return self.store.save([[event]])[0]

    def decide(self, author: str, steps: list[Step], typed_at: datetime | None = None) -> DraftCommitted:
        session, n = self._sessions.get(author, (f"{len(self._sessions):022d}", 0))
        self._sessions[author] = (session, n + 1)
        event = self.draft.commit(
            Commit(
                ref=f"{session}.{n + 1}",
                base=self.draft.version,
                steps=[step.to_json() for step in steps],
                author=author,
                typed_at=typed_at,
            ),
            self.now,
        )
        assert isinstance(event, DraftCommitted)
        self.events.append(event)
        return event

    def type(self, author: str, text: str, at: int | None = None, typed_at: datetime | None = None) -> int:
        """Types at the end of the text, or at a position."""
        return self.commit(author, [insertion(self._end() if at is None else at, text)], typed_at)

    def _end(self) -> int:
        node, at = self.draft.doc, self.draft.doc.content.size
        while not node.inline_content:
            assert node.last_child is not None
            node, at = node.last_child, at - 1
        return at

    def change(self, chance: random.Random, author: str) -> None:
        """Some change such as an editor makes."""
        if steps := change(chance, self.draft.doc):
            self.commit(author, steps)

    def table(self, by: str = "coordinator", version: int | None = None) -> int:
        """Tables the head, or an earlier version."""
        text = self.store.draft(self.id, version)
        return self._store(self.dossier.table(text, text.digest, by, self.now))

    def adopt(self, version: int | None = None, by: str = "chair") -> int:
        """Tables a version and adopts it in a meeting of its own: 3 of 4 are there, 2 for and 1 against."""
        self.table(version=version)
        assert self.dossier.tabled
        tabled, opened_at = self.dossier.tabled, self.now.date()
        body = Body(Body.found(BODY, "ieecag", "هيئة", "جماعة", "مجلس", "مدينة", "console", self.now))
        members = [by, "amina", "said", "malika"]
        for each in members:
            body.begin_mandate(each, opened_at, "console", self.now)
        details = Details(
            kind="ordinary",
            ordinal=3,
            on=opened_at,
            hour="18:30",
            place="قاعة",
            basis=LegalReference("النظام الداخلي", "78"),
            agenda=[AgendaItem("item00000000", "المصادقة", self.id)],
        )
        called = Meeting.call(uuid4(), BODY, details, "secretary", self.now)
        meeting = Meeting(called)
        came: dict[str, Presence] = dict.fromkeys(members[:3], "present")
        attended = meeting.take_attendance(body, came, by, "a", "secretary", self.now)
        ballot = Ballot("hands", Votes(2, 1, 0), "for")
        vote = meeting.record_vote(
            "item00000000", ballot, (tabled.version, tabled.digest), "b", "secretary", self.now
        )
        confirmed = meeting.confirm("item00000000", vote.originator_version, by, self.now)
        case = Case(meeting.id, vote, attended.quorum, attended.rules)
        adoption = self.dossier.adopt(case, confirmed, Numbered(1, self.now.year), self.now)
        closed = self.draft.close("adopted", by, self.now)
        return self._store(called, attended, vote, confirmed, adoption, closed)

    def _store(self, *events: Event) -> int:
        self.events += events
        return self.store.save([events])[0]


def insertion(at: int, text: str) -> Step:
    """Types a text."""
    return replacement(at, at, SCHEMA.text(text))


def deletion(start: int, end: int) -> Step:
    """Deletes a range."""
    return ReplaceStep(start, end, Slice.empty)


def replacement(start: int, end: int, *nodes: Node) -> Step:
    """Puts whole nodes in the place of a range."""
    return ReplaceStep(start, end, Slice(Fragment.from_array(list(nodes)), 0, 0))


@contextmanager
def opened(folder: Path) -> Iterator[Store]:
    store = Store(folder)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def following(store: Store, path: Path) -> Iterator[Follower]:
    views = open_views(path)
    try:
        yield Follower(views, store.log, store.draft)
    finally:
        views.dispose()


def catch_up(follower: Follower, limit: int = 500) -> None:
    while follower.advance(limit):
        pass


def poison(
    folder: Path, stream: UUID, version: int, topic: str = "draft.unheard", state: bytes = b"{}"
) -> None:
    """Puts an event that nobody can read into the log, behind the store's back."""
    with closing(sqlite3.connect(folder / "events.sqlite")) as db, db:
        db.execute("INSERT INTO stored_events VALUES (?, ?, ?, ?)", (str(stream), version, topic, state))
