"""What waits for somebody, by their roles in their bodies: meetings, and papers that came to their hands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from markupsafe import Markup
from sqlalchemy import Connection, select

from domain import ordinals
from domain.dossier import Dossier
from domain.meeting import Meeting
from domain.policy import Role
from projections.tables import meetings
from service.acts.reports import report_of
from service.dates import written
from service.pages.reader import Asked, standing_of
from service.pages.words.dates import day
from service.pages.words.meetings import STAGES
from service.pages.words.sentences import number
from service.standing import Standing
from service.store import Store

# Who lays the group's draft before the body.
_LAY: Final[frozenset[Role]] = frozenset({"coordinator", "deputy"})


@dataclass(frozen=True)
class Paper:
    """A paper that somebody may read: where it stands, in words too, and its last change."""

    dossier: Dossier
    title: str
    kind: str
    head: int
    state: Markup
    by: Markup
    last: Markup


@dataclass(frozen=True)
class Waits:
    """One thing that waits: what it is, where it stands, one fact, and the act that it waits for."""

    title: str
    address: str
    state: Markup
    fact: Markup
    action: str
    at: str


def waiting(request: Asked, db: Connection, member: str, papers: Iterable[Paper]) -> list[Waits]:
    """All that waits for a person, meetings first. Reads the disk."""
    standing, store = standing_of(request), request.app.state.store
    mine = [body.id for body in standing.bodies_of(member)]
    convened = _meetings(db, store, [each for each in mine if standing.allows_in(member, "consult", each)])
    on_agenda = {item.draft for meeting in convened for item in meeting.details.agenda}
    found = [_meeting(meeting, standing.roles_in(member, meeting.body)) for meeting in convened]
    found += _reports(db, standing, [each for each in mine if "secretary" in standing.roles_in(member, each)])
    for paper in papers:
        dossier = paper.dossier
        if dossier.body in mine:
            roles = standing.body(dossier.body).roles(member, dossier.group)
            found += _paper(paper, dossier.body, roles, dossier.draft in on_agenda)
    return found


def _meetings(db: Connection, store: Store, bodies: Sequence[UUID]) -> list[Meeting]:
    """The meetings that were called and are not closed: always few."""
    coming = select(meetings.c.meeting).where(
        meetings.c.body.in_(bodies), meetings.c.stage.in_(["called", "open"])
    )
    return [store.meeting(each) for each in db.execute(coming.order_by(meetings.c.on)).scalars()]


def _reports(db: Connection, standing: Standing, bodies: Sequence[UUID]) -> list[Waits]:
    """The meetings that are closed and of which no report was written yet."""
    begun = {dossier.draft for dossier in standing.dossiers()}
    closed = select(meetings).where(meetings.c.body.in_(bodies), meetings.c.stage == "closed")
    return [
        Waits(
            ordinals.meeting(row.ordinal),
            f"/meetings/{row.meeting}",
            Markup(STAGES["closed"]),
            Markup("لم يُحرر تقريره بعد"),
            "تحرير تقرير الاجتماع",
            f"/meetings/{row.meeting}",
        )
        for row in db.execute(closed.order_by(meetings.c.on))
        if report_of(row.meeting) not in begun
    ]


def _meeting(meeting: Meeting, roles: frozenset[Role]) -> Waits:
    details, address = meeting.details, f"/meetings/{meeting.id}"
    fact = Markup("{}، الساعة {}، <bdi>{}</bdi>").format(
        written(details.on), number(details.hour), details.place
    )
    action = "قراءة جدول الأعمال"
    if "secretary" in roles:
        action = "متابعة الاجتماع"
    if meeting.waiting and roles & {"chair", "vice_chair"}:
        fact, action = Markup("نقط سُجلت ولم تُؤكد: {}").format(number(len(meeting.waiting))), "تأكيد ما سُجل"
    title = ordinals.meeting(details.ordinal)
    return Waits(title, address, Markup(STAGES[meeting.stage]), fact, action, address)


def _paper(paper: Paper, body: UUID, roles: frozenset[Role], on_agenda: bool) -> list[Waits]:
    dossier = paper.dossier
    draft = f"/drafts/{dossier.draft}"
    match dossier.state:
        case "drafting" if roles & _LAY and paper.head > 0:
            fact = Markup("آخر تغيير: {}، {}").format(paper.by, paper.last)
            return [Waits(paper.title, draft, paper.state, fact, "قراءة آخر نسخة لعرضها", f"{draft}/table")]
        case "tabled" if "secretary" in roles and not on_agenda:
            fact = Markup("ليس في جدول أعمال أي اجتماع قادم")
            at = f"/bodies/{body}/meetings/new"
            return [Waits(paper.title, draft, paper.state, fact, "إدراجه في اجتماع", at)]
        case "adopted" | "returned" if "secretary" in roles:
            fact = Markup("منذ {}").format(day(dossier.at))
            at = f"{draft}/deposit"
            return [Waits(paper.title, f"{draft}/dossier", paper.state, fact, "إيداعه لدى المجلس", at)]
        case "deposited" if "clerk" in roles:
            fact = Markup("أُودع {}").format(day(dossier.at))
            return [Waits(paper.title, f"{draft}/dossier", paper.state, fact, "تسلم الإيداع", "/deposits")]
    return []
