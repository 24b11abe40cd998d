"""What every command begins with: its folder opened, and a refusal said in one sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console

from domain.errors import MashuraError
from service.accounts import Accounts

console = Console(highlight=False, soft_wrap=True)

folder_option = click.option(
    "--folder",
    type=click.Path(path_type=Path),
    envvar="MASHURA_FOLDER",
    default=Path("data"),
    show_default=True,
    help="Where the databases live.",
)


def accounts_of(folder: Path) -> Accounts:
    """The people of the installation in this folder; the file is made where there is none."""
    return Accounts(f"sqlite:///{folder / 'people.sqlite'}")


@contextmanager
def refusals_said() -> Iterator[None]:
    """What cannot be done is said in one sentence."""
    try:
        yield
    except MashuraError as refused:
        meaning = (type(refused).__doc__ or "").split("\n", maxsplit=1)[0]
        raise click.ClickException(f"{meaning} ({refused.code}: {refused})") from refused
