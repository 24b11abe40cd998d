"""The meetings of a body: their list, calling one, and changing its details until somebody is counted."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

from litestar import Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlalchemy import select

from domain.errors import MashuraError
from domain.meeting import Meeting
from domain.ordinals import meeting as ordinal
from projections.tables import meetings
from service.accounts import SignIn
from service.acts import meetings as acts
from service.authority import now
from service.dates import local, written
from service.pages.meeting.convening import (
    Offered,
    Typed,
    as_typed,
    details_of,
    offered,
    proposed,
    typed_in,
)
from service.pages.meeting.recording import Wanting, given_back, of_meeting, reason, recorded, sent, several
from service.pages.reader import Asked, of_body, page, standing_of, told
from service.pages.words.meetings import KINDS, STAGES, isolated
from service.store import Store


@get("/bodies/{body_id:uuid}/meetings", sync_to_thread=True)
def meetings_page(request: Asked, body_id: FromPath[UUID]) -> Template:
    """The meetings of a body, the latest first; raises UnknownBody, NotAllowed."""
    person, body = of_body(request, "consult", body_id)
    rows = _rows(request, body_id)
    with request.app.state.views.connect() as db:
        notices = told(request, db, [row.meeting for row in rows])
    return page(
        request,
        person,
        "meetings.html",
        body=body.id,
        rows=[_shown(row) for row in rows],
        convenes=standing_of(request).allows_in(person.member.id, "convene", body_id),
        flash=notices,
    )


@get("/bodies/{body_id:uuid}/meetings/new", sync_to_thread=True)
def new_meeting_page(request: Asked, body_id: FromPath[UUID]) -> Template:
    """The form, as last time; raises NotAllowed."""
    person, body = of_body(request, "convene", body_id)
    rows, store = _rows(request, body_id), _store(request)
    last = store.meeting(rows[0].meeting) if rows else None
    papers = offered(standing_of(request), store, body_id)
    following = max((row.ordinal for row in rows), default=0) + 1
    typed = proposed(last, following, local(now()).date(), papers)
    return _form(request, person, body.id, typed, papers, id=uuid4())


@post("/bodies/{body_id:uuid}/meetings/new")
async def call_meeting(request: Asked, body_id: FromPath[UUID]) -> Response[Any]:
    """Call a meeting; what cannot be read comes back filled. Raises NotAllowed."""
    person, body = await asyncio.to_thread(of_body, request, "convene", body_id)
    fields, papers = await _sent_form(request, body_id)
    typed, meeting = typed_in(fields, await several(request, "papers")), _id(fields.get("id", ""))

    def again(refused: MashuraError) -> Template:
        return _form(request, person, body_id, typed, papers, id=meeting, refused=refused)

    try:
        details = details_of(typed, papers)
    except Wanting as wanting:
        return await given_back(request, wanting, again)
    return await recorded(
        request,
        body.id,
        lambda reading: acts.call(reading, body.id, details, person.member.id, now(), meeting),
        f"/meetings/{meeting}",
        again,
    )


@get("/meetings/{meeting:uuid}/details", sync_to_thread=True)
def details_page(request: Asked, meeting: FromPath[UUID]) -> Template | Redirect:
    """The form of a meeting that was called; once somebody was counted, its page. Raises NotAllowed."""
    person, found = of_meeting(request, "convene", meeting)
    if found.stage != "called":
        return Redirect(f"/meetings/{meeting}", status_code=303)
    papers = offered(standing_of(request), _store(request), found.body, _on_agenda(found))
    return _form(request, person, found.body, as_typed(found.details), papers, found=found)


@post("/meetings/{meeting:uuid}/details")
async def change_details(request: Asked, meeting: FromPath[UUID]) -> Response[Any]:
    """Change what was called; raises NotAllowed."""
    person, found = await asyncio.to_thread(of_meeting, request, "convene", meeting)
    fields, papers = await _sent_form(request, found.body, found)
    typed = typed_in(fields, await several(request, "papers"))

    def again(refused: MashuraError) -> Template:
        return _form(request, person, found.body, typed, papers, found=found, refused=refused)

    try:
        details = details_of(typed, papers, found.details)
    except Wanting as wanting:
        return await given_back(request, wanting, again)
    return await recorded(
        request,
        found.body,
        lambda reading: acts.change(reading, meeting, details, person.member.id, now()),
        f"/meetings/{meeting}",
        again,
    )


def _form(
    request: Asked,
    person: SignIn,
    body: UUID,
    typed: Typed,
    papers: list[Offered],
    *,
    id: UUID | None = None,
    found: Meeting | None = None,
    refused: MashuraError | None = None,
) -> Template:
    """The form of a new meeting under `id`, or of one that was `found`."""
    return page(
        request,
        person,
        "convening.html",
        body=body,
        typed=typed,
        papers=papers,
        kinds=KINDS,
        id=id,
        found=found,
        problem=None if refused is None else reason(refused)[1],
        field=refused.field if isinstance(refused, Wanting) else None,
    )


async def _sent_form(
    request: Asked, body: UUID, found: Meeting | None = None
) -> tuple[dict[str, Any], list[Offered]]:
    fields = await sent(request)
    also = _on_agenda(found) if found else []
    return fields, await asyncio.to_thread(offered, standing_of(request), _store(request), body, also)


def _rows(request: Asked, body: UUID) -> list[Any]:
    query = select(meetings).where(meetings.c.body == body)
    latest = query.order_by(meetings.c.on.desc(), meetings.c.ordinal.desc())
    with request.app.state.views.connect() as db:
        return list(db.execute(latest))


def _shown(row: Any) -> dict[str, Any]:
    return {
        "meeting": row.meeting,
        "heading": isolated(ordinal(row.ordinal)),
        "kind": KINDS[row.kind],
        "on": isolated(f"{written(row.on)}، {row.hour}"),
        "place": row.place,
        "stage": STAGES[row.stage],
        "open": row.stage == "open",
        "present": row.present,
        "in_office": row.in_office,
        "quorum": row.quorum,
        "decisions": row.decisions,
    }


def _on_agenda(found: Meeting) -> list[UUID]:
    return [item.draft for item in found.details.agenda if item.draft is not None]


def _id(sent: str) -> UUID:
    """The id that the form was drawn with, so that a second press calls no second meeting."""
    try:
        return UUID(sent)
    except ValueError:
        return uuid4()


def _store(request: Asked) -> Store:
    store: Store = request.app.state.store
    return store


# In a router of their own, so that handlers of one path are registered together (see `signin.py`).
meetings_handlers = [
    Router(
        "/",
        route_handlers=[meetings_page, new_meeting_page, call_meeting, details_page, change_details],
    )
]
