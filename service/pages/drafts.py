"""The page of a paper: its editor, and the chair's approval of one version."""

import asyncio
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Redirect, Template

from domain import policy
from domain.event import Event
from domain.outline import title_of
from service.accounts import SignIn
from service.authority import now
from service.pages.reader import Asked, page, reader
from service.pages.sentences import KINDS
from service.pages.versions import as_html, text_at
from service.store import Store


class Approval(msgspec.Struct):
    """The version that the chair approves, and the digest of the text that the chair was shown."""

    version: int
    digest: str


def page_data(person: SignIn, draft: UUID, schema: int) -> str:
    """What the editor starts from, as JSON that may stand in a script element."""
    data = {
        "draft": str(draft),
        "member": person.member.id,
        "name": person.member.name,
        "canWrite": policy.allows(person.member.role, "edit"),
        "schema": schema,
        "live": f"/drafts/{draft}/live",
    }
    return msgspec.json.encode(data).decode().replace("<", "\\u003c")


@get("/drafts/{draft:uuid}", sync_to_thread=True)
def draft_page(request: Asked, draft: UUID) -> Template:
    """The editor; raises UnknownDraft."""
    person = reader(request, "read")
    store: Store = request.app.state.store
    opened = store.draft(draft)
    return page(
        request,
        person,
        "paper.html",
        draft=draft,
        kind=KINDS[opened.kind],
        language=opened.language,
        title=title_of(opened.doc),
        version=opened.version,
        approved=max(store.dossier(draft).approved, default=None),
        data=page_data(person, draft, opened.schema_version),
        can_approve=policy.allows(person.member.role, "approve"),
    )


@get("/drafts/{draft:uuid}/approve/{version:int}", sync_to_thread=True)
def approve_page(request: Asked, draft: UUID, version: int) -> Template:
    """One exact version with its digest, to be read before it is approved."""
    person = reader(request, "approve")
    store: Store = request.app.state.store
    shown = text_at(store, draft, version)
    return page(
        request,
        person,
        "approve.html",
        draft=draft,
        version=version,
        text=as_html(shown),
        language=shown.language,
        digest=shown.digest,
        approved=version in store.dossier(draft).approved,
        head=store.draft(draft).version,
    )


@get("/drafts/{draft:uuid}/approve", sync_to_thread=True)
def approve_newest(request: Asked, draft: UUID) -> Redirect:
    """The version that is newest at this moment; from here on the address names it."""
    reader(request, "approve")
    store: Store = request.app.state.store
    return Redirect(f"/drafts/{draft}/approve/{store.draft(draft).version}")


@post("/drafts/{draft:uuid}/approval")
async def approve(
    request: Asked,
    draft: UUID,
    data: Annotated[Approval, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect:
    """The chair approves the version that was shown, and no other; raises DigestDiffers, AlreadyApproved."""
    person = await asyncio.to_thread(reader, request, "approve")
    state = request.app.state
    store: Store = state.store

    def decide() -> Event:
        text = text_at(store, draft, data.version, from_events=True)
        dossier = store.dossier(draft)
        return dossier.approve(data.version, text.digest, data.digest, person.member.id, now())

    event = await asyncio.to_thread(decide)
    position = await state.authority.committer.submit([event])
    # Read your writes: the register that comes next shows this approval.
    await state.following.reached(position)
    return Redirect(f"/register?approved={data.version}")


draft_handlers = [draft_page, approve_newest, approve_page, approve]
