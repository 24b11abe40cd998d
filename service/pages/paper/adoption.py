"""Putting on record what the body adopted on paper: the exact text is read first, as for tabling."""

import asyncio
from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect, Template

from service.acts import adoption
from service.authority import now
from service.dates import local
from service.pages.paper.exact import exact_page, newest
from service.pages.reader import Asked, of_paper

LONGEST = 2_000


class OnPaper(msgspec.Struct):
    """The version and the digest of what was read, and what its paper says of its adoption."""

    version: int
    digest: str
    decided_on: date
    told: str = ""


@get("/drafts/{draft:uuid}/paper-adoption", sync_to_thread=True)
def paper_adoption_newest(request: Asked, draft: FromPath[UUID]) -> Redirect:
    """To the newest version, to be read."""
    return newest(request, "record_paper_adoption", draft, "paper-adoption")


@get("/drafts/{draft:uuid}/paper-adoption/{version:int}", sync_to_thread=True)
def paper_adoption_page(request: Asked, draft: FromPath[UUID], version: FromPath[int]) -> Template:
    """One exact version, to be read before its adoption is put on record; raises UnknownVersion."""
    today = local(now()).date()
    return exact_page(
        request,
        "record_paper_adoption",
        draft,
        version,
        "paper_adoption.html",
        today=today,
        longest=LONGEST,
    )


@post("/drafts/{draft:uuid}/paper-adoption")
async def record_paper_adoption(
    request: Asked,
    draft: FromPath[UUID],
    data: Annotated[OnPaper, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect:
    """Record the adoption of the version that was shown; raises NotYet, DigestDiffers, AlreadyDecided."""
    person, dossier = await asyncio.to_thread(of_paper, request, "record_paper_adoption", draft)
    await request.app.state.procedure.decide(
        dossier.body,
        lambda reading: adoption.record_paper_adoption(
            reading,
            draft,
            data.version,
            data.digest,
            data.decided_on,
            data.told[:LONGEST],
            person.member.id,
            now(),
        ),
    )
    return Redirect(f"/drafts/{draft}/dossier", status_code=303)


paper_adoption_handlers = [
    Router("/", route_handlers=[paper_adoption_newest, paper_adoption_page, record_paper_adoption])
]
