"""The head of every page about a paper: its kind, where it stands, and where one can go from here."""

from typing import Any
from uuid import UUID

from litestar import get
from litestar.params import FromPath
from litestar.response import Template
from markupsafe import Markup

from domain.dossier import Dossier
from domain.draft import Draft
from domain.policy import Command
from service.ahead import Ahead
from service.pages.person import require_person
from service.pages.reader import Asked, of_paper, standing_of
from service.pages.words.states import KINDS, ahead, state
from service.store import Store

# What somebody may do from the head of a paper's page.
_ACTS: tuple[Command, ...] = ("follow_audit", "edit", "table", "withdraw", "record_paper_adoption", "deposit")


def head_of(request: Asked, dossier: Dossier, text: Draft, *, live: bool = False) -> dict[str, Any]:
    """What the head says of a paper whose text at its head is `text`, and what this person may do with it.

    A `live` page says the version itself, as it changes.
    """
    member, standing = require_person(request).member.id, standing_of(request)
    return {
        "draft": dossier.draft,
        "kind": KINDS[text.kind],
        "state": stands(request, dossier, text, live=live),
        "may": {act: standing.allows_at_hand(member, act, dossier.draft) for act in _ACTS},
        "tabled": dossier.tabled,
        "adoption": dossier.adoption,
    }


def stands(request: Asked, dossier: Dossier, text: Draft, *, live: bool) -> Markup:
    """Where the paper stands, and how many words the text has moved on since it was tabled."""
    adoption, tabled = dossier.adoption, dossier.tabled
    line = state(
        dossier.state,
        None if live else text.version,
        tabled.version if tabled else None,
        adoption.version if adoption else None,
        (adoption.numbered.number, adoption.numbered.year) if adoption else None,
    )
    counting: Ahead = request.app.state.ahead
    changed = counting.words(dossier, text)
    return line if changed is None else Markup("{} · {}").format(line, ahead(changed))


@get("/drafts/{draft:uuid}/standing", sync_to_thread=True)
def standing_line(request: Asked, draft: FromPath[UUID]) -> Template:
    """Where a paper stands now, for a live page that is open already."""
    _, dossier = of_paper(request, "read", draft)
    store: Store = request.app.state.store
    state = stands(request, dossier, store.draft(draft), live=True)
    return Template("standing.html", context={"state": state})


head_handlers = [standing_line]
