"""A body of 21 at its meeting: the secretary on a phone, the chair on another device, and what is stored."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from playwright.async_api import Browser, ViewportSize

from domain.blocks import document, paragraph, title
from domain.meeting import Meeting
from domain.meeting_events import AgendaItem, Details, LegalReference, Presence
from service.authority import now
from tests.browser.person import Person
from tests.browser.room import Room
from tests.serving import BODY, Somebody, joined, member, put_paper, serving

PHONE: ViewportSize = {"width": 390, "height": 844}
MET = date(2022, 5, 27)
TITLE = "رأي استشاري حول ولوج النساء والفتيات إلى المرافق العمومية بجماعة واد الزيتون"
MEMBERS = 21


@dataclass
class Chamber:
    """The people of the body, signed in; each test has a meeting of its own."""

    room: Room
    secretary: Somebody
    chair: Somebody
    rapporteur: Somebody

    async def visit(self, who: Somebody, **context: Any) -> Person:
        return await self.room.visitor(who, **{"viewport": PHONE, **context})

    def meeting(self, *talks: str) -> UUID:
        """A meeting that was called about a tabled paper, and about what is to be talked of."""
        draft = put_paper(
            self.room.served.folder, self.rapporteur.id, document(title(TITLE), [paragraph("نص الرأي.")])
        )
        meeting = uuid4()
        with joined(self.room.served.folder) as (store, _):
            text, dossier = store.draft(draft), store.dossier(draft)
            agenda = [AgendaItem("paper", f"المصادقة على: {TITLE}", draft)]
            agenda += [AgendaItem(f"talk{place}", talk) for place, talk in enumerate(talks)]
            details = Details(
                kind="ordinary",
                ordinal=3,
                on=MET,
                hour="18:30",
                place="قاعة الخزانة الجماعية",
                basis=LegalReference("النظام الداخلي لمجلس الجماعة", "78"),
                agenda=agenda,
            )
            store.save(
                [
                    [dossier.table(text, text.digest, self.rapporteur.id, now())],
                    [Meeting.call(meeting, BODY, details, self.secretary.id, now())],
                ]
            )
        return meeting

    def stored(self, meeting: UUID) -> Meeting:
        """The meeting as its events make it."""
        with joined(self.room.served.folder) as (store, _):
            return store.meeting(meeting)

    def count(self, meeting: UUID, present: int = MEMBERS) -> None:
        """So many came, the chair among them."""
        with joined(self.room.served.folder) as (store, body):
            found = store.meeting(meeting)
            came: dict[str, Presence] = dict.fromkeys(body.in_office(MET)[:present], "present")
            taken = found.take_attendance(
                body,
                came,
                self.chair.id,
                f"{present} of {meeting}",
                self.secretary.id,
                now(),
            )
            store.save([[taken]])


@asynccontextmanager
async def chamber(chromium: Browser, folder: Path) -> AsyncIterator[Chamber]:
    """A server with the body."""
    chair, rapporteur = member(folder, "نزهة الودغيري", "chair"), member(folder, "ليلى الزياني", "rapporteur")
    secretary, auditor = member(folder, "عمر السوسي", "secretary"), member(folder, "كمال الريفي", "auditor")
    for place in range(MEMBERS - 2):
        member(folder, f"فاطمة الزهراء المنصوري {place}")
    draft = put_paper(folder, rapporteur.id)
    with serving(folder) as served:
        async with Room(served, chromium, draft, auditor) as room:
            yield Chamber(room, secretary, chair, rapporteur)
