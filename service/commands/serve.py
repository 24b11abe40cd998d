"""`mashura serve`."""

from pathlib import Path

import click

from service.app import build
from service.commands.opening import console, folder_option, refusals_said
from service.commands.running import listening, run
from service.settings import settings


@click.command()
@folder_option
@click.option("--host", envvar="MASHURA_HOST", default="127.0.0.1", show_default=True)
@click.option("--port", envvar="MASHURA_PORT", default=8000, show_default=True)
def serve(folder: Path, host: str, port: int) -> None:
    """Serve one installation."""
    with listening(host, port) as door, refusals_said():
        app = build(settings(folder=folder))
        console.print(f"Mashura is at http://{host}:{door.getsockname()[1]}")
        run(app, door)
