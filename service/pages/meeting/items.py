"""A point of the agenda: what it is about, what was recorded of it, and what the chair confirms."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Template

from domain.errors import MashuraError, OutOfTurn, UnknownMeeting
from domain.event import Event
from domain.ids import new_id
from domain.meeting import Meeting
from domain.plain_text import one_line
from service.accounts import SignIn
from service.acts import meetings as acts
from service.authority import now
from service.pages.meeting.ballots import by_hands, by_names
from service.pages.meeting.item import item_screen
from service.pages.meeting.recording import Wanting, given_back, of_meeting, recorded, sent
from service.pages.reader import Asked
from service.procedure import Reading

# Characters of a conclusion or a reason.
LONGEST = 2000

Fields = Mapping[str, Any]
Act = Callable[[Reading], Sequence[Event]]


@get("/meetings/{meeting:uuid}/items/{item:str}", sync_to_thread=True)
def item_page(request: Asked, meeting: FromPath[UUID], item: FromPath[str]) -> Template:
    """The point as it stands; raises UnknownMeeting, NotAllowed."""
    person, found = of_meeting(request, "consult", meeting)
    _on_agenda(found, item)
    return item_screen(request, person, found, item, how=request.query_params.get("how", ""))


@post("/meetings/{meeting:uuid}/items/{item:str}/vote")
async def record_vote(request: Asked, meeting: FromPath[UUID], item: FromPath[str]) -> Response[Any]:
    """Record a vote, by hands or by name; what cannot be recorded comes back filled. Raises NotAllowed."""

    def read(found: Meeting, fields: Fields, by: str, ref: str) -> Act:
        if found.attended is None:
            raise OutOfTurn("the attendance is taken first")
        named = fields.get("how") == "names"
        ballot = by_names(fields, found.attended) if named else by_hands(fields)
        return lambda reading: acts.record_vote(reading, meeting, item, ballot, ref, by, now())

    return await _record(request, meeting, item, read)


@post("/meetings/{meeting:uuid}/items/{item:str}/deferral")
async def record_deferral(request: Asked, meeting: FromPath[UUID], item: FromPath[str]) -> Response[Any]:
    """Record that the point was put off, to where and why; raises NotAllowed."""

    def read(_: Meeting, fields: Fields, by: str, ref: str) -> Act:
        typed = str(fields.get("to", "meeting"))
        why = one_line(str(fields.get("reason", "")))[:LONGEST]
        if not why:
            raise Wanting("reason", "سبب التأجيل غير مكتوب. يرجى كتابته في جملة.")
        to: Literal["meeting", "group"] = "meeting" if typed == "meeting" else "group"
        group = None if to == "meeting" else typed
        return lambda reading: acts.record_deferral(reading, meeting, item, to, group, why, ref, by, now())

    return await _record(request, meeting, item, read)


@post("/meetings/{meeting:uuid}/items/{item:str}/conclusion")
async def conclude(request: Asked, meeting: FromPath[UUID], item: FromPath[str]) -> Response[Any]:
    """Write down what came of a point without a vote; raises NotAllowed."""

    def read(_: Meeting, fields: Fields, by: str, ref: str) -> Act:
        conclusion = str(fields.get("conclusion", "")).strip()[:LONGEST]
        if not one_line(conclusion):
            raise Wanting("conclusion", "الخلاصة غير مكتوبة. يرجى كتابة ما خلص إليه النقاش.")
        return lambda reading: acts.conclude(reading, meeting, item, conclusion, ref, by, now())

    return await _record(request, meeting, item, read)


@post("/meetings/{meeting:uuid}/items/{item:str}/confirmation")
async def confirm(request: Asked, meeting: FromPath[UUID], item: FromPath[str]) -> Response[Any]:
    """The chair confirms what they were shown; raises NotAllowed."""
    person, found = await asyncio.to_thread(of_meeting, request, "preside", meeting)
    _on_agenda(found, item)
    fields = await sent(request)
    seen = str(fields.get("seen", ""))
    return await recorded(
        request,
        found.body,
        lambda reading: acts.confirm(
            reading, meeting, item, int(seen) if seen.isdecimal() else 0, person.member.id, now()
        ),
        f"/meetings/{meeting}/items/{item}",
        # What the chair reads next is what stands now.
        lambda refused: item_screen(
            request, person, of_meeting(request, "preside", meeting)[1], item, refused=refused
        ),
    )


async def _record(
    request: Asked, meeting: FromPath[UUID], item: str, read: Callable[[Meeting, Fields, str, str], Act]
) -> Response[Any]:
    """Record what `read` makes of the fields; where that cannot be, they come back as they were sent."""
    person, found = await asyncio.to_thread(of_meeting, request, "convene", meeting)
    _on_agenda(found, item)
    fields = await sent(request)
    ref = str(fields.get("ref", ""))[:64] or new_id()

    def again(refused: MashuraError) -> Template:
        return _given(request, person, meeting, item, fields, refused)

    try:
        decide = read(found, fields, person.member.id, ref)
    except (Wanting, OutOfTurn) as refused:
        return await given_back(request, refused, again)
    return await recorded(request, found.body, decide, f"/meetings/{meeting}/items/{item}", again)


def _given(
    request: Asked, person: SignIn, meeting: UUID, item: str, fields: Fields, refused: MashuraError
) -> Template:
    found = of_meeting(request, "convene", meeting)[1]
    return item_screen(
        request, person, found, item, how=str(fields.get("how", "")), typed=fields, refused=refused
    )


def _on_agenda(found: Meeting, item: str) -> None:
    """Raises UnknownMeeting where the agenda has no such point."""
    if item not in {each.id for each in found.details.agenda}:
        raise UnknownMeeting(f"{found.id} has no point {item}")


items_handlers = [item_page, record_vote, record_deferral, conclude, confirm]
