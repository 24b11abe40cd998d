"""`mashura init`."""

from contextlib import closing
from pathlib import Path
from uuid import uuid4

import click

from domain.errors import MashuraError
from service.acts.people import CONSOLE, admit, found
from service.authority import now
from service.commands.opening import accounts_of, console, folder_option, refusals_said
from service.standing import Standing
from service.store import Store


class AlreadyFounded(MashuraError):
    """There is a body with that name in this installation."""

    code = "already_founded"


@click.command()
@folder_option
@click.option("--name", prompt=True, help="The body's name, as on its letters.")
@click.option("--commune", prompt=True, help="Its commune: «جماعة واد الزيتون».")
@click.option("--council", prompt=True, help="Its council: «مجلس جماعة واد الزيتون».")
@click.option("--town", prompt=True, help="The town that its letters are written from.")
@click.option("--kind", default="ieecag", show_default=True, help="What sort of body it is.")
@click.option("--chair", prompt=True, help="The name of its chair, who gets the first link.")
@click.option(
    "--origin", default="http://127.0.0.1:8000", show_default=True, help="Where the service is reached."
)
def init(
    folder: Path, name: str, commune: str, council: str, town: str, kind: str, chair: str, origin: str
) -> None:
    """Found a body in this folder, and print its chair's sign-in link. The service must not be running."""
    with refusals_said(), closing(Store(folder)) as store, closing(accounts_of(folder)) as accounts:
        if any(body.founded.name == name for body in Standing(store).bodies()):
            raise AlreadyFounded(name)
        moment = now()
        body_id = uuid4()
        store.save([found(body_id, kind, name, commune, council, town, CONSOLE, moment)])
        invited = accounts.add_member(chair)
        body = store.body(body_id)
        store.save([admit(body, invited.id, "chair", moment.date(), CONSOLE, moment)])
        console.print(f"{body_id}  {name}")
        console.print(f"{invited.id}  {origin}/enter/{accounts.make_link(invited.id)}")
