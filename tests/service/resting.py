"""A small installation at rest: a paper with its author, a secret, and a file."""

from contextlib import closing
from pathlib import Path

from service.accounts import Accounts
from service.files import Files
from service.store import Store
from tests.projections.writing import Writing

LETTER = b"%PDF-1.7 a signed letter"


def resting(parent: Path) -> Path:
    """Its folder, whose name is as awkward as a name may be."""
    folder = parent / "بيانات #1 100%"
    with (
        closing(Store(folder)) as store,
        closing(Accounts(f"sqlite:///{folder / 'people.sqlite'}")) as accounts,
    ):
        author = accounts.add_member("سلمى").id
        paper = Writing(store, author=author)
        for letter in "رأي":
            paper.type(author, letter)
    (folder / "secret").write_text("s" * 43)
    (folder / "secret").chmod(0o600)
    Files(folder).put(LETTER)
    return folder
