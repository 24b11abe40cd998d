"""The desk on a real server: what waits for each, what their groups write, what was decided."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest

from domain.blocks import document, paragraph, title
from domain.commit import Commit
from domain.dossier_events import Ballot, Numbered
from domain.draft_events import DraftCommitted
from domain.rules import Votes
from service.accounts import Accounts
from service.acts import meetings
from service.acts import people as acts
from service.authority import now
from service.pages.paper.adopted import adopted_text
from service.store import Store
from tests.adopting import People, act, adopt, meet, people, table
from tests.projections.writing import insertion
from tests.reading import words
from tests.service.errand import HOUSE, at
from tests.serving import BODY, GROUP, Served, Somebody, member, put_paper, serving

OTHER = "group0000001"


@dataclass
class Office:
    """A body in the midst of its work."""

    served: Served
    people: People
    coordinator: Somebody
    papers: dict[str, UUID]

    def desk(self, who: Somebody) -> dict[str, str]:
        """The words of somebody's desk, list by list."""
        with at(self.served, who) as errand:
            page = errand.page("/")
        headed = [words(part) for part in page.split("<main")[1].split('class="list"')[1:]]
        names = {"ما ينتظرني": "waits", "ما تكتبه": "mine", "نصوص أخرى": "others", "ما قررته": "decided"}
        lists = {}
        for part in headed:
            name = next(name for words, name in names.items() if words in part[:200])
            lists[name] = part
        return lists


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("desk")
    of = people(folder)
    coordinator = member(folder, "ثريا الحسني", "coordinator")
    papers = {
        name: put_paper(folder, of.rapporteur.id, document(title(name), [paragraph()]), group=group)
        for name, group in [
            ("نص المجموعة", GROUP),
            ("نص لم يبدأ", GROUP),
            ("نص الهيئة كلها", None),
            ("نص معروض", GROUP),
            ("نص مدرج", GROUP),
            ("نص مصادق عليه", GROUP),
            ("نص مودع", GROUP),
        ]
    }
    with closing(Store(folder)) as store, closing(Accounts(f"sqlite:///{folder / 'people.sqlite'}")) as known:
        written(store, known, papers["نص المجموعة"], coordinator.id)
        act(store, lambda reading: acts.form_group(reading, BODY, "مجموعة أخرى", of.chair.id, now()))
        other = next(each for each in store.body(BODY).groups if each != GROUP)
        foreign = document(title("نص مجموعة أخرى"), [paragraph()])
    papers["نص مجموعة أخرى"] = put_paper(folder, of.rapporteur.id, foreign, group=other)
    with closing(Store(folder)) as store:
        for name in ("نص مصادق عليه", "نص مودع"):
            adopt(store, papers[name], of)
        lay_down(store, papers["نص مودع"], of.secretary.id)
        table(store, papers["نص معروض"], of.rapporteur.id)
        table(store, papers["نص مدرج"], of.rapporteur.id)
        meeting = meet(store, [papers["نص مدرج"]], of.secretary.id, of.chair.id)
        ballot = Ballot("hands", Votes(3, 0, 0), "for")
        act(
            store,
            lambda reading: meetings.record_vote(
                reading, meeting, "item0", ballot, "vote", of.secretary.id, now()
            ),
        )
    with serving(folder) as served:
        # The answer to a decision waits until the pages have read everything before it.
        with at(served, of.chair) as chair:
            fields = {"kind": "letter", "year": "2022", "next": "1"}
            assert chair.post(f"{HOUSE}/registers", **fields).status_code == 303
        yield Office(served, of, coordinator, papers)


def written(store: Store, known: Accounts, draft: UUID, author: str) -> None:
    """The coordinator writes a letter."""
    text = store.draft(draft)
    ref = f"{known.open_session(author, draft)}.1"
    event = text.commit(Commit(ref, text.version, [insertion(1, "ا").to_json()], author), now())
    assert isinstance(event, DraftCommitted)
    store.save([[event]])


