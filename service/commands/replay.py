"""`mashura replay`."""

from contextlib import closing
from pathlib import Path
from uuid import UUID

import click

from service import replay as stepping
from service.commands.opening import accounts_of, console, folder_option, refusals_said
from service.store import Store


@click.command()
@folder_option
@click.argument("draft", type=click.UUID)
def replay(folder: Path, draft: UUID) -> None:
    """Step through a draft's versions, from its first text on; the service may be running."""
    with (
        refusals_said(),
        closing(Store(folder, reads_only=True)) as store,
        closing(accounts_of(folder)) as accounts,
    ):
        stepping.replay(store, draft, accounts.names, console)
