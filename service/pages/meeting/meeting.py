"""A meeting: what it is about, how far it has come, and the next step; and the same on the room's screen."""

from typing import Any, Final, NamedTuple
from uuid import UUID

from litestar import MediaType, get
from litestar.params import FromPath
from litestar.response import Template
from markupsafe import Markup

from domain.dossier import Dossier
from domain.meeting import Meeting
from domain.meeting_events import AgendaItem, AttendanceTaken
from domain.ordinals import point
from domain.reasons import quorum_sentence
from service.accounts import SignIn
from service.acts.reports import report_of
from service.dates import written
from service.pages.meeting.recording import of_meeting
from service.pages.person import accounts_of
from service.pages.reader import Asked, page, standing_of
from service.pages.words.meetings import (
    KINDS,
    STAGES,
    basis,
    heading,
    isolated,
    parted,
    said,
    stands,
    when,
)
from service.pages.words.sentences import number, who

ENDS: Final = "end"


class Step(NamedTuple):
    """A screen of the meeting: where it is, what it is called, and whether it is done with."""

    address: str
    words: Markup
    here: bool
    done: bool


@get("/meetings/{meeting:uuid}", sync_to_thread=True)
def meeting_page(request: Asked, meeting: FromPath[UUID]) -> Template:
    """The meeting as it stands; raises UnknownMeeting, NotAllowed."""
    person, found = of_meeting(request, "consult", meeting)
    return meeting_screen(
        request,
        person,
        found,
        "meeting.html",
        here="",
        agenda=[_point(request, found, index, item) for index, item in enumerate(found.details.agenda, 1)],
        following=_following(found, convenes=_may(request, person, found)["convene"]),
        report=_report(request, person, found),
        ended=_ended(found),
    )


@get("/meetings/{meeting:uuid}/screen", sync_to_thread=True)
def room_page(request: Asked, meeting: FromPath[UUID]) -> Template:
    """The same for the room: where it is now, large, with nothing to press; raises as `meeting_page` does."""
    person, found = of_meeting(request, "consult", meeting)
    index, item = _current(found)
    recorded = found.recorded.get(item.id)
    return meeting_screen(
        request,
        person,
        found,
        "screen.html",
        here="screen",
        point=_point(request, found, index, item),
        said=None if recorded is None else said(found, recorded, found.confirmed.get(item.id))[0],
        votes=getattr(getattr(recorded, "ballot", None), "votes", None),
        ended=_ended(found),
    )


@get("/meetings/{meeting:uuid}/stands", sync_to_thread=True, media_type=MediaType.TEXT)
def stands_line(request: Asked, meeting: FromPath[UUID]) -> str:
    """The number of the meeting's last event, for a page that is open; raises as `meeting_page` does."""
    return str(of_meeting(request, "consult", meeting)[1].last)


def meeting_screen(
    request: Asked,
    person: SignIn,
    found: Meeting,
    template: str,
    *,
    here: str,
    status_code: int = 200,
    **context: Any,
) -> Template:
    """A screen of a meeting, with what all of them say: its name and day, its steps, and the quorum."""
    answer = page(
        request,
        person,
        template,
        body=found.body,
        id=found.id,
        stands=found.last,
        heading=heading(found.details),
        kind=KINDS[found.details.kind],
        when=when(found.details),
        place=found.details.place,
        basis=basis(found.details.basis),
        stage=found.stage,
        stage_words=STAGES[found.stage],
        steps=_steps(found, here),
        quorum=quorum(found.attended),
        presiding=_name(request, found.attended.presiding) if found.attended else None,
        may=_may(request, person, found),
        **context,
    )
    answer.status_code = status_code
    return answer


def quorum(attended: AttendanceTaken | None) -> dict[str, Any] | None:
    """The quorum as a sentence and as a bar; none before anybody was counted."""
    if attended is None:
        return None
    counted = attended.quorum
    sentence, rule = parted(quorum_sentence(attended.rules, counted))
    return {
        "sentence": sentence,
        "rule": rule,
        "established": counted.established,
        "in_office": counted.in_office,
        "present": counted.present,
        "needed": counted.needed,
    }


