"""`mashura demo`."""

import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from service.app import build
from service.commands.opening import accounts_of, console, refusals_said
from service.commands.running import listening, run
from service.demo import DRAFT, fill
from service.settings import settings
from service.store import Store


@click.command()
@click.option("--port", default=8000, show_default=True)
@click.option("--robots/--no-robots", default=True, help="Two robot members co-edit for a few minutes.")
def demo(port: int, robots: bool) -> None:
    """Serve a throw-away body with invented people, and print a sign-in link for each role."""
    with (
        listening("127.0.0.1", port) as door,
        tempfile.TemporaryDirectory(prefix="mashura-demo-") as folder,
        refusals_said(),
    ):
        port = door.getsockname()[1]
        origin = f"http://127.0.0.1:{port}"
        links, work = _fill(Path(folder))
        console.print(f"\nMashura (مشورة) is at [bold]{origin}[/bold] — paper: {origin}/drafts/{DRAFT}")
        console.print("Open two of these in two browsers (each link lets one browser in, once):\n")
        for office, token in links:
            console.print(f"  {office:<13} {origin}/enter/{token}")
        console.print(
            "\nFrom a draft to the council, by hand: the coordinator lays the paper before the body, the"
        )
        console.print(
            "secretary calls a meeting and records who came and the vote, the chair confirms it, the"
        )
        console.print(
            "secretary deposits the adopted text, and the clerk gives a receipt. Each has it on their desk."
        )
        console.print(f"\nIts versions in a terminal: mashura replay --folder {folder} {DRAFT}")
        console.print("Stop with Ctrl-C; nothing is kept.\n")
        tasks = {"url": f"ws://127.0.0.1:{port}/drafts/{DRAFT}/live", "robots": work if robots else []}
        run(build(settings(folder=Path(folder))), door, tasks)


def _fill(folder: Path) -> tuple[list[tuple[str, str]], list[dict[str, Any]]]:
    with closing(Store(folder)) as store, closing(accounts_of(folder)) as accounts:
        return fill(store, accounts)
