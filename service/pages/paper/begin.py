"""Beginning a paper: its kind, its language, its title; the first text is that of the template."""

import asyncio
from typing import Annotated
from uuid import UUID, uuid4

import msgspec
from litestar import get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Redirect, Template

from domain.draft_events import Kind, Language
from domain.errors import NotAllowed
from domain.event import Event
from domain.plain_text import one_line
from domain.templates import template
from service.authority import now
from service.pages.person import require_person
from service.pages.reader import Asked, of_body, page, standing_of
from service.pages.words.states import KINDS
from service.papers import paper
from service.procedure import Reading

LONGEST_TITLE = 300
LANGUAGES: dict[Language, str] = {"ar": "العربية", "fr": "الفرنسية"}


class Beginning(msgspec.Struct):
    """What a member asks for."""

    body: UUID
    kind: Kind
    language: Language
    title: str = ""
    group: str = ""


@get("/papers/new", sync_to_thread=True)
def begin_page(request: Asked) -> Template:
    """The form; raises NotAllowed where the person belongs to no body that they may write for."""
    person, standing = require_person(request), standing_of(request)
    member = person.member.id
    bodies = [each for each in standing.bodies_of(member) if standing.allows_in(member, "begin", each.id)]
    if not bodies:
        raise NotAllowed("may begin no paper")
    return page(request, person, "begin.html", bodies=bodies, kinds=KINDS, languages=LANGUAGES)


@post("/papers")
async def begin(
    request: Asked, data: Annotated[Beginning, Body(media_type=RequestEncodingType.URL_ENCODED)]
) -> Redirect:
    """Store a new paper and lead to it."""
    person, body = await asyncio.to_thread(of_body, request, "begin", data.body)
    if data.group:
        body.group(data.group)
    heading = one_line(data.title)[:LONGEST_TITLE] or None
    text = template(data.kind, data.language, heading)
    draft = uuid4()

    def decide(reading: Reading) -> list[Event]:
        reading.require_in(person.member.id, "begin", body.id)
        return paper(
            body.id,
            data.kind,
            data.language,
            person.member.id,
            text,
            now(),
            draft,
            group=data.group or None,
        )

    await request.app.state.procedure.decide(body.id, decide)
    return Redirect(f"/drafts/{draft}", status_code=303)


begin_handlers = [begin_page, begin]
