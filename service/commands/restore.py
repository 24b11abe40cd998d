"""`mashura restore`."""

import sqlite3
from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError

from service import keeping
from service.acts.people import CONSOLE
from service.commands.bar import log_bar
from service.commands.opening import console, folder_option, refusals_said


@click.command()
@folder_option
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(folder: Path, file: Path) -> None:
    """Put a backup into a new folder, after checking every byte and reading every event of it."""
    with refusals_said():
        try:
            with log_bar() as progress:
                made = keeping.restore(file, folder, CONSOLE, progress)
        except (OSError, sqlite3.Error, SQLAlchemyError) as failed:
            raise click.ClickException(f"Nothing was restored: {failed}") from failed
    console.print(
        f"{folder} stands as it stood at {made.made_at:%Y-%m-%d %H:%M:%S} UTC: {made.position} event(s), "
        f"{made.attachments} file(s), every one of them read.\n"
        "What was acknowledged after that moment is not in the backup, and is lost here; the log says so."
    )
