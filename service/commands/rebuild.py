"""`mashura rebuild`."""

from contextlib import closing
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import click

from projections import rebuild as views
from service.commands.bar import log_bar
from service.commands.opening import console, folder_option, refusals_said
from service.store import Store


@click.command()
@folder_option
def rebuild(folder: Path) -> None:
    """Build the views anew from the log, tell what differed, and put it right. The service may be running."""
    with refusals_said(), closing(Store(folder, reads_only=True)) as store, log_bar() as progress:
        found = views.rebuild(folder / "views.sqlite", store.log, store.draft, progress)
    for table, rows in groupby(found, attrgetter("table")):
        keys = ["/".join(row.key) for row in rows]
        more = " or more, the first of them" if len(keys) == views.NAMED else ""
        console.print(
            f"The table {table} differed from the log in {len(keys)} row(s){more}: {', '.join(keys)}."
        )
    console.print("This is put right." if found else "Built anew from the log, the views are the same.")
