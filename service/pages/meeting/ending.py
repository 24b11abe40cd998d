"""The end of a meeting: its hour and the next meeting; and then the report that is made of it."""

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from domain.errors import MashuraError
from domain.meeting import Meeting
from domain.meeting_events import NextMeeting
from domain.plain_text import one_line
from service.accounts import SignIn
from service.acts import meetings as acts
from service.acts import reports
from service.authority import now
from service.dates import local
from service.pages.meeting.convening import LONGEST, day_of, hour_of
from service.pages.meeting.meeting import ENDS, meeting_screen
from service.pages.meeting.recording import Wanting, given_back, of_meeting, reason, recorded, sent
from service.pages.person import accounts_of
from service.pages.reader import Asked


@get("/meetings/{meeting:uuid}/end", sync_to_thread=True)
def end_page(request: Asked, meeting: FromPath[UUID]) -> Template:
    """How the meeting ended, or the form; raises UnknownMeeting, NotAllowed."""
    person, found = of_meeting(request, "consult", meeting)
    return _page(request, person, found, {"hour": f"{local(now()):%H:%M}"})


@post("/meetings/{meeting:uuid}/end")
async def end(request: Asked, meeting: FromPath[UUID]) -> Response[Any]:
    """End the meeting; what cannot be read comes back filled. Raises NotAllowed."""
    person, found = await asyncio.to_thread(of_meeting, request, "convene", meeting)
    fields = await sent(request)

    def again(refused: MashuraError) -> Template:
        return _page(request, person, found, fields, refused)

    try:
        hour = hour_of("hour", str(fields.get("hour", "")))
        following = _following(fields)
    except Wanting as wanting:
        return await given_back(request, wanting, again)
    return await recorded(
        request,
        found.body,
        lambda reading: acts.close(reading, meeting, hour, following, person.member.id, now()),
        f"/meetings/{meeting}",
        again,
    )


@post("/meetings/{meeting:uuid}/report")
async def make_report(request: Asked, meeting: FromPath[UUID]) -> Redirect:
    """Begin the report of a closed meeting, and lead to it; a second press leads to the one that exists.

    Raises NotAllowed, or OutOfTurn where the meeting is not closed.
    """
    person, found = await asyncio.to_thread(of_meeting, request, "begin", meeting)
    names = accounts_of(request).names
    await request.app.state.procedure.decide(
        found.body, lambda reading: reports.report(reading, meeting, names, person.member.id, now())
    )
    return Redirect(f"/drafts/{reports.report_of(meeting)}", status_code=303)


def _following(fields: Mapping[str, Any]) -> NextMeeting | None:
    """The next meeting, where its day is known; raises Wanting."""
    on, hour, place = (str(fields.get(name, "")) for name in ("next_on", "next_hour", "next_place"))
    if not on.strip():
        if hour.strip() or place.strip():
            raise Wanting(
                "next_on", "للاجتماع الموالي ساعة أو مكان دون تاريخ. يرجى كتابة التاريخ، أو إفراغهما."
            )
        return None
    return NextMeeting(
        day_of("next_on", on),
        hour_of("next_hour", hour) if hour.strip() else "",
        one_line(place)[:LONGEST],
    )


def _page(
    request: Asked,
    person: SignIn,
    found: Meeting,
    typed: Mapping[str, Any],
    refused: MashuraError | None = None,
) -> Template:
    points = list(enumerate(found.details.agenda, 1))
    return meeting_screen(
        request,
        person,
        found,
        "ending.html",
        here=ENDS,
        typed=typed,
        waiting=[(index, item) for index, item in points if item.id in found.waiting],
        untouched=[(index, item) for index, item in points if item.id not in found.recorded],
        closed=found.closed,
        problem=None if refused is None else reason(refused)[1],
        field=refused.field if isinstance(refused, Wanting) else None,
    )


ending_handlers = [Router("/", route_handlers=[end_page, end, make_report])]
