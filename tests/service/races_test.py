"""Edits, tabling, votes, confirmations and revocations at once: an adoption covers exactly the version that
the chair was shown, and whoever decides holds the office at that very place in the log.

MASHURA_RACES=10000 runs more of them; MASHURA_SEED begins elsewhere.
"""

import asyncio
import os
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

from domain.blocks import document, paragraph, title
from domain.body import Body
from domain.body_events import Office
from domain.commit import Commit
from domain.dossier import dossier_of
from domain.dossier_events import Adopted, Ballot, Rejected, VersionTabled
from domain.draft_events import DraftClosed
from domain.errors import CommitRefused, MashuraError
from domain.event import Event
from domain.meeting import Meeting
from domain.meeting_events import AgendaItem, Details, LegalReference, Presence, VoteRecorded
from domain.register import NumberAssigned, register_of
from domain.rules import Votes
from service.acts import meetings, people, tabling
from service.acts.people import CONSOLE, admit
from service.authority import Authority, now
from service.fanout import Fanout
from service.following import Following
from service.papers import paper
from service.procedure import Procedure
from service.standing import Standing
from service.store import Store
from tests.serving import BODY, FOUNDED, founded

RACES = int(os.environ.get("MASHURA_RACES", "40"))
SEED = int(os.environ.get("MASHURA_SEED", "1"))
# After so many races a new installation begins.
TOGETHER = 10
ITEM = "item00000001"
DAY = date(2026, 5, 27)
CHAIR, SECRETARY, ADMIN, COORDINATOR = "chair", "secretary", "administrator", "coordinator"
WRITERS = [f"writer{number}" for number in range(3)]
OFFICES: dict[str, Office] = {CHAIR: "chair", ADMIN: "administrator", SECRETARY: "secretary"}


class Race:
    """One paper, and everybody who wants something of it at the same moment."""

    def __init__(self, house: "House", seed: int) -> None:
        self.house = house
        self.chance = random.Random(seed)
        self.draft = uuid4()
        self.meeting = uuid4()
        self.shown: tuple[int, str] | None = None
        self.outcomes: Counter[str] = Counter()

    async def run(self) -> None:
        self._begin()
        actors = [self._edit(who) for who in WRITERS]
        actors += [self._again(act) for act in (self._table, self._record, self._confirm, self._revoke)]
        self.chance.shuffle(actors)
        async with asyncio.timeout(60):
            await asyncio.gather(*actors)
        self._check()

    async def _again(self, act: Callable[[], Awaitable[None]]) -> None:
        """An act, time and again, until the paper is decided."""
        while self.shown is None:
            await self._moment()
            await act()

    def _begin(self) -> None:
        text = document(title("رأي"), [paragraph("نص")])
        start = now()
        details = Details(
            kind="ordinary",
            ordinal=1,
            on=DAY,
            hour="18:30",
            place="قاعة",
            basis=LegalReference("النظام الداخلي", "78"),
            agenda=[AgendaItem(ITEM, "المصادقة", self.draft)],
        )
        called = Meeting.call(self.meeting, BODY, details, SECRETARY, start)
        held = Meeting(called)
        came: dict[str, Presence] = dict.fromkeys([CHAIR, *WRITERS], "present")
        body = self.house.store.body(BODY)
        attended = held.take_attendance(body, came, CHAIR, "a", SECRETARY, start)
        opinion = paper(BODY, "opinion", "ar", WRITERS[0], text, start, self.draft)
        self.house.store.save([opinion, [called, attended]])

    async def _edit(self, who: str) -> None:
        session = f"{who:_<22}"[:22]
        for n in range(1, 4):
            await self._moment()
            node = self._node()
            room = await node.authority.room(self.draft)
            slice_ = {"content": [{"type": "text", "text": who[-1]}]}
            step = {"stepType": "replace", "from": 1, "to": 1, "slice": slice_}
            try:
                await node.authority.submit(self.draft, Commit(f"{session}.{n}", room.head, [step], who))
            except CommitRefused as refused:
                self.outcomes[f"edit {refused.code}"] += 1

    async def _table(self) -> None:
        dossier = await asyncio.to_thread(self.house.store.dossier, self.draft)
        if dossier.state == "tabled" and self.chance.random() < 0.7:
            return
        room = await self._node().authority.room(self.draft)
        text = await asyncio.to_thread(self.house.store.draft, self.draft, room.head, from_events=True)
        await self._moment()
        await self._decide(
            lambda reading: tabling.table(reading, self.draft, text.version, text.digest, COORDINATOR, now())
        )

    async def _record(self) -> None:
        held = await asyncio.to_thread(self.house.store.meeting, self.meeting)
        if ITEM in held.recorded and self.chance.random() < 0.5:
            return
        ballot = Ballot("hands", Votes(3, self.chance.choice([0, 1]), 0), "for")
        ref = uuid4().hex
        await self._decide(
            lambda reading: meetings.record_vote(reading, self.meeting, ITEM, ballot, ref, SECRETARY, now())
        )

    async def _confirm(self) -> None:
        """The chair reads what is recorded, thinks, and confirms that."""
        held = await asyncio.to_thread(self.house.store.meeting, self.meeting)
        recorded = held.recorded.get(ITEM)
        if not isinstance(recorded, VoteRecorded):
            return
        await self._moment()
        seen = recorded.originator_version
        if await self._decide(
            lambda reading: meetings.confirm(reading, self.meeting, ITEM, seen, CHAIR, now())
        ):
            assert recorded.version is not None
            assert recorded.digest is not None
            self.shown = recorded.version, recorded.digest

    async def _revoke(self) -> None:
        """The chair leaves the office, and a moment later has it again."""
        if self.chance.random() < 0.8:
            return
        await self._decide(lambda reading: people.end_office(reading, BODY, CHAIR, "chair", ADMIN, now()))
        await self._moment()
        await self._decide(lambda reading: people.give_office(reading, BODY, CHAIR, "chair", ADMIN, now()))

    async def _decide(self, decide: Callable[..., object]) -> bool:
        try:
            await self._node().procedure.decide(BODY, decide)  # type: ignore[arg-type]
        except MashuraError as refused:
            self.outcomes[refused.code] += 1
            return False
        return True

    def _node(self) -> "Node":
        return self.chance.choice(self.house.nodes)

    async def _moment(self) -> None:
        """Others come first, now more of them, now fewer."""
        for _ in range(self.chance.randrange(6)):
            await asyncio.to_thread(self.house.store.end)

    def _check(self) -> None:
        store = self.house.store
        decisions = [e for e in store.events(dossier_of(self.draft)) if isinstance(e, Adopted | Rejected)]
        assert len(decisions) == (self.shown is not None)
        last = list(store.events(self.draft))[-1]
        assert isinstance(last, DraftClosed) == bool(decisions)
        for decision in decisions:
            self.outcomes[decision.TOPIC] += 1
            assert (decision.version, decision.digest) == self.shown
            exact = store.draft(self.draft, decision.version, from_events=True)
            assert exact.digest == decision.digest
            assert isinstance(decision, Adopted)


