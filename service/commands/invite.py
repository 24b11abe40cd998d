"""`mashura invite`."""

from contextlib import closing
from pathlib import Path
from typing import get_args

import click

from domain.policy import Role
from service.commands.opening import accounts_of, console, folder_option, refusals_said


@click.command()
@folder_option
@click.argument("name")
@click.option("--role", type=click.Choice(get_args(Role)), default="member", show_default=True)
@click.option(
    "--origin", default="http://127.0.0.1:8000", show_default=True, help="Where the service is reached."
)
def invite(folder: Path, name: str, role: Role, origin: str) -> None:
    """Add a member and print their id and a sign-in link, which lets one browser in, once."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with refusals_said(), closing(accounts_of(folder)) as accounts:
        invited = accounts.add_member(name, role)
        console.print(f"{invited.id}  {origin}/enter/{accounts.make_link(invited.id)}")
