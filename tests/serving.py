"""A real server for tests: `mashura serve` in a process of its own, on a folder of the test's."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from prosemirror.model import Node

from domain.draft_events import Kind
from domain.policy import Role
from domain.templates import template
from service.accounts import Accounts
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


def member(folder: Path, name: str, role: Role = "member") -> Somebody:
    """A new member, signed in. May be called while the server runs."""
    accounts = Accounts(f"sqlite:///{folder / 'people.sqlite'}")
    try:
        made = accounts.add_member(name, role)
        return Somebody(made.id, name, accounts.sign_in(made.id))
    finally:
        accounts.close()


def put_paper(folder: Path, author: str, doc: Node | None = None, kind: Kind = "opinion") -> UUID:
    """A new paper, stored before the server starts."""
    store = Store(folder)
    try:
        events = paper(kind, "ar", author, doc or template(kind, "ar"), now())
        store.save([events])
        return events[0].originator_id
    finally:
        store.close()


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
