"""Who came to a meeting: read by all, taken down by the secretary until a decision was confirmed."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final, get_args
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Template

from domain.body import Body
from domain.errors import MashuraError
from domain.ids import new_id
from domain.meeting import Meeting
from domain.meeting_events import Presence
from service.accounts import SignIn
from service.acts import meetings as acts
from service.authority import now
from service.pages.meeting.meeting import meeting_screen
from service.pages.meeting.recording import Wanting, given_back, of_meeting, reason, recorded, sent
from service.pages.person import accounts_of
from service.pages.reader import Asked, standing_of
from service.pages.words.meetings import PRESENCES

# What the fields of the members are called: this, and their id.
MEMBER: Final = "member-"


@get("/meetings/{meeting:uuid}/attendance", sync_to_thread=True)
def attendance_page(request: Asked, meeting: FromPath[UUID]) -> Template:
    """Who came, or the form; raises UnknownMeeting, NotAllowed."""
    person, found = of_meeting(request, "consult", meeting)
    taken = found.attended
    return _page(request, person, found, taken.attendance if taken else {}, taken.presiding if taken else "")


@post("/meetings/{meeting:uuid}/attendance")
async def take_attendance(request: Asked, meeting: FromPath[UUID]) -> Response[Any]:
    """Record who came; what cannot be recorded comes back filled. Raises NotAllowed."""
    person, found = await asyncio.to_thread(of_meeting, request, "convene", meeting)
    fields = await sent(request)
    attendance: dict[str, Presence] = {
        name.removeprefix(MEMBER): value
        for name, value in fields.items()
        if name.startswith(MEMBER) and value in get_args(Presence)
    }
    presiding, ref = str(fields.get("presiding", "")), str(fields.get("ref", ""))[:64] or new_id()

    def again(refused: MashuraError | None) -> Template:
        return _page(request, person, found, attendance, presiding, refused)

    if fields.get("everybody"):
        attendance = dict.fromkeys(attendance, "present")
        return await asyncio.to_thread(again, None)
    if attendance.get(presiding) != "present":
        wanting = Wanting(
            "presiding",
            "من يرأس الاجتماع غير مسجل ضمن الحضور. يرجى تسجيل حضوره، أو اختيار من يرأس الاجتماع من الحاضرين.",
        )
        return await given_back(request, wanting, again)
    return await recorded(
        request,
        found.body,
        lambda reading: acts.take_attendance(
            reading, meeting, attendance, presiding, ref, person.member.id, now()
        ),
        f"/meetings/{meeting}/attendance",
        again,
    )


def _page(
    request: Asked,
    person: SignIn,
    found: Meeting,
    attendance: Mapping[str, Presence],
    presiding: str,
    refused: MashuraError | None = None,
) -> Template:
    """The attendance as it was recorded, or as it was just sent."""
    body = standing_of(request).body(found.body)
    members = body.in_office(found.details.on)
    presiders = acts.presiders(body, found.details.on)
    names = accounts_of(request).names({*members, *presiders})
    rows = [
        {"id": each, "name": names.get(each, each), "presence": attendance.get(each, "absent")}
        for each in sorted(members, key=lambda each: _rank(body, each))
    ]
    return meeting_screen(
        request,
        person,
        found,
        "attendance.html",
        here="attendance",
        rows=rows,
        presences=PRESENCES,
        present=sum(row["presence"] == "present" for row in rows),
        presiders=[(each, names.get(each, each)) for each in presiders],
        leads=presiding or next(iter(presiders), ""),
        ref=new_id(),
        settled=bool(found.confirmed),
        problem=None if refused is None else reason(refused)[1],
        field=refused.field if isinstance(refused, Wanting) else None,
    )


def _rank(body: Body, member: str) -> int:
    """The chair and the vice-chairs first, all others as they came into the body."""
    offices = {office for office, term in body.offices if term.open and term.member == member}
    return 0 if "chair" in offices else 1 if "vice_chair" in offices else 2


attendance_handlers = [Router("/", route_handlers=[attendance_page, take_attendance])]
