"""A point of the agenda: recorded by the secretary, confirmed by the chair, decided by the rules alone."""

import re
from collections.abc import Iterator

import pytest

from tests.reading import words
from tests.service.errand import refused
from tests.service.sitting import HANDS, NEW, TITLE, Sitting, confirm, opened, sitting, vote

NO_QUORUM = "لا نصاب في هذا الاجتماع، فلا يُسجل تصويت ولا تُؤكد مصادقة."
WAITS = "سُجل التصويت، وينتظر تأكيد الرئاسة"


@pytest.fixture(scope="module")
def body(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sitting]:
    folder = tmp_path_factory.mktemp("voting")
    with sitting(folder) as body:
        yield body


class TestVoting:
    def test_a_paper_is_adopted_and_numbered_when_the_chair_confirms(self, body: Sitting) -> None:
        point = opened(body)
        page = body.secretary.words(point)
        assert "رأي استشاري، معروض على الهيئة. النسخة 0، بصمتها" in page
        assert "النص كما عُرض" in page
        assert vote(body, point).headers["location"] == point
        assert WAITS in body.secretary.words(point)
        assert "تأكيد نتيجة التصويت" not in body.secretary.words(point)
        seen = body.chair.words(point)
        assert (
            "إذا تأكد ما سُجل، تُعلن النتيجة بهذه العبارة: صودق على المقترح بالأغلبية: 4 أصوات لفائدته" in seen
        )
        assert "المادة 43 من القانون التنظيمي 113.14" in seen
        assert confirm(body, point).headers["location"] == point
        said = body.rapporteur.words(point)
        number = re.search(r"تمت المصادقة، عدد (\d\d/2022)", said)
        assert number
        assert number[1] in body.rapporteur.words(point.partition("/items")[0])
        assert number[1] in body.rapporteur.words("/adopted")
        refused(body.secretary.post(f"{point}/vote", **HANDS), 409, "تم البت في هذه النقطة من قبل.")

    def test_a_vote_by_name_counts_itself(self, body: Sitting) -> None:
        point = opened(body)
        named = f"{point}?how=names"
        voters = re.findall(r'name="(vote-\w+)"', body.secretary.page(named))
        assert len(voters) == 7
        cast = dict(zip(voters, ["against", "for", "for", "for", "abstain", "", "against"], strict=True))
        assert body.secretary.send(named, f"{point}/vote", **cast).status_code == 303
        page = body.rapporteur.words(point)
        assert "صوت رئاسة الاجتماع: ضد." in page
        assert "نزهة الودغيري ضد" in page
        assert "كريم السباعي لفائدة" in page
        recorded = body.stored(point.partition("/items")[0]).recorded[point.rsplit("/", 1)[1]]
        votes = recorded.ballot.votes  # type: ignore[union-attr]
        assert (votes.for_, votes.against, votes.abstaining) == (3, 2, 1)

    def test_a_tie_goes_to_the_side_of_the_chair(self, body: Sitting) -> None:
        point = opened(body)
        vote(body, point, **{"for": "3", "against": "3", "abstaining": "1", "chair": "against"})
        confirm(body, point)
        page = body.rapporteur.words(point)
        assert "لم تتم المصادقة" in page
        assert "رُفض المقترح بالصوت المرجح لرئاسة الاجتماع" in page

    @pytest.mark.parametrize(
        ("fields", "status", "sentence"),
        [
            ({"for": "9"}, 400, "الأعداد لا تتوافق مع الحضور."),
            ({"chair": "against", "against": "0"}, 400, "الأعداد لا تتوافق مع الحضور."),
            ({"for": "كثير"}, 400, "عدد الأصوات يُكتب بالأرقام"),
            ({"against": "-1"}, 400, "عدد الأصوات يُكتب بالأرقام"),
            ({"for": "", "against": "", "abstaining": " "}, 400, "الأصوات غير مكتوبة."),
        ],
    )
    def test_counts_that_cannot_be_come_back_as_they_were_typed(
        self, body: Sitting, fields: dict[str, str], status: int, sentence: str
    ) -> None:
        point = opened(body)
        answer = vote(body, point, **fields)
        refused(answer, status, sentence)
        typed = {**HANDS, **fields}
        for name in ("for", "against", "abstaining"):
            assert re.search(rf'name="{name}"[^>]*value="{typed[name]}"', answer.text)
        assert f'<option value="{typed["chair"]}" selected>' in answer.text
        assert body.stored(point.partition("/items")[0]).recorded == {}

    def test_a_tie_does_not_leave_open_how_the_chair_voted(self, body: Sitting) -> None:
        point = opened(body)
        tie = {"for": "3", "against": "3", "abstaining": "0"}
        refused(vote(body, point, **tie, chair=""), 400, "تعادلت الأصوات، وصوت رئاسة الاجتماع هو المرجح.")
        assert vote(body, point, **tie, chair="none").status_code == 303
        assert "لم يُسجل" in body.chair.words(point)

    def test_nobody_by_name_is_no_vote(self, body: Sitting) -> None:
        point = opened(body)
        refused(body.secretary.send(f"{point}?how=names", f"{point}/vote"), 400, "لم يُسجل أي صوت.")

    def test_a_repeat_is_known_by_its_ref(self, body: Sitting) -> None:
        point = opened(body)
        for _ in range(3):
            assert vote(body, point, ref="sent thrice").status_code == 303
        assert body.stored(point.partition("/items")[0]).last == 3

    def test_before_the_attendance_nothing_is_recorded(self, body: Sitting) -> None:
        meeting = body.call(papers=str(body.tabled()))
        [point, talk] = body.points(meeting)
        page = body.secretary.page(point)
        assert "يُسجل الحضور أولا" in words(page)
        assert 'disabled aria-describedby="why" data-first="attendance"' in page
        refused(body.secretary.post(f"{point}/vote", **HANDS), 409, "لا يمكن هذا الإجراء في هذه المرحلة.")
        refused(body.secretary.post(f"{talk}/conclusion", conclusion="اتفاق"), 409, "لا يمكن هذا الإجراء")

    def test_what_was_taken_back_is_not_voted(self, body: Sitting) -> None:
        draft = body.tabled("نص يُسحب")
        meeting = body.call(papers=str(draft))
        body.count(meeting)
        [point, _] = body.points(meeting)
        body.rapporteur.send(f"/drafts/{draft}/withdraw", f"/drafts/{draft}/withdrawal", reason="أُعيد النظر")
        refused(body.secretary.post(f"{point}/vote", **HANDS), 409, "تم البت في هذه النقطة من قبل.")
        assert "فلا يُصوت عليه في هذا الاجتماع." in body.chair.words(point)

    def test_what_was_taken_back_after_the_vote_does_not_hold_the_meeting_open(self, body: Sitting) -> None:
        draft = body.tabled()
        meeting = body.call(papers=str(draft))
        body.count(meeting)
        [point, _] = body.points(meeting)
        vote(body, point)
        refused(body.secretary.post(f"{point}/conclusion", conclusion="اتفاق"), 409, "لا يمكن هذا الإجراء")
        body.rapporteur.send(f"/drafts/{draft}/withdraw", f"/drafts/{draft}/withdrawal", reason="أُعيد النظر")
        assert "تأكيد نتيجة التصويت" not in body.chair.words(point)
        assert "فلا يُؤكد ما سُجل فيه." in body.chair.words(point)
        said = body.secretary.send(point, f"{point}/conclusion", conclusion="سُحب النص قبل تأكيد النتيجة")
        assert said.status_code == 303
        assert body.secretary.post(f"{meeting}/end", hour="20:00").status_code == 303

    def test_what_was_tabled_anew_is_voted_anew(self, body: Sitting) -> None:
        draft = body.tabled()
        meeting = body.call(papers=str(draft))
        body.count(meeting)
        [point, _] = body.points(meeting)
        vote(body, point)
        body.write(draft)
        assert "كلمة واحدة بعد النسخة المعروضة" in body.secretary.words(point)
        body.table(draft, 1)
        page = body.chair.page(point)
        assert "عُرضت نسخة أخرى من النص بعد هذا التسجيل." in words(page)
        assert '<button class="primary" disabled aria-describedby="held">' in page
        refused(confirm(body, point), 409, "هذه النسخة ليست المعروضة على الهيئة.")
        assert "قراءة النسخة 1" in body.secretary.words(point)
        vote(body, point)
        assert confirm(body, point).status_code == 303
        assert "قراءة النسخة 1" in body.rapporteur.words(point)


