"""What every command begins with: its folder opened, and a refusal said in one sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import click
from rich.console import Console

from domain.body import Body
from domain.errors import MashuraError, UnknownBody
from service.accounts import Accounts
from service.standing import Standing
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


def accounts_of(folder: Path) -> Accounts:
    """The people of the installation in this folder; the file is made where there is none."""
    return Accounts(f"sqlite:///{folder / 'people.sqlite'}")


def body_of(store: Store, id: UUID | None) -> Body:
    """The body with this id, or the only one there is; raises UnknownBody."""
    bodies = Standing(store).bodies()
    if id is None and len(bodies) != 1:
        said = ", ".join(f"{body.id} {body.founded.name}" for body in bodies)
        raise UnknownBody(f"name one with --body: {said}" if bodies else "found one with mashura init")
    return bodies[0] if id is None else store.body(id)


@contextmanager
def refusals_said() -> Iterator[None]:
    """What cannot be done is said in one sentence."""
    try:
        yield
    except MashuraError as refused:
        meaning = (type(refused).__doc__ or "").split("\n", maxsplit=1)[0]
        raise click.ClickException(f"{meaning} ({refused.code}: {refused})") from refused
