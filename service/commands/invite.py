"""`mashura invite`."""

from contextlib import closing
from pathlib import Path
from typing import Final, get_args
from uuid import UUID

import click

from domain.body_events import Office
from domain.errors import MashuraError
from service.accounts.links import HOURS
from service.acts.people import CONSOLE, admit
from service.authority import now
from service.commands.opening import accounts_of, body_of, console, folder_option, refusals_said
from service.printing import qr
from service.store import Store

MEMBER: Final = "member"


@click.command()
@folder_option
@click.argument("name")
@click.option(
    "--role",
    type=click.Choice([MEMBER, *get_args(Office)]),
    default=MEMBER,
    show_default=True,
    help="A member of the body, or an office.",
)
@click.option("--body", "id", type=click.UUID, help="Which body, where the installation has several.")
@click.option(
    "--origin", default="http://127.0.0.1:8000", show_default=True, help="Where the service is reached."
)
def invite(folder: Path, name: str, role: str, id: UUID | None, origin: str) -> None:
    """Take somebody into the body and print their id and a sign-in link, which lets one browser in, once.

    On a terminal it is drawn as a QR code too. The service may be running.
    """
    with (
        refusals_said(),
        closing(Store(folder, owns=False)) as store,
        closing(accounts_of(folder)) as accounts,
    ):
        moment, body = now(), body_of(store, id)
        office: Office | None = next((each for each in get_args(Office) if each == role), None)
        invited = accounts.add_member(name)
        try:
            store.save([admit(body, invited.id, office, moment.date(), CONSOLE, moment)])
        except MashuraError:
            accounts.take_out(invited.id)
            raise
        link = f"{origin}/enter/{accounts.make_link(invited.id)}"
        console.print(f"{invited.id}  {link}")
        # For whoever stands beside: a program that reads what is printed gets the line alone.
        if console.is_terminal:
            console.print(qr.text(link), style="#000000 on #ffffff", soft_wrap=False, no_wrap=True)
            console.print(f"Good for one browser, once, within {HOURS} hours. It is shown only now.")
