"""Laying a version before the body, and taking a paper back: what is read first, and what is then decided."""

import asyncio
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect, Template

from service.acts import tabling
from service.authority import now
from service.live import Live
from service.pages.paper.exact import exact_page, newest
from service.pages.paper.head import head_of
from service.pages.person import require_person
from service.pages.reader import Asked, of_paper, page
from service.store import Store


class Tabled(msgspec.Struct):
    """The version to be tabled, and the digest of the text that was shown."""

    version: int
    digest: str


class Reason(msgspec.Struct):
    """Why something is done."""

    reason: str = ""


@get("/drafts/{draft:uuid}/table", sync_to_thread=True)
def table_newest(request: Asked, draft: FromPath[UUID]) -> Redirect:
    """To the newest version, to be read."""
    return newest(request, "table", draft, "table")


@get("/drafts/{draft:uuid}/table/{version:int}", sync_to_thread=True)
def table_page(request: Asked, draft: FromPath[UUID], version: FromPath[int]) -> Template:
    """One exact version, to be read before it is laid before the body; raises UnknownVersion.

    It says who else is writing at this moment: a sentence of theirs may be half said in it.
    """
    live: Live = request.app.state.live
    reader = require_person(request).member.id
    writing = sorted({each.name for each in live.presence.people(draft) if each.member != reader})
    return exact_page(request, "table", draft, version, "table.html", writing=writing)


@post("/drafts/{draft:uuid}/tabling")
async def table(
    request: Asked,
    draft: FromPath[UUID],
    data: Annotated[Tabled, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect:
    """Table the version that was shown, and no other; raises DigestDiffers, OutOfTurn, AlreadyDecided."""
    person, dossier = await asyncio.to_thread(of_paper, request, "table", draft)
    await request.app.state.procedure.decide(
        dossier.body,
        lambda reading: tabling.table(reading, draft, data.version, data.digest, person.member.id, now()),
    )
    return Redirect(f"/drafts/{draft}/dossier", status_code=303)


@get("/drafts/{draft:uuid}/withdraw", sync_to_thread=True)
def withdraw_page(request: Asked, draft: FromPath[UUID]) -> Template:
    """What taking the paper back means, and the form."""
    person, dossier = of_paper(request, "withdraw", draft)
    store: Store = request.app.state.store
    return page(
        request,
        person,
        "withdraw.html",
        body=dossier.body,
        draft=draft,
        head=head_of(request, dossier, store.draft(draft)),
    )


@post("/drafts/{draft:uuid}/withdrawal")
async def withdraw(
    request: Asked,
    draft: FromPath[UUID],
    data: Annotated[Reason, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect:
    """Take the paper back for a reason; raises NoReason, AlreadyDecided."""
    person, dossier = await asyncio.to_thread(of_paper, request, "withdraw", draft)
    await request.app.state.procedure.decide(
        dossier.body,
        lambda reading: tabling.withdraw(reading, draft, data.reason, person.member.id, now()),
    )
    return Redirect(f"/drafts/{draft}/dossier", status_code=303)


tabling_handlers = [table_newest, table_page, table, withdraw_page, withdraw]