class Node:
    """One process's deciding parts, on the file that all share."""

    def __init__(self, store: Store, folder: Path, name: str) -> None:
        self.store = store
        self.following = Following(store, folder / f"views.{name}.sqlite")
        self.following.start()
        self.standing = Standing(store)
        self.authority = Authority(store, Fanout(), self._stored)
        self.procedure = Procedure(store, self.authority, self.standing, self.following)

    def _stored(self, events: Sequence[Event]) -> None:
        self.standing.take(events)
        self.following.wake()

    async def close(self) -> None:
        await self.authority.close()
        self.following.stop()
        self.store.close()


class House:
    """An installation with its people and no paper yet, served by two nodes at once."""

    def __init__(self, folder: Path) -> None:
        self.store = Store(folder)
        body = founded(self.store)
        events: list[Event] = [body.begin_mandate(each, FOUNDED, CONSOLE, now()) for each in WRITERS]
        for each, office in OFFICES.items():
            events += admit(body, each, office, FOUNDED, CONSOLE, now())
        # The coordinator comes after the meeting's day: nobody is counted who was not there.
        events.append(body.begin_mandate(COORDINATOR, date(2026, 6, 1), CONSOLE, now()))
        events.append(body.form_group("group0000000", "مجموعة", FOUNDED, CONSOLE, now()))
        events.append(
            body.join_group("group0000000", COORDINATOR, "coordinator", date(2026, 6, 1), CONSOLE, now())
        )
        self.store.save([events])
        self.nodes = [Node(self.store, folder, "a"), Node(Store(folder, owns=False), folder, "b")]

    async def close(self) -> None:
        for node in self.nodes:
            await node.close()


async def test_an_adoption_covers_exactly_what_the_chair_was_shown(tmp_path: Path) -> None:
    outcomes: Counter[str] = Counter()
    for first in range(0, RACES, TOGETHER):
        house = House(tmp_path / str(first))
        for number in range(first, min(first + TOGETHER, RACES)):
            race = Race(house, SEED * 1_000_000 + number)
            await race.run()
            outcomes += race.outcomes
        _check_the_log(house.store)
        await house.close()
    print(f"{RACES} races from seed {SEED}: {dict(sorted(outcomes.items()))}")  # noqa: T201
    # All the ways that a race can go were gone.
    assert outcomes["dossier.adopted"] == RACES
    assert {"not_allowed", "not_tabled", "superseded"} <= outcomes.keys()


def _check_the_log(store: Store) -> None:
    """Told in the order of the log: who decided held the office, and decided on what stood then."""
    body = Body.load(list(store.events(BODY))[:1])
    tabled: dict[UUID, VersionTabled] = {}
    votes: dict[UUID, VoteRecorded] = {}
    numbers: list[int] = []
    for noted in store.log(0, -1):
        event = noted.event
        if noted.stream == BODY and noted.version > 1:
            body.apply(event)  # type: ignore[arg-type]
        match event:
            case VersionTabled():
                tabled[event.draft] = event
                assert "coordinator" in body.roles(event.by, None)
            case VoteRecorded():
                votes[event.originator_id] = event
            case Adopted():
                assert "chair" in body.roles(event.by, None)
                standing, vote = tabled[event.draft], votes[event.meeting]
                assert (event.version, event.digest) == (standing.version, standing.digest)
                assert (event.version, event.digest) == (vote.version, vote.digest)
                assert event.ballot == vote.ballot
            case NumberAssigned() if event.originator_id == register_of(BODY, "opinion", DAY.year):
                numbers.append(event.number)
            case _:
                pass
    assert numbers == list(range(1, len(numbers) + 1))