class TestQuorum:
    def test_without_it_the_buttons_say_why_and_the_server_refuses(self, body: Sitting) -> None:
        point = opened(body, present=3)
        page = body.secretary.page(point)
        assert NO_QUORUM in words(page)
        assert '<button class="primary" disabled aria-describedby="why">' in page
        refused(body.secretary.post(f"{point}/vote", **HANDS), 409, "لا نصاب في هذا الاجتماع.")
        assert "لم يكتمل النصاب" in body.chair.words(point.partition("/items")[0])

    def test_lost_after_the_vote_it_holds_the_confirmation(self, body: Sitting) -> None:
        point = opened(body)
        vote(body, point)
        body.count(point.partition("/items")[0], present=3)
        page = body.chair.page(point)
        assert NO_QUORUM in words(page)
        assert '<button class="primary" disabled aria-describedby="held">' in page
        refused(confirm(body, point), 409, "لا نصاب في هذا الاجتماع.")

    def test_fewer_than_voted_hold_it_too(self, body: Sitting) -> None:
        point = opened(body)
        vote(body, point)
        body.count(point.partition("/items")[0], present=5)
        page = body.chair.page(point)
        assert words(page).count("صُحح الحضور بعد تسجيل هذا التصويت") == 2
        assert '<button class="primary" disabled aria-describedby="held">' in page
        refused(confirm(body, point), 400, "الأعداد لا تتوافق مع الحضور.")

    def test_a_point_is_put_off_without_it(self, body: Sitting) -> None:
        point = opened(body, present=3)
        later = f"{point}?how=deferral"
        assert "disabled" not in body.secretary.page(later).partition('<nav class="ways"')[2]
        refused(body.secretary.send(later, f"{point}/deferral", reason=" "), 400, "سبب التأجيل غير مكتوب.")
        assert body.secretary.send(later, f"{point}/deferral", reason="لا نصاب").status_code == 303
        assert "تأكيد التأجيل" in body.chair.words(point)
        confirm(body, point)
        page = body.rapporteur.words(point)
        assert "تم التأجيل" in page
        assert "تأجيل البت في هذه النقطة إلى اجتماع لاحق، والسبب: لا نصاب." in page
        refused(
            body.secretary.post(f"{point}/deferral", to="meeting", reason="مرة أخرى"),
            409,
            "تم البت في هذه النقطة من قبل.",
        )
        # It still lies before the body: the next meeting is offered it.
        assert "معروض على الهيئة" in page
        assert TITLE in body.secretary.words(NEW)
