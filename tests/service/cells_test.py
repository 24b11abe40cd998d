"""Every cell of the table of permissions, tried on a real server over HTTP and websocket: each role, each
command, a paper in each state. A request that may be made is sent so that it is refused for something else.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args
from uuid import UUID

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Origin

from domain.adopted_text import AdoptedText
from domain.body_events import Place
from domain.dossier_events import Numbered
from domain.errors import AlreadyDecided, NotAllowed, NotTabled
from domain.policy import Command, Role, State
from domain.rules import Votes
from service.acts.people import CONSOLE
from service.authority import now
from service.frames import NOT_ALLOWED
from service.store import Store
from tests.adopting import MET, act, adopt, meet, people, table, vote
from tests.domain.policy_test import MAY
from tests.serving import BODY, GROUP, Part, Served, Somebody, headers, joined, member, put_paper, serving

OTHER_ROLES: dict[Role, Part] = {"vice_chair": "vice_chair", "administrator": "administrator"}
ITEM = "item0"
# A meeting says more than that one may not: the paper is not before the body, or no longer.
STANDS = (NotAllowed.code, NotTabled.code, AlreadyDecided.code)
NOBODY, WRONG = "nobody000000", "0" * 64
STATES = [state for state in get_args(State) if state != "body"]


@dataclass
class Town:
    """A server, one person for each role, and a paper of one group in each state."""

    served: Served
    roles: dict[Role, Somebody]
    papers: dict[State, UUID]
    meeting: UUID
    browsers: dict[Role, httpx.Client] = field(default_factory=dict)
    tokens: dict[Role, str] = field(default_factory=dict)

    def ask(self, role: Role, method: str, path: str, **data: str) -> httpx.Response:
        browser = self.browsers[role]
        if method == "GET":
            return browser.get(path)
        if data.pop("_file", None):
            files = {"file": ("empty.pdf", b"", "application/pdf")}
            return browser.post(path, data={"_csrf_token": self.tokens[role], **data}, files=files)
        return browser.post(path, data={"_csrf_token": self.tokens[role], **data})

    def refused(self, role: Role, method: str, path: str, **data: str) -> bool:
        """Whether it was refused because this person may not, or may not as things stand."""
        answer = self.ask(role, method, path, **data)
        assert answer.status_code < 500, (role, path, answer.text)
        return answer.is_client_error and answer.json().get("code") in STANDS


def _people(folder: Path) -> tuple[Any, dict[Role, Somebody]]:
    who = people(folder)
    roles: dict[Role, Somebody] = {
        "chair": who.chair,
        "secretary": who.secretary,
        "rapporteur": who.rapporteur,
        "clerk": who.clerk,
        "auditor": who.auditor,
        "member": who.member,
        "coordinator": member(folder, "ثريا الحسني", "coordinator"),
        "deputy": member(folder, "هدى المريني", "deputy"),
        "writer": member(folder, "يوسف الغماري"),
        **{role: member(folder, "سعاد بلخير", part) for role, part in OTHER_ROLES.items()},
    }
    with joined(folder) as (store, body):
        place: Place = "member"
        writes = body.join_group(GROUP, roles["writer"].id, place, MET, CONSOLE, now())
        store.save([[writes]])
    return who, roles


def _papers(folder: Path, who: Any) -> tuple[dict[State, UUID], UUID]:
    """A paper in each state, by the acts that lead there, and an open meeting with all on its agenda."""
    papers: dict[State, UUID] = {state: put_paper(folder, who.rapporteur.id, group=GROUP) for state in STATES}
    with joined(folder) as (store, _):
        for state, draft in papers.items():
            _bring(store, draft, state, who)
        meeting = meet(store, list(papers.values()), who.secretary.id, who.chair.id)
    return papers, meeting


def _bring(store: Store, draft: UUID, state: State, who: Any) -> None:
    if state == "drafting":
        return
    if state in ("tabled", "rejected", "withdrawn"):
        table(store, draft, who.rapporteur.id)
    if state == "rejected":
        meeting = meet(store, [draft], who.secretary.id, who.chair.id)
        vote(store, meeting, ITEM, Votes(0, 5, 0), who.secretary.id, who.chair.id)
    elif state == "withdrawn":
        act(store, lambda reading: _withdrawn(reading, draft, who.rapporteur.id))
    elif state != "tabled":
        adopt(store, draft, who)
    _to_council(store, draft, state, who)


def _withdrawn(reading: Any, draft: UUID, by: str) -> list[Any]:
    reading.close(draft, "withdrawn", by)
    return [reading.dossier(draft).withdraw("لم يعد مطلوبا", by, now())]


def _to_council(store: Store, draft: UUID, state: State, who: Any) -> None:
    dossier = store.dossier(draft)
    if state not in ("deposited", "returned", "received", "answered"):
        assert dossier.state == state
        return
    assert dossier.adoption
    text = AdoptedText(store.draft(draft, dossier.adoption.version), dossier.adoption)
    number = Numbered(1, MET.year)
    events: list[Any] = [
        dossier.lay_down(text, number, "السيد رئيس المجلس", [], WRONG, None, who.secretary.id, now())
    ]
    if state == "returned":
        events.append(dossier.turn_back("ناقص", who.clerk.id, now()))
    if state in ("received", "answered"):
        events.append(dossier.receive(number, who.clerk.id, now()))
    if state == "answered":
        events.append(dossier.answer("noted", "", who.clerk.id, now()))
    store.save([events])
    assert dossier.state == state


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("town")
    who, roles = _people(folder)
    papers, meeting = _papers(folder, who)
    with ExitStack() as stack:
        served = stack.enter_context(serving(folder))
        town = Town(served, roles, papers, meeting)
        for role, somebody in roles.items():
            browser = httpx.Client(
                base_url=served.origin,
                cookies={"mashura": somebody.cookie},
                headers={"Accept": "application/json"},
                timeout=20,
            )
            town.browsers[role] = stack.enter_context(browser)
            page = browser.get("/password", headers={"Accept": "text/html"}).text
            found = re.search(r'name="_csrf_token" value="(\w+)"', page)
            assert found
            town.tokens[role] = found[1]
        yield town


Ask = Callable[[Town, Role, State], bool]


def _post(path: str, **data: str) -> Ask:
    return lambda town, role, state: town.refused(role, "POST", _at(town, path, state), **data)


def _get(path: str) -> Ask:
    return lambda town, role, state: town.refused(role, "GET", _at(town, path, state))


def _at(town: Town, path: str, state: State) -> str:
    draft = town.papers.get(state)
    item = f"item{list(town.papers).index(state)}" if draft else ""
    return path.format(draft=draft, meeting=town.meeting, item=item, body=BODY)


# How each command is asked for, so that whoever may is refused for another reason.
ASKED: dict[Command, Ask] = {
    "read": _get("/drafts/{draft}/dossier"),
    "follow_audit": _get("/drafts/{draft}/audit"),
    "table": _post("/drafts/{draft}/tabling", version="0", digest=WRONG),
    "withdraw": _post("/drafts/{draft}/withdrawal", reason=""),
    "record_paper_adoption": _post(
        "/drafts/{draft}/paper-adoption", version="0", digest=WRONG, decided_on="2022-05-27", told="نعم"
    ),
    "record": _post("/meetings/{meeting}/items/{item}/vote", how="hands", ref="r", **{"for": "999"}),
    "confirm": _post("/meetings/{meeting}/items/{item}/confirmation", seen="999"),
    "preside": _post("/meetings/{meeting}/items/talk/confirmation", seen="999"),
    "revise": _post("/drafts/{draft}/revision"),
    "attach": _post("/drafts/{draft}/files", what="other", _file="empty"),
    "deposit": _post("/drafts/{draft}/deposit", number="999", year="1999"),
    "turn_back": _post("/drafts/{draft}/turning-back", reason=""),
    "consult": _get("/bodies/{body}/meetings"),
    "begin": _get("/papers/new"),
    "convene": _post("/bodies/{body}/meetings/new", kind="none"),
    "invite": _post("/bodies/{body}/people", id=NOBODY, name=""),
    "appoint": _post("/bodies/{body}/groups", name="مجموعة"),
    "number": _post("/bodies/{body}/registers/void", kind="letter", year="2031", number="1", reason="تلف"),
}


# Whoever may do these does them: so each is tried by the others first, and then once by who may.
CHANGING: dict[Command, Ask] = {
    "answer": _post("/drafts/{draft}/answer", answer="noted", text=""),
    "receive": _post("/drafts/{draft}/reception"),
}


def _expected(command: Command, state: State, role: Role) -> bool:
    """What the table says of the roles that this person has: an office of the body is also a membership."""
    has = {role}
    if role in ("writer", "coordinator", "deputy", "rapporteur", "vice_chair", "chair"):
        has.add("member")
    if role in ("coordinator", "deputy"):
        has.add("writer")
    if state == "body" and "member" in has:
        has.add("writer")
    may = MAY.get((command, state), [False] * len(get_args(Role)))
    return any(allowed for each, allowed in zip(get_args(Role), may, strict=True) if each in has)


@pytest.mark.parametrize("command", ASKED)
def test_every_cell_over_http(town: Town, command: Command) -> None:
    states: list[State] = ["body"] if (command, "body") in MAY else STATES
    for state in states:
        for role in get_args(Role):
            refused = ASKED[command](town, role, state)
            assert refused is not _expected(command, state, role), (command, state, role)


@pytest.mark.parametrize("command", CHANGING)
def test_every_cell_that_changes_something(town: Town, command: Command) -> None:
    for state in STATES:
        for role in sorted(get_args(Role), key=lambda role: _expected(command, state, role)):
            refused = CHANGING[command](town, role, state)
            assert refused is not _expected(command, state, role), (command, state, role)


def test_no_command_is_forgotten() -> None:
    assert ASKED.keys() | CHANGING.keys() | {"edit"} == set(get_args(Command))


@pytest.mark.parametrize("state", STATES)
def test_every_cell_of_editing_over_the_websocket(town: Town, state: State) -> None:
    """Who may follow a paper hears of it live; who may edit it gets another answer than `not_allowed`."""
    for role in get_args(Role):
        somebody = town.roles[role]
        with connect(
            town.served.live(town.papers[state]),
            origin=Origin(town.served.origin),
            additional_headers=headers(somebody),
        ) as socket:
            if not _expected("follow_audit", state, role):
                with pytest.raises(ConnectionClosed) as closed:
                    socket.recv()
                assert closed.value.rcvd
                assert closed.value.rcvd.code == NOT_ALLOWED, (state, role)
                continue
            socket.send(json.dumps({"type": "join", "protocol": 1, "version": None, "session": None}))
            joined = json.loads(socket.recv())
            commit = {"type": "commit", "ref": f"{joined['session']}.1", "base": 99, "steps": []}
            socket.send(json.dumps(commit))
            code = _answer(socket)["code"]
            assert (code != "not_allowed") is _expected("edit", state, role), (state, role, code)


def _answer(socket: Any) -> dict[str, Any]:
    while (frame := json.loads(socket.recv()))["type"] != "refused":
        pass
    return dict(frame)
