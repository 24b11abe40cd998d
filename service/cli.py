"""The command line: `mashura`."""

import json
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, get_args
from uuid import UUID

import click
import uvicorn
from litestar import Litestar
from rich.console import Console

from domain.errors import MashuraError
from domain.policy import Role
from service import frames
from service.accounts import Accounts
from service.accounts.people import UnknownMember
from service.app import build
from service.demo import DRAFT, fill
from service.generate import generated
from service.papers import import_file
from service.replay import replay
from service.settings import settings
from service.store import Store

console = Console(highlight=False, soft_wrap=True)

folder_option = click.option(
    "--folder",
    type=click.Path(path_type=Path),
    envvar="MASHURA_FOLDER",
    default=Path("data"),
    show_default=True,
    help="Where the databases live.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Mashura (مشورة): where a consultative body writes its opinions together."""


@main.command()
@folder_option
@click.option("--host", envvar="MASHURA_HOST", default="127.0.0.1", show_default=True)
@click.option("--port", envvar="MASHURA_PORT", default=8000, show_default=True)
def serve(folder: Path, host: str, port: int) -> None:
    """Serve one installation."""
    with _listening(host, port) as listening, _refusals_said():
        app = build(settings(folder=folder))
        console.print(f"Mashura is at http://{host}:{listening.getsockname()[1]}")
        _run(app, listening)


@main.command()
@click.option("--port", default=8000, show_default=True)
@click.option("--robots/--no-robots", default=True, help="Two robot members co-edit for a few minutes.")
def demo(port: int, robots: bool) -> None:
    """Serve a throw-away body with invented people, and print a sign-in link for each role."""
    with (
        _listening("127.0.0.1", port) as listening,
        tempfile.TemporaryDirectory(prefix="mashura-demo-") as folder,
        _refusals_said(),
    ):
        port = listening.getsockname()[1]
        origin = f"http://127.0.0.1:{port}"
        links, work = _fill(Path(folder))
        console.print(f"\nMashura (مشورة) is at [bold]{origin}[/bold] — paper: {origin}/drafts/{DRAFT}")
        console.print("Open two of these in two browsers (each link lets one browser in, once):\n")
        for office, token in links:
            console.print(f"  {office:<13} {origin}/enter/{token}")
        console.print(f"\nIts versions in a terminal: mashura replay --folder {folder} {DRAFT}")
        console.print("Stop with Ctrl-C; nothing is kept.\n")
        tasks = {"url": f"ws://127.0.0.1:{port}/drafts/{DRAFT}/live", "robots": work if robots else []}
        _run(build(settings(folder=Path(folder))), listening, tasks)


@main.command()
@folder_option
@click.argument("name")
@click.option("--role", type=click.Choice(get_args(Role)), default="member", show_default=True)
@click.option(
    "--origin", default="http://127.0.0.1:8000", show_default=True, help="Where the service is reached."
)
def invite(folder: Path, name: str, role: Role, origin: str) -> None:
    """Add a member and print their id and a sign-in link, which lets one browser in, once."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _refusals_said(), closing(_accounts(folder)) as accounts:
        invited = accounts.add_member(name, role)
        console.print(f"{invited.id}  {origin}/enter/{accounts.make_link(invited.id)}")


@main.command(name="import")
@folder_option
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--title", required=True, help="The title of the paper.")
@click.option("--author", required=True, help="The id of the member who brings the text in.")
def import_(folder: Path, file: Path, title: str, author: str) -> None:
    """Make a draft of a plain text. The service must not be running on the folder."""
    with _refusals_said(), _store(folder) as store, closing(_accounts(folder)) as accounts:
        if accounts.member(author) is None:
            raise UnknownMember(author)
        try:
            draft, events = import_file(file, author, title, accounts)
        except UnicodeDecodeError as unread:
            raise click.ClickException(
                f"{file} is not UTF-8 text: save it as UTF-8, then try again."
            ) from unread
        store.save([events])
        console.print(f"{draft}  {len(events) - 2} commits")


@main.command(name="replay")
@folder_option
@click.argument("draft", type=click.UUID)
def replay_(folder: Path, draft: UUID) -> None:
    """Step through a draft's versions, from its first text on; the service may be running."""
    with (
        _refusals_said(),
        closing(Store(folder, reads_only=True)) as store,
        closing(_accounts(folder)) as accounts,
    ):
        replay(store, draft, accounts.names, console)


@main.command(hidden=True)
def generate() -> None:
    """Write the files that are made from the sources (for developers)."""
    for path, content in generated().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def _run(app: Litestar, listening: socket.socket, work: dict[str, Any] | None = None) -> None:
    """Serve until told to stop; the demo's robots, if any, run beside in a process of their own."""
    config = uvicorn.Config(
        app,
        ws="websockets-sansio",
        ws_max_size=frames.MAX_FRAME,
        ws_per_message_deflate=False,
        loop="uvloop",
        log_level="warning",
        timeout_graceful_shutdown=5,
        server_header=False,
    )
    server = _Server(config, work)
    # Whoever stops us from outside is obeyed as Ctrl-C is: so the demo's folder and its robots go too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        server.run(sockets=[listening])
    except KeyboardInterrupt:
        return
    finally:
        server.stop_robots()


class _Server(uvicorn.Server):
    """The server, with the demo's robots beside it once it answers."""

    def __init__(self, config: uvicorn.Config, work: dict[str, Any] | None) -> None:
        super().__init__(config)
        self._work = work
        self._robots: subprocess.Popen[bytes] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to answer, then let the robots come."""
        await super().startup(sockets)
        if self.started and self._work and self._work["robots"]:
            self._start_robots(json.dumps(self._work).encode())

    def _start_robots(self, work: bytes) -> None:
        command = [sys.executable, "-m", "service.robots"]
        self._robots = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert self._robots.stdin is not None
        self._robots.stdin.write(work)
        self._robots.stdin.close()

    def stop_robots(self) -> None:
        """Send the robots home, where there are any."""
        if self._robots is not None:
            self._robots.terminate()
            self._robots.wait()


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    """A listening socket, or one clear sentence."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(1024)
    except OSError as taken:
        raise click.ClickException(
            f"Port {port} on {host} is taken or not allowed: choose another, for example --port {port + 123}"
            f" (make demo PORT={port + 123})."
        ) from taken
    with listening:
        yield listening


@contextmanager
def _refusals_said() -> Iterator[None]:
    """What cannot be done is said in one sentence."""
    try:
        yield
    except MashuraError as refused:
        meaning = (type(refused).__doc__ or "").split("\n", maxsplit=1)[0]
        raise click.ClickException(f"{meaning} ({refused.code}: {refused})") from refused


@contextmanager
def _store(folder: Path) -> Iterator[Store]:
    store = Store(folder)
    try:
        yield store
    finally:
        store.close()


def _accounts(folder: Path) -> Accounts:
    return Accounts(f"sqlite:///{folder / 'people.sqlite'}")


def _fill(folder: Path) -> tuple[list[tuple[str, str]], list[dict[str, Any]]]:
    with _store(folder) as store, closing(_accounts(folder)) as accounts:
        return fill(store, accounts)


if __name__ == "__main__":
    main()
