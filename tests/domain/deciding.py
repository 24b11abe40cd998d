"""A body and a meeting of it, for tests: nine members, of whom the first presides."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from domain.blocks import article, document, paragraph, title
from domain.body import Body
from domain.dossier import Dossier
from domain.dossier_events import Ballot
from domain.draft import Draft
from domain.meeting import Meeting
from domain.meeting_events import AgendaItem, Details, LegalReference, Presence
from domain.rules import DEFAULTS, Choice, Votes

NOW = datetime(2026, 5, 27, 18, 30, tzinfo=UTC)
DAY = date(2026, 5, 27)
BODY = UUID(int=7)
MEMBERS = [f"m{number}" for number in range(9)]
CHAIR, SECRETARY = MEMBERS[0], "secretary"
ITEM, TALK = "item00000001", "item00000002"


def body(members: int = 9) -> Body:
    founded = Body(Body.found(BODY, "ieecag", "هيئة", "جماعة", "مجلس", "مدينة", "console", NOW))
    founded.adopt_rules(DEFAULTS, DAY, "console", NOW)
    for member in MEMBERS[:members]:
        founded.begin_mandate(member, date(2021, 9, 1), "console", NOW)
    founded.give_office(CHAIR, "chair", date(2021, 9, 1), "console", NOW)
    return founded


def paper() -> tuple[Draft, Dossier]:
    """A draft of one article, and its dossier."""
    doc = document(title("رأي"), [article("أولى"), paragraph("نص")])
    draft = Draft(Draft.start(uuid4(), "opinion", "ar", "m1", doc, NOW))
    return draft, Dossier(Dossier.open(draft.id, BODY, "m1", NOW))


def details(draft: UUID | None = None, **changed: Any) -> Details:
    values: dict[str, Any] = {
        "kind": "ordinary",
        "ordinal": 3,
        "on": DAY,
        "hour": "18:30",
        "place": "قاعة الخزانة",
        "basis": LegalReference("النظام الداخلي لمجلس الجماعة", "78"),
        "agenda": [AgendaItem(ITEM, "المصادقة", draft), AgendaItem(TALK, "متفرقات")],
    }
    return Details(**values | changed)


def meeting(draft: UUID | None = None) -> Meeting:
    return Meeting(Meeting.call(uuid4(), BODY, details(draft), SECRETARY, NOW))


def attend(held: Meeting, present: int, of: Body, ref: str = "attendance") -> None:
    """So many of the members are there, the chair first."""
    came: dict[str, Presence] = dict.fromkeys(MEMBERS[:present], "present")
    held.take_attendance(of, came, CHAIR, ref, SECRETARY, NOW)


def hands(for_: int, against: int = 0, abstaining: int = 0, chair: Choice | None = "for") -> Ballot:
    return Ballot("hands", Votes(for_, against, abstaining), chair)
