"""The page of a paper: its editor, and what can be done with it from there."""

from uuid import UUID

import msgspec
from litestar import get
from litestar.params import FromPath
from litestar.response import Redirect, Template

from domain.draft import Draft
from domain.outline import title_of
from service.accounts import SignIn
from service.pages.paper.head import head_of
from service.pages.reader import Asked, of_paper, page, sees_writing, standing_of
from service.store import Store


def page_data(person: SignIn, text: Draft, *, writes: bool) -> str:
    """What the editor starts from, as JSON that may stand in a script element."""
    data = {
        "draft": str(text.id),
        "member": person.member.id,
        "name": person.member.name,
        "canWrite": writes,
        "schema": text.schema_version,
        "live": f"/drafts/{text.id}/live",
    }
    return msgspec.json.encode(data).decode().replace("<", "\\u003c")


@get("/drafts/{draft:uuid}", sync_to_thread=True)
def draft_page(request: Asked, draft: FromPath[UUID]) -> Template | Redirect:
    """The editor; whoever does not see the writing is led to what they may read. Raises UnknownDraft."""
    person, dossier = of_paper(request, "read", draft)
    if not sees_writing(request, dossier):
        return Redirect(f"/drafts/{draft}/dossier")
    store: Store = request.app.state.store
    text = store.draft(draft)
    writes = standing_of(request).allows(person.member.id, "edit", draft)
    return page(
        request,
        person,
        "draft.html",
        draft=draft,
        language=text.language,
        title=title_of(text.doc),
        version=text.version,
        head=head_of(request, dossier, text, live=True),
        data=page_data(person, text, writes=writes),
    )


draft_handlers = [draft_page]
