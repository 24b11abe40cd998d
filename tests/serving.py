"""A real server for tests: `mashura serve` in a process of its own, on a folder of the test's."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from prosemirror.model import Node

from domain.body import Body
from domain.body_events import Office
from domain.draft_events import Kind
from domain.errors import UnknownBody
from domain.event import Event
from domain.templates import template
from service.accounts import Accounts
from service.acts.people import CONSOLE, admit, found
from service.authority import now
from service.papers import paper
from service.store import Store


@dataclass
class Somebody:
    """A member of the test's body, signed in."""

    id: str
    name: str
    cookie: str


@dataclass
class Served:
    """A running server. `kill` ends it as a power cut would; `start` brings it back on the same port."""

    folder: Path
    port: int = 0
    module: str = "service.cli"
    process: subprocess.Popen[str] | None = None

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def live(self, draft: UUID) -> str:
        return f"ws://127.0.0.1:{self.port}/drafts/{draft}/live"

    def start(self) -> None:
        command = [
            sys.executable,
            "-m",
            self.module,
            "serve",
            "--folder",
            str(self.folder),
            "--port",
            str(self.port),
        ]
        environment = {"MASHURA_FRAMES_PER_SECOND": "100000", **os.environ}
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        assert "http://" in said, f"the server did not start: {said}"
        self.port = int(said.rsplit(":", 1)[1])

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def stop(self) -> None:
        assert self.process is not None
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)
        if self.process.stdout is not None:
            self.process.stdout.close()


BODY = UUID("0197d3a0-0000-7000-8000-00000000b0d4")
# What a test calls somebody: a member, an office, or a place in the body's one group.
Part = Office | Literal["member", "coordinator", "deputy"]
FOUNDED = date(2021, 9, 1)
GROUP = "group0000000"


def founded(store: Store) -> Body:
    """The body of the tests, founded where it is not yet."""
    with suppress(UnknownBody):
        return store.body(BODY)
    founding = found(
        BODY,
        "ieecag",
        "هيئة المساواة وتكافؤ الفرص ومقاربة النوع",
        "جماعة واد الزيتون",
        "مجلس جماعة واد الزيتون",
        "واد الزيتون",
        CONSOLE,
        now(),
    )
    store.save([founding])
    return store.body(BODY)


@contextmanager
def joined(folder: Path) -> Iterator[tuple[Store, Body]]:
    """The log, beside whoever owns it, and the body of the tests in it."""
    with closing(Store(folder, owns=not (folder / "events.sqlite").exists())) as store:
        yield store, founded(store)


def member(folder: Path, name: str, role: Part = "member") -> Somebody:
    """A new member, or somebody with an office, signed in. May be called while the server runs."""
    with (
        closing(Accounts(f"sqlite:///{folder / 'people.sqlite'}")) as accounts,
        joined(folder) as (store, body),
    ):
        made = accounts.add_member(name)
        store.save([part(body, made.id, role)])
        return Somebody(made.id, name, accounts.sign_in(made.id))


def part(body: Body, id: str, role: Part) -> list[Event]:
    """The events that make somebody what a test calls them; a second chair follows the first."""
    moment = now()
    if role != "member" and role != "coordinator" and role != "deputy":
        ended: list[Event] = []
        if role == "chair" and (before := body.holder("chair")) is not None:
            ended = [body.end_office(before, "chair", FOUNDED, CONSOLE, moment)]
        return [*ended, *admit(body, id, role, FOUNDED, CONSOLE, moment)]
    events: list[Event] = [body.begin_mandate(id, FOUNDED, CONSOLE, moment)]
    if role != "member":
        if not body.groups:
            events.append(body.form_group(GROUP, "مجموعة الدراسات", FOUNDED, CONSOLE, moment))
        events.append(body.join_group(GROUP, id, role, FOUNDED, CONSOLE, moment))
    return events


def put_paper(
    folder: Path, author: str, doc: Node | None = None, kind: Kind = "opinion", group: str | None = None
) -> UUID:
    """A new paper of the body. May be called while the server runs."""
    with joined(folder) as (store, body):
        events = paper(body.id, kind, "ar", author, doc or template(kind, "ar"), now(), group=group)
        store.save([events])
        return events[0].originator_id


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """A server that is stopped at the end."""
    served = Served(folder)
    served.start()
    try:
        yield served
    finally:
        served.stop()


def headers(somebody: Somebody) -> dict[str, Any]:
    return {"Cookie": f"mashura={somebody.cookie}"}
