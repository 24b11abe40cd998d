"""A body that sits: its secretary, its chair and a reader at the pages of a running service."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import httpx

from domain.blocks import document, paragraph, title
from domain.commit import Commit
from domain.draft_events import DraftCommitted
from domain.meeting import Meeting
from service.authority import now
from tests import meeting
from tests.service.errand import Errand, at
from tests.serving import BODY, Served, Somebody, joined, member, put_paper, serving

MEETINGS = f"/bodies/{BODY}/meetings"
NEW = f"{MEETINGS}/new"
TITLE = "رأي حول الإنارة العمومية"
DETAILS = meeting.DETAILS | {"points": "مناقشة أرضية برنامج العمل"}
HANDS = {"for": "4", "against": "2", "abstaining": "1", "chair": "for"}
LETTER = {"type": "text", "text": "و"}
OTHERS = ["أمينة الفيلالي", "رشيد بوزيان", "هدى المريني", "يوسف الغماري"]


@dataclass
class Sitting:
    """Seven members, of whom four are a quorum; the secretary is not one of them."""

    served: Served
    secretary: Errand
    chair: Errand
    vice: Errand
    rapporteur: Errand
    others: list[Somebody]

    def tabled(self, heading: str = TITLE) -> UUID:
        """A new paper of the body, laid before it."""
        draft = put_paper(
            self.served.folder, self.rapporteur.id, document(title(heading), [paragraph("نص الرأي.")])
        )
        self.table(draft)
        return draft

    def write(self, draft: UUID) -> None:
        """The rapporteur puts a letter into the text."""
        with joined(self.served.folder) as (store, _):
            text = store.draft(draft)
            step = {"stepType": "replace", "from": 1, "to": 1, "slice": {"content": [LETTER]}}
            session = secrets.token_urlsafe(16)
            commit = Commit(ref=f"{session}.1", base=text.version, steps=[step], author=self.rapporteur.id)
            written = text.commit(commit, now())
            assert isinstance(written, DraftCommitted)
            store.save([[written]])

    def table(self, draft: UUID, version: int = 0) -> None:
        laid = self.rapporteur.send(f"/drafts/{draft}/table/{version}", f"/drafts/{draft}/tabling")
        assert laid.status_code == 303

    def call(self, **details: str) -> str:
        """The address of a new meeting."""
        called = self.secretary.send(NEW, NEW, **{**DETAILS, **details})
        assert called.status_code == 303, called.text
        return str(called.headers["location"])

    def count(self, meeting: str, present: int = 7, **fields: str) -> None:
        """So many members are present, the chair first."""
        address = f"{meeting}/attendance"
        came = {**self.absent(meeting), **dict.fromkeys(self.members(meeting)[:present], "present")}
        counted = self.secretary.send(address, address, **{**came, "presiding": self.chair.id, **fields})
        assert counted.status_code == 303, counted.text

    def members(self, meeting: str) -> list[str]:
        """The names of the fields of the members, in their order on the page."""
        return re.findall(r'name="(member-\w+)"', self.secretary.page(f"{meeting}/attendance"))

    def absent(self, meeting: str) -> dict[str, str]:
        return dict.fromkeys(self.members(meeting), "absent")

    def points(self, meeting: str) -> list[str]:
        """The addresses of the points of the agenda."""
        return list(dict.fromkeys(re.findall(rf'href="({meeting}/items/\w+)"', self.chair.page(meeting))))

    def stored(self, meeting: str) -> Meeting:
        """The meeting as its events make it."""
        with joined(self.served.folder) as (store, _):
            return store.meeting(UUID(meeting.rsplit("/", 1)[1]))


@contextmanager
def sitting(folder: Path) -> Iterator[Sitting]:
    """A service with a body that sits."""
    chair, vice = member(folder, "نزهة الودغيري", "chair"), member(folder, "كريم السباعي", "vice_chair")
    secretary, rapporteur = (
        member(folder, "عمر السوسي", "secretary"),
        member(folder, "ليلى الزياني", "rapporteur"),
    )
    others = [member(folder, name) for name in OTHERS]
    with (
        serving(folder) as served,
        at(served, secretary) as recording,
        at(served, chair) as presiding,
        at(served, vice) as second,
        at(served, rapporteur) as reading,
    ):
        yield Sitting(served, recording, presiding, second, reading, others)


def opened(body: Sitting, present: int = 7, **details: str) -> str:
    """The address of the first point of a meeting that was opened, about a paper."""
    meeting = body.call(**{"papers": str(body.tabled()), **details})
    body.count(meeting, present)
    return body.points(meeting)[0]


def vote(body: Sitting, point: str, **fields: str) -> httpx.Response:
    return body.secretary.send(point, f"{point}/vote", **{**HANDS, **fields})


def confirm(body: Sitting, point: str, **fields: str) -> httpx.Response:
    return body.chair.send(point, f"{point}/confirmation", **fields)
