"""A running service whose body deposits with its council: each at the pages, papers as a test needs."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import httpx

from domain.dossier import Dossier
from service.store import Store
from tests.adopting import People, adopt, people, table, written_paper
from tests.service.errand import Errand, at
from tests.serving import Served, serving


@dataclass
class Council:
    """The body's people and the council's clerk, each in a browser; the log beside the service."""

    served: Served
    who: People
    store: Store
    chair: Errand
    secretary: Errand
    rapporteur: Errand
    member: Errand
    clerk: Errand

    def paper(self) -> UUID:
        """A paper that is being written."""
        return written_paper(self.served.folder, self.who)

    def tabled(self) -> UUID:
        """A paper that is before the body."""
        draft = self.paper()
        table(self.store, draft, self.who.rapporteur.id)
        self.known(draft)
        return draft

    def adopted(self) -> UUID:
        """A paper that the body adopted in a meeting."""
        draft = self.paper()
        adopt(self.store, draft, self.who)
        self.known(draft)
        return draft

    def known(self, draft: UUID) -> None:
        """The service knows what was stored beside it: before it refuses anybody, it asks the log."""
        self.clerk.page(f"/drafts/{draft}/table", 403)

    def deposit(self, draft: UUID, **fields: str) -> httpx.Response:
        """The secretary reads the letter and deposits."""
        return self.secretary.send(
            f"/drafts/{draft}/deposit", f"/drafts/{draft}/deposit", 'method="post"', **fields
        )

    def deposited(self) -> UUID:
        """A paper that lies with the council."""
        draft = self.adopted()
        assert self.deposit(draft).status_code == 303
        return draft

    def dossier(self, draft: UUID) -> Dossier:
        """Where a paper stands, from the log."""
        return self.store.dossier(draft)


@contextmanager
def sitting(folder: Path) -> Iterator[Council]:
    """A service in this folder."""
    who = people(folder)
    with ExitStack() as stack:
        served = stack.enter_context(serving(folder))
        store = stack.enter_context(closing(Store(folder, owns=False)))
        browsers = [
            stack.enter_context(at(served, each))
            for each in (who.chair, who.secretary, who.rapporteur, who.member, who.clerk)
        ]
        yield Council(served, who, store, *browsers)
