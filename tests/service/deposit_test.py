"""What goes to the council: the letter as it was read, the submission, the clerk's receipt and answer."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from pypdf import PdfReader
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Origin

from domain.adopted_text import AdoptedText
from domain.dossier_events import Adopted, Deposited, Numbered
from domain.errors import Superseded
from projections.evidence.archive import unpack
from projections.evidence.verify import verify
from service import frames
from service.accounts import Accounts
from service.authority import now
from service.files import Files
from service.pages.council.packing import Packing
from service.papers import paper
from service.prints import Terms
from tests.adopting import TEXT, adopt
from tests.reading import words
from tests.service.council import Council, sitting
from tests.serving import BODY, headers, member


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Council]:
    with sitting(tmp_path_factory.mktemp("council")) as council:
        yield council


def submission(council: Council, draft: UUID) -> bytes:
    answer = council.clerk.browser.get(f"/drafts/{draft}/submission.zip")
    assert answer.status_code == 200
    return answer.content


def test_the_letter_is_read_before_it_is_sent_and_is_sent_as_it_was_read(council: Council) -> None:
    draft = council.adopted()
    page = f"/drafts/{draft}/deposit"
    asked = f"{page}?addressee=رئيس مجلس الجماعة&article=92&instrument=النظام الداخلي لمجلس الجماعة"
    read = council.secretary.words(asked)
    for part in (
        "واد الزيتون بتاريخ : ",
        "رئيس مجلس الجماعة",
        "الموضوع: إيداع الرأي الاستشاري عدد",
        "المرجع: المادة 92 من النظام الداخلي لمجلس الجماعة",
        "سلام تام بوجود مولانا الإمام",
        "نزهة الودغيري",
    ):
        assert part in read
    sent = council.secretary.send(asked, page, 'method="post"')
    assert (sent.status_code, sent.headers["location"]) == (303, f"/drafts/{draft}/dossier")
    laid = council.dossier(draft).deposit
    assert laid is not None
    assert laid.addressee == "رئيس مجلس الجماعة"
    # The next letter of the body proposes the same.
    assert "المرجع: المادة 92 من النظام الداخلي لمجلس الجماعة" in council.secretary.words(
        f"/drafts/{council.adopted()}/deposit"
    )
    letter = unpack(submission(council, draft))["letter.pdf"]
    assert len(PdfReader(BytesIO(letter)).pages) == 1
    for name in ("letter.pdf", "letter.docx"):
        got = council.clerk.browser.get(f"/drafts/{draft}/{name}")
        assert got.content == unpack(submission(council, draft))[name]


def test_what_is_deposited_proves_itself(council: Council) -> None:
    draft = council.adopted()
    # Whoever comes later has no part in that decision, and no place in its record.
    newcomer = member(council.served.folder, "ليلى الزياني")
    assert council.deposit(draft).status_code == 303
    content = submission(council, draft)
    assert newcomer.id.encode() not in unpack(content)["events.jsonl"]
    assert [finding.said for finding in verify(content) if not finding.holds] == []
    laid = council.dossier(draft).deposit
    assert laid is not None
    assert Files(council.served.folder).read(laid.submission) == content
    assert laid.submission in council.clerk.words(f"/drafts/{draft}/dossier")


def test_the_report_of_the_meeting_goes_along_once_it_was_adopted(council: Council) -> None:
    draft = council.adopted()
    adoption = council.dossier(draft).adoption
    assert isinstance(adoption, Adopted)
    author = council.who.rapporteur.id
    events = paper(BODY, "report", "ar", author, TEXT, now(), meeting=adoption.meeting)
    council.store.save([events])
    report = events[0].originator_id
    council.known(draft)
    assert "تقرير الاجتماع عدد" not in council.secretary.words(f"/drafts/{draft}/deposit")
    adopt(council.store, report, council.who)
    council.known(draft)
    assert "تقرير الاجتماع عدد" in council.secretary.words(f"/drafts/{draft}/deposit")
    assert council.deposit(draft).status_code == 303
    content = submission(council, draft)
    assert {"report.pdf", "report.docx"} <= unpack(content).keys()
    assert [finding.said for finding in verify(content) if not finding.holds] == []


def test_only_what_was_adopted_is_deposited(council: Council) -> None:
    for draft in (council.paper(), council.tabled()):
        council.secretary.page(f"/drafts/{draft}/deposit", 403)
        sent = council.secretary.post(f"/drafts/{draft}/deposit", number="1", year="2026")
        assert sent.status_code == 403
        council.clerk.page(f"/drafts/{draft}/dossier", 403)
        council.secretary.page(f"/drafts/{draft}/submission.zip", 404)
    assert council.member.post(f"/drafts/{council.adopted()}/deposit", number="1", year="2026").is_error


def test_a_number_that_another_letter_got_meanwhile_is_read_again(council: Council) -> None:
    one, other = council.adopted(), council.adopted()
    page = council.secretary.page(f"/drafts/{one}/deposit")
    assert council.deposit(other).status_code == 303
    hidden = {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("number", "year")}
    sent = council.secretary.post(f"/drafts/{one}/deposit", addressee="المجلس", **hidden)
    assert sent.status_code == 409
    assert council.dossier(one).state == "adopted"
    assert council.deposit(one).status_code == 303


def test_a_file_that_came_between_the_letter_and_the_archive_is_read_first(
    council: Council, tmp_path: Path
) -> None:
    draft = council.adopted()
    dossier = council.dossier(draft)
    adoption, body = dossier.adoption, council.store.body(BODY)
    assert adoption
    text = AdoptedText(council.store.draft(draft, adoption.version), adoption)
    with closing(Accounts(f"sqlite:///{tmp_path / 'people.sqlite'}")) as accounts:
        packing = Packing(council.store, accounts, Files(tmp_path), "", body, text, None, ())
        letter = packing.letter(Numbered(1, 2026), Terms("المجلس", None), now())
        dossier.attach("0" * 64, "محضر.pdf", "application/pdf", 1, "minutes", "someone", now())
        with pytest.raises(Superseded):
            packing.pack({}, letter, dossier, now())


def test_two_who_deposit_at_once_deposit_once(council: Council) -> None:
    draft = council.adopted()
    with ThreadPoolExecutor(2) as both:
        sent = list(both.map(lambda _: council.deposit(draft).status_code, range(2)))
    assert sent.count(303) == 1
    laid = [event for event in council.dossier(draft).history if isinstance(event, Deposited)]
    assert len(laid) == 1


def test_letters_have_numbers_without_a_gap(council: Council) -> None:
    before = council.dossier(council.deposited()).deposit
    after = council.dossier(council.deposited()).deposit
    assert before
    assert after
    assert after.letter == Numbered(before.letter.number + 1, before.letter.year)


def test_the_clerk_gives_a_receipt(council: Council) -> None:
    draft = council.deposited()
    council.secretary.page(f"/drafts/{draft}/receipt", 409)
    assert council.secretary.post(f"/drafts/{draft}/reception").status_code == 403
    sent = council.clerk.send(f"/drafts/{draft}/dossier", f"/drafts/{draft}/reception")
    assert sent.headers["location"] == f"/drafts/{draft}/receipt"
    dossier = council.dossier(draft)
    assert dossier.receipt
    assert dossier.deposit
    page = council.secretary.words(f"/drafts/{draft}/receipt")
    for part in ("وصل إيداع عدد", "ساعة التسلم", "إدريس بنعلي", "حسن الزياني", dossier.deposit.submission):
        assert part in page
    pdf = council.clerk.browser.get(f"/drafts/{draft}/receipt.pdf")
    assert pdf.content.startswith(b"%PDF")
    assert council.clerk.post(f"/drafts/{draft}/reception").status_code == 403


def test_the_clerk_turns_a_deposit_back_for_a_reason_and_it_comes_again(council: Council) -> None:
    draft = council.deposited()
    form = f"/drafts/{draft}/turning-back"
    refused = council.clerk.send(f"/drafts/{draft}/dossier", form, reason="  ")
    assert (refused.status_code, "السبب غير مكتوب" in words(refused.text)) == (400, True)
    assert council.clerk.send(f"/drafts/{draft}/dossier", form, reason="ينقص الخاتم").status_code == 303
    first = council.dossier(draft)
    assert first.state == "returned"
    assert "ينقص الخاتم" in council.secretary.words(f"/drafts/{draft}/dossier")
    assert council.deposit(draft).status_code == 303
    again = council.dossier(draft)
    assert first.deposit
    assert again.deposit
    assert again.state == "deposited"
    assert again.deposit.letter.number > first.deposit.letter.number
    # The first letter and its return are in the record of the second.
    assert b"dossier.turned_back" in unpack(submission(council, draft))["events.jsonl"]
    assert [finding for finding in verify(submission(council, draft)) if not finding.holds] == []


def test_the_clerk_records_the_answer(council: Council) -> None:
    draft = council.deposited()
    council.clerk.send(f"/drafts/{draft}/dossier", f"/drafts/{draft}/reception")
    sent = council.clerk.send(
        f"/drafts/{draft}/dossier", f"/drafts/{draft}/answer", answer="partly", text="تُبرمج في السنة القادمة"
    )
    assert sent.status_code == 303
    page = council.member.words(f"/drafts/{draft}/dossier")
    assert "جواب المجلس: قبول جزئي" in page
    assert "تُبرمج في السنة القادمة" in page
    council.clerk.page(f"/drafts/{draft}/receipt")


def test_the_clerk_sees_what_was_deposited_and_nothing_of_the_writing(council: Council) -> None:
    adopted, draft = council.adopted(), council.deposited()
    assert "/deposits" in council.clerk.page("/")
    assert "/deposits" not in council.member.page("/")
    listed = council.clerk.page("/deposits")
    assert str(draft) in listed
    assert str(adopted) not in listed
    dossier = council.clerk.page(f"/drafts/{draft}/dossier")
    assert "تسليم وصل الإيداع" in dossier
    for hidden in ("/audit", "/table", "بدء نص", "عرض على الهيئة", f'href="/drafts/{draft}"', "مسودة (PDF)"):
        assert hidden not in dossier
    version = council.dossier(draft).adoption
    assert version
    council.clerk.page(f"/drafts/{draft}/at/{version.version}")
    closed = council.store.draft(draft).version
    assert closed != version.version
    for path in (f"at/{closed}", f"at/{closed}.pdf", "audit", "deposit", "table", "withdraw"):
        council.clerk.page(f"/drafts/{draft}/{path}", 403)
    assert council.clerk.browser.get(f"/drafts/{draft}").headers["location"] == f"/drafts/{draft}/dossier"
    council.clerk.page(f"/drafts/{adopted}/dossier", 403)
    council.clerk.page(f"/adopted/{adopted}/text.pdf", 403)


def test_the_clerk_is_not_shown_the_writing_live(council: Council) -> None:
    draft = council.deposited()
    served, cookie = council.served, headers(council.who.clerk)
    with connect(served.live(draft), origin=Origin(served.origin), additional_headers=cookie) as live:
        with pytest.raises(ConnectionClosed) as closed:
            live.recv(timeout=10)
        assert closed.value.rcvd
        assert closed.value.rcvd.code == frames.NOT_ALLOWED


def test_what_is_not_taken_up_whole_is_answered_with_words(council: Council) -> None:
    draft = council.deposited()
    page, answer = f"/drafts/{draft}/dossier", f"/drafts/{draft}/answer"
    council.clerk.send(page, f"/drafts/{draft}/reception")
    for word in ("partly", "declined"):
        refused = council.clerk.send(page, answer, answer=word, text=" ")
        assert (refused.status_code, "السبب غير مكتوب" in words(refused.text)) == (400, True)
    assert council.dossier(draft).state == "received"
    assert council.clerk.send(page, answer, answer="noted", text="").status_code == 303
