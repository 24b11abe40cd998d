"""One exact version, read with its digest before something is decided about it.

The form on such a page carries the version and the digest shown, so what is decided is what was read.
"""

from typing import Any
from uuid import UUID

from litestar.response import Redirect, Template

from domain.dossier import Dossier
from domain.policy import Command
from service.pages.paper.head import head_of
from service.pages.paper.versions import as_html, text_at
from service.pages.reader import Asked, of_paper, page
from service.store import Store


def newest(request: Asked, command: Command, draft: UUID, address: str) -> Redirect:
    """To the version that is newest at this moment; from there on the address names it."""
    of_paper(request, command, draft)
    store: Store = request.app.state.store
    return Redirect(f"/drafts/{draft}/{address}/{store.draft(draft).version}")


def exact_page(
    request: Asked, command: Command, draft: UUID, version: int, template: str, **more: Any
) -> Template:
    """The version to be read, for whoever may give the command; raises UnknownVersion, NotAllowed."""
    person, dossier = of_paper(request, command, draft)
    store: Store = request.app.state.store
    shown, head = text_at(store, draft, version), store.draft(draft)
    return page(
        request,
        person,
        template,
        body=dossier.body,
        draft=draft,
        version=version,
        newest=head.version,
        text=as_html(shown),
        language=shown.language,
        digest=shown.digest,
        head=head_of(request, dossier, head),
        is_tabled=_is_tabled(dossier, version),
        **more,
    )


def _is_tabled(dossier: Dossier, version: int) -> bool:
    return dossier.state == "tabled" and dossier.tabled is not None and dossier.tabled.version == version
