"""A paper on its way from a draft to its adoption, by the acts that the pages call, on a real store."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from secrets import token_urlsafe
from typing import Literal
from uuid import UUID

from prosemirror.model import Node

from domain.blocks import article, document, paragraph, recommendation, section, title
from domain.commit import Commit
from domain.dossier import Dossier
from domain.dossier_events import Ballot
from domain.draft_events import DraftCommitted
from domain.meeting_events import AgendaItem, Details, LegalReference, Presence
from domain.rules import Votes
from service.acts import meetings, tabling
from service.authority import now
from service.procedure import Decide, Reading
from service.robots import insertion
from service.store import Store
from tests.serving import BODY, Somebody, member, put_paper

TITLE = "رأي استشاري حول ولوج النساء والفتيات إلى المرافق العمومية"
TEXT = document(
    title(TITLE),
    [
        section("السياق والموضوع"),
        paragraph("قررت الهيئة أن تبدي رأيها بمبادرة منها، بتاريخ 27 ماي 2022."),
        article("الرأي"),
        paragraph("توصي الهيئة بما يلي."),
        recommendation("تجهيز ملاعب القرب.", addressee="مجلس الجماعة", term="قبل نهاية السنة"),
    ],
)
MET = date(2022, 5, 27)


@dataclass
class People:
    """A body with its offices, and the council's clerk."""

    chair: Somebody
    secretary: Somebody
    rapporteur: Somebody
    member: Somebody
    clerk: Somebody
    auditor: Somebody


def people(folder: Path) -> People:
    """The people of the body: chair, rapporteur and one more are its members."""
    return People(
        member(folder, "نزهة الودغيري", "chair"),
        member(folder, "إدريس بنعلي", "secretary"),
        member(folder, "سلمى التازي", "rapporteur"),
        member(folder, "عمر السوسي"),
        member(folder, "حسن الزياني", "clerk"),
        member(folder, "كمال الريفي", "auditor"),
    )


def act(store: Store, decide: Decide) -> None:
    """Decide and store as the service does, with the end of the draft that the decision closes."""
    reading = Reading(store)
    events = list(decide(reading))
    if reading.closing is not None:
        ending = reading.closing
        events.append(store.draft(ending.draft).close(ending.why, ending.by, now()))
    store.save([events], [reading.expects])


def write(store: Store, draft: UUID, author: str, words: str) -> None:
    """Write at the end of the first paragraph, as one commit."""
    text = store.draft(draft)
    end = next(
        start + block.node_size - 1 for block, start in _blocks(text.doc) if block.type.name == "paragraph"
    )
    commit = Commit(f"{token_urlsafe(16)}.1", text.version, insertion(end, words), author)
    written = text.commit(commit, now())
    assert isinstance(written, DraftCommitted)
    store.save([[written]])


def _blocks(doc: Node) -> Iterator[tuple[Node, int]]:
    at = 0
    for block in doc.content.content:
        yield block, at
        at += block.node_size


def table(store: Store, draft: UUID, by: str) -> None:
    """Lay the newest version before the body."""
    text = store.draft(draft)
    act(store, lambda reading: tabling.table(reading, draft, text.version, text.digest, by, now()))


def meet(store: Store, drafts: Sequence[UUID], secretary: str, chair: str) -> UUID:
    """A meeting about these papers, called and counted: everybody came."""
    details = Details(
        kind="ordinary",
        ordinal=3,
        on=MET,
        hour="18:30",
        place="قاعة الخزانة الجماعية",
        basis=LegalReference("النظام الداخلي لمجلس الجماعة", "78"),
        agenda=[AgendaItem(f"item{place}", "نقطة", draft) for place, draft in enumerate(drafts)],
    )
    meeting = UUID(int=store.end() + 1)
    act(store, lambda reading: meetings.call(reading, BODY, details, secretary, now(), meeting))
    came: dict[str, Presence] = dict.fromkeys(store.body(BODY).in_office(MET), "present")
    act(
        store,
        lambda reading: meetings.take_attendance(
            reading, meeting, came, chair, f"attendance-{meeting}", secretary, now()
        ),
    )
    return meeting


def vote(
    store: Store, meeting: UUID, item: str, votes: Votes, secretary: str, chair: str
) -> Literal["adopted", "rejected"]:
    """Vote on an item and confirm it; the chair votes for it."""
    ballot = Ballot("hands", votes, "for" if votes.for_ else None)
    act(
        store,
        lambda reading: meetings.record_vote(
            reading, meeting, item, ballot, f"vote-{meeting}-{item}", secretary, now()
        ),
    )
    seen = store.meeting(meeting).recorded[item].originator_version
    act(store, lambda reading: meetings.confirm(reading, meeting, item, seen, chair, now()))
    return "adopted" if votes.for_ > votes.against else "rejected"


def adopt(store: Store, draft: UUID, people: People, votes: Votes | None = None) -> Dossier:
    """From a draft to its adoption in a meeting; gives the dossier after it."""
    table(store, draft, people.rapporteur.id)
    return decide_in_meeting(store, draft, people, votes)


def decide_in_meeting(store: Store, draft: UUID, people: People, votes: Votes | None = None) -> Dossier:
    """A meeting about a paper that is tabled, and its vote; gives the dossier after it."""
    meeting = meet(store, [draft], people.secretary.id, people.chair.id)
    members = len(store.body(BODY).in_office(MET))
    vote(store, meeting, "item0", votes or Votes(members, 0, 0), people.secretary.id, people.chair.id)
    return store.dossier(draft)


def written_paper(folder: Path, people: People, doc: Node = TEXT) -> UUID:
    """A paper that the rapporteur began."""
    return put_paper(folder, people.rapporteur.id, doc)
