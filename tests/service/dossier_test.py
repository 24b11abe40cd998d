"""The page of a dossier: in each state the one next step, or why this reader does not take it."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from domain.dossier_events import PaperAdoptionRecorded
from domain.rules import Votes
from tests.adopting import TITLE, meet, table, vote
from tests.reading import words
from tests.service.council import Council, sitting


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Council]:
    with sitting(tmp_path_factory.mktemp("council")) as council:
        yield council


def test_a_draft_is_tabled_by_who_may_and_who_may_not_reads_why(council: Council) -> None:
    draft = council.paper()
    page = council.rapporteur.page(f"/drafts/{draft}/dossier")
    assert f'href="/drafts/{draft}/table"' in page
    member = council.member.page(f"/drafts/{draft}/dossier")
    assert f'href="/drafts/{draft}/table"' not in member
    assert "يعرضه على الهيئة" in member
    assert f'href="/drafts/{draft}/at/0.pdf"' in member


def test_a_tabled_paper_leads_to_the_meetings_and_says_how_far_the_text_is(council: Council) -> None:
    draft = council.paper()
    tabled = council.rapporteur.send(f"/drafts/{draft}/table/0", f"/drafts/{draft}/tabling")
    assert tabled.headers["location"] == f"/drafts/{draft}/dossier"
    page = council.member.page(f"/drafts/{draft}/dossier")
    assert "/meetings" in page
    assert "النص كما عُرض" in page
    assert "عرض على الهيئة: النسخة 0" in words(page)


def test_an_adopted_paper_says_how_it_was_adopted_and_is_taken_away_as_such(council: Council) -> None:
    draft = council.adopted()
    page = council.member.page(f"/drafts/{draft}/dossier")
    said = words(page)
    for part in (
        "في الاجتماع الثالث المنعقد يوم الجمعة 27 ماي 2022",
        "حضر 3 من أصل 3 أعضاء",
        "صودق على المقترح بإجماع المصوتين",
        "رئاسة الاجتماع: نزهة الودغيري",
        "يودعه كاتب(ة) الهيئة أو رئيس(ة) الهيئة.",
    ):
        assert part in said
    for path in ("text.pdf", "text.docx", "0.json"):
        assert f'href="/adopted/{draft}/{path}"' in page
    assert "مسودة (PDF)" not in page
    assert f'href="/drafts/{draft}/deposit"' in council.chair.page(f"/drafts/{draft}/dossier")


def test_a_rejected_paper_goes_on_as_a_new_one_with_the_ids_of_its_blocks(council: Council) -> None:
    draft = council.tabled()
    who = council.who
    meeting = meet(council.store, [draft], who.secretary.id, who.chair.id)
    vote(council.store, meeting, "item0", Votes(0, 2, 0), who.secretary.id, who.chair.id)
    council.known(draft)
    assert "لم تصادق الهيئة على النص" in council.member.words(f"/drafts/{draft}/dossier")
    sent = council.member.send(f"/drafts/{draft}/dossier", f"/drafts/{draft}/revision")
    assert sent.status_code == 303
    new = sent.headers["location"].rpartition("/")[2]
    council.member.page(f"/drafts/{new}")
    page = council.member.page(f"/drafts/{new}/dossier")
    assert f'href="/drafts/{draft}/dossier"' in page
    assert TITLE in page
    text = council.store.draft(UUID(new))
    assert text.doc.to_json() == council.store.draft(draft, 0).doc.to_json()
    assert council.dossier(UUID(new)).opened.continues == draft
    assert not text.closed


def test_a_paper_that_is_not_decided_is_not_begun_anew(council: Council) -> None:
    draft = council.paper()
    assert council.member.post(f"/drafts/{draft}/revision").status_code == 403


def test_a_withdrawn_paper_says_so(council: Council) -> None:
    draft = council.paper()
    council.rapporteur.send(f"/drafts/{draft}/withdraw", f"/drafts/{draft}/withdrawal", reason="تقادم")
    page = council.member.words(f"/drafts/{draft}/dossier")
    assert "سُحب النص قبل البت فيه" in page
    assert "«تقادم»" in page


def test_what_was_adopted_on_paper_is_put_on_record_by_the_chair(council: Council) -> None:
    draft = council.paper()
    council.secretary.page(f"/drafts/{draft}/paper-adoption", 403)
    page = f"/drafts/{draft}/paper-adoption/0"
    form = f"/drafts/{draft}/paper-adoption"
    told = "بحضور أغلبية عضواتها وأعضائها"
    future = council.chair.send(page, form, decided_on="2999-01-01", told=told)
    assert (future.status_code, "لم يحن بعد" in words(future.text)) == (400, True)
    wrong = council.chair.send(page, form, decided_on="2019-05-27", told=told, digest="0" * 64)
    assert wrong.status_code == 409
    assert council.chair.send(page, form, decided_on="2019-05-27", told=told).status_code == 303
    dossier = council.dossier(draft)
    recorded = dossier.adoption
    assert isinstance(recorded, PaperAdoptionRecorded)
    assert (recorded.numbered.number, recorded.numbered.year) == (1, 2019)
    assert council.store.draft(draft).closed
    said = council.member.words(f"/drafts/{draft}/dossier")
    for part in (told, "الاثنين 27 ماي 2019", "01/2019", "أعداد الحاضرين والأصوات غير مسجلة"):
        assert part in said
    assert council.deposit(draft).status_code == 303


def test_the_newest_version_is_the_one_that_is_read_for_the_record(council: Council) -> None:
    draft = council.paper()
    answer = council.chair.browser.get(f"/drafts/{draft}/paper-adoption")
    assert answer.headers["location"] == f"/drafts/{draft}/paper-adoption/0"


def test_what_is_not_there_or_not_yet_deposited_has_no_page_for_the_clerk(council: Council) -> None:
    council.member.page("/drafts/00000000-0000-4000-8000-000000000000/dossier", 404)
    draft = council.paper()
    table(council.store, draft, council.who.rapporteur.id)
    council.clerk.page(f"/drafts/{draft}/dossier", 403)


def test_a_refusal_leads_back_to_the_page_where_it_was_asked(council: Council) -> None:
    draft = council.paper()
    page = f"{council.served.origin}/drafts/{draft}/withdraw"
    for came, leads in ((page, True), ("https://elsewhere.example/drafts", False)):
        council.rapporteur.browser.headers["Referer"] = came
        refused = council.rapporteur.post(f"/drafts/{draft}/withdrawal", reason=" ")
        assert (f'href="/drafts/{draft}/withdraw"' in refused.text) is leads
    del council.rapporteur.browser.headers["Referer"]