def lay_down(store: Store, draft: UUID, by: str) -> None:
    """Deposit an adopted paper."""
    text, letter = adopted_text(store, draft), Numbered(1, 2022)
    council = "رئيس مجلس جماعة واد الزيتون"
    store.save([[store.dossier(draft).lay_down(text, letter, council, [], "0" * 64, None, by, now())]])


def test_the_coordinator_lays_before_the_body_what_the_group_has_begun_to_write(office: Office) -> None:
    waits = office.desk(office.coordinator)["waits"]
    assert "نص المجموعة مسودة · النسخة 1 آخر تغيير: ثريا الحسني" in waits
    assert "قراءة آخر نسخة لعرضها" in waits
    assert "نص لم يبدأ" not in waits
    assert "نص مجموعة أخرى" not in waits


def test_my_groups_write_what_is_theirs_and_the_whole_body_s(office: Office) -> None:
    desk = office.desk(office.coordinator)
    for name in ("نص المجموعة", "نص لم يبدأ", "نص الهيئة كلها", "نص معروض"):
        assert name in desk["mine"]
    assert "نص مجموعة أخرى" not in desk["mine"]
    assert "نص مجموعة أخرى" in desk["others"]
    assert "قراءة النص" in desk["others"]
    assert "متابعة الكتابة" not in desk["others"]
    with at(office.served, office.coordinator) as errand:
        errand.page(f"/drafts/{office.papers['نص مجموعة أخرى']}")


def test_the_secretary_sees_to_tabled_and_adopted_papers_and_to_meetings(office: Office) -> None:
    waits = office.desk(office.people.secretary)["waits"]
    assert "نص معروض معروض على الهيئة · النسخة 0 ليس في جدول أعمال أي اجتماع قادم" in waits
    assert "نص مدرج" not in waits
    assert "نص مصادق عليه صودق عليه · عدد" in waits
    assert "إيداعه لدى المجلس" in waits
    assert "الاجتماع الثالث منعقد الجمعة 27 ماي 2022، الساعة 18:30، قاعة الخزانة الجماعية" in waits


def test_the_chair_confirms_what_was_recorded(office: Office) -> None:
    waits = office.desk(office.people.chair)["waits"]
    assert "الاجتماع الثالث منعقد نقط سُجلت ولم تُؤكد: 1 تأكيد ما سُجل" in waits


def test_the_clerk_receives_what_was_deposited_and_sees_no_draft(office: Office) -> None:
    desk = office.desk(office.people.clerk)
    assert "نص مودع أُودع لدى رئاسة المجلس" in desk["waits"]
    assert "تسلم الإيداع" in desk["waits"]
    assert desk.keys() == {"waits", "decided"}
    assert "نص المجموعة" not in str(desk)


def test_the_auditor_reads_everything_and_nothing_waits(office: Office) -> None:
    desk = office.desk(office.people.auditor)
    assert desk.keys() >= {"waits", "others", "decided"}
    assert "mine" not in desk
    assert "متابعة الكتابة" not in str(desk)


def test_what_was_decided_is_newest_first(office: Office) -> None:
    decided = office.desk(office.people.member)["decided"]
    assert decided.index("نص مودع") < decided.index("نص مصادق عليه")
    assert "فتح الملف" in decided


def test_a_plain_member_is_told_of_meetings_only(office: Office) -> None:
    waits = office.desk(office.people.member)["waits"]
    assert "قراءة جدول الأعمال" in waits
    assert "نص" not in waits.replace("نصوص", "").replace("الاجتماع", "")


def test_it_teaches_while_nothing_is_there(tmp_path: Path) -> None:
    somebody = member(tmp_path, "إدريس بنعلي")
    with serving(tmp_path) as served, at(served, somebody) as errand:
        page = errand.words("/")
    assert "لا شيء ينتظرك الآن. يظهر هنا ما يحتاج إليك بحسب صفتك" in page
    assert "لا نص بعد" in page
