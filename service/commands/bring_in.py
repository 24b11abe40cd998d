"""`mashura import`."""

from contextlib import closing
from pathlib import Path
from uuid import UUID

import click

from service.accounts.people import UnknownMember
from service.commands.opening import accounts_of, body_of, console, folder_option, refusals_said
from service.papers import import_file
from service.store import Store


@click.command(name="import")
@folder_option
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--title", required=True, help="The title of the paper.")
@click.option("--author", required=True, help="The id of the member who brings the text in.")
@click.option("--body", type=click.UUID, help="Which body, where the installation has several.")
def bring_in(folder: Path, file: Path, title: str, author: str, body: UUID | None) -> None:
    """Make a draft of a plain text. The service must not be running on the folder."""
    with refusals_said(), closing(Store(folder)) as store, closing(accounts_of(folder)) as accounts:
        if accounts.member(author) is None:
            raise UnknownMember(author)
        try:
            draft, events = import_file(body_of(store, body).id, file, author, title, accounts)
        except UnicodeDecodeError as unread:
            raise click.ClickException(
                f"{file} is not UTF-8 text: save it as UTF-8, then try again."
            ) from unread
        store.save([events])
        console.print(f"{draft}  {len(events) - 2} commits")
