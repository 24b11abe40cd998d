"""`mashura backup`."""

import sqlite3
from pathlib import Path

import click

from service import keeping
from service.commands.opening import console, folder_option, refusals_said


@click.command()
@folder_option
@click.argument("file", type=click.Path(path_type=Path))
def backup(folder: Path, file: Path) -> None:
    """Back the installation up into one new file. The service may be running."""
    with refusals_said():
        try:
            made = keeping.backup(folder, file)
        except (OSError, sqlite3.Error) as failed:
            raise click.ClickException(f"No backup was made: {failed}") from failed
    console.print(
        f"{file} holds all that was acknowledged before {made.made_at:%Y-%m-%d %H:%M:%S} UTC: "
        f"{made.position} event(s), {made.attachments} file(s). "
        "Names and secrets are in it: keep it where nobody else reads."
    )