def paper_of(request: Asked, item: AgendaItem) -> Dossier | None:
    """The dossier of the paper that a point is about."""
    return None if item.draft is None else standing_of(request).dossier(item.draft)


def _may(request: Asked, person: SignIn, found: Meeting) -> dict[str, bool]:
    standing, member = standing_of(request), person.member.id
    return {
        "convene": standing.allows_in(member, "convene", found.body),
        "preside": standing.allows_in(member, "preside", found.body),
        "begin": standing.allows_in(member, "begin", found.body),
    }


def _steps(found: Meeting, here: str) -> list[Step]:
    address = f"/meetings/{found.id}"
    dealt = found.recorded.keys()
    return [
        Step(address, Markup("الاجتماع"), here == "", False),
        Step(f"{address}/attendance", Markup("الحضور"), here == "attendance", found.attended is not None),
        *(
            Step(
                f"{address}/items/{item.id}",
                Markup("النقطة {}").format(number(index)),
                here == item.id,
                item.id in dealt and item.id not in found.waiting,
            )
            for index, item in enumerate(found.details.agenda, 1)
        ),
        Step(f"{address}/end", Markup("الختام"), here == ENDS, found.stage == "closed"),
    ]


def _point(request: Asked, found: Meeting, index: int, item: AgendaItem) -> dict[str, Any]:
    look, words = stands(found, item, paper_of(request, item))
    return {
        "id": item.id,
        "index": index,
        "name": isolated(point(index)),
        "title": item.title,
        "look": look,
        "words": words,
        "waits": item.id in found.waiting,
        "open": item.id not in found.recorded,
    }


def _following(found: Meeting, *, convenes: bool) -> dict[str, Any] | None:
    """The step that comes next, for who records; for who confirms, the first point that waits."""
    address = f"/meetings/{found.id}"
    points = list(enumerate(found.details.agenda, 1))
    waiting = next(((index, item) for index, item in points if item.id in found.waiting), None)
    untouched = next(((index, item) for index, item in points if item.id not in found.recorded), None)
    if found.stage == "closed":
        return None
    if not convenes:
        return waiting and {
            "address": f"{address}/items/{waiting[1].id}",
            "words": Markup("قراءة ما سُجل في النقطة {}").format(number(waiting[0])),
        }
    if found.stage == "called":
        return {"address": f"{address}/attendance", "words": Markup("تسجيل الحضور")}
    if untouched is not None:
        return {
            "address": f"{address}/items/{untouched[1].id}",
            "words": Markup("تناول النقطة {}").format(number(untouched[0])),
        }
    return {"address": f"{address}/{ENDS}", "words": Markup("ختم الاجتماع")}


def _current(found: Meeting) -> tuple[int, AgendaItem]:
    """The point that the room is at: the one that was recorded or confirmed last, or the first."""
    touched = {item: event.originator_version for item, event in found.recorded.items()}
    touched |= {item: event.originator_version for item, event in found.confirmed.items()}
    points = list(enumerate(found.details.agenda, 1))
    return max(points, key=lambda each: (touched.get(each[1].id, 0), -each[0]))


def _report(request: Asked, person: SignIn, found: Meeting) -> dict[str, Any] | None:
    """The report that tells of the meeting, or that it may be made; none before the end."""
    if found.stage != "closed":
        return None
    report = report_of(found.id)
    exists = any(dossier.draft == report for dossier in standing_of(request).dossiers())
    return {"draft": report if exists else None, "begins": _may(request, person, found)["begin"]}


def _ended(found: Meeting) -> dict[str, Any] | None:
    if found.closed is None:
        return None
    following = found.closed.next
    return {
        "hour": number(found.closed.hour),
        "next": following and isolated(written(following.on)),
        "next_hour": following and number(following.hour) if following and following.hour else None,
        "next_place": following and following.place,
    }


def _name(request: Asked, member: str) -> Markup:
    return who(member, accounts_of(request).names({member}))


meeting_handlers = [meeting_page, room_page, stands_line]
