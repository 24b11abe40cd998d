"""Beginning a paper: its kind, its language, its title; the first text is that of the template."""

import asyncio
from typing import Annotated

import msgspec
from litestar import get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Redirect, Template

from domain.draft_events import Kind, Language
from domain.plain_text import one_line
from domain.templates import template
from service.authority import now
from service.pages.reader import Asked, page, reader
from service.pages.sentences import KINDS
from service.papers import paper

LONGEST_TITLE = 300
LANGUAGES: dict[Language, str] = {"ar": "العربية", "fr": "الفرنسية"}


class Beginning(msgspec.Struct):
    """What a member asks for."""

    kind: Kind
    language: Language
    title: str = ""


@get("/papers/new", sync_to_thread=True)
def begin_page(request: Asked) -> Template:
    """The form."""
    return page(request, reader(request, "edit"), "begin.html", kinds=KINDS, languages=LANGUAGES)


@post("/papers")
async def begin(
    request: Asked, data: Annotated[Beginning, Body(media_type=RequestEncodingType.URL_ENCODED)]
) -> Redirect:
    """Store a new paper and lead to it."""
    person = await asyncio.to_thread(reader, request, "edit")
    heading = one_line(data.title)[:LONGEST_TITLE] or None
    text = template(data.kind, data.language, heading)
    events = paper(data.kind, data.language, person.member.id, text, now())
    state = request.app.state
    position = await state.authority.committer.submit(events)
    # Read your writes: the desk that one comes back to shows the paper.
    await state.following.reached(position)
    return Redirect(f"/drafts/{events[0].originator_id}", status_code=303)


begin_handlers = [begin_page, begin]
