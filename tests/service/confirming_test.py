"""What the chair confirms, and points that are about no paper."""

import re
from collections.abc import Iterator

import pytest

from tests.reading import words
from tests.service.errand import refused
from tests.service.sitting import HANDS, MEETINGS, TITLE, Sitting, confirm, opened, sitting, vote
from tests.serving import GROUP, member

NO_QUORUM = "لا نصاب في هذا الاجتماع، فلا يُسجل تصويت ولا تُؤكد مصادقة."
WAITS = "سُجل التصويت، وينتظر تأكيد الرئاسة"


@pytest.fixture(scope="module")
def body(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sitting]:
    folder = tmp_path_factory.mktemp("voting")
    with sitting(folder) as body:
        yield body


class TestConfirming:
    def test_what_was_recorded_anew_is_read_anew(self, body: Sitting) -> None:
        point = opened(body)
        vote(body, point)
        found = re.search(r'name="seen" value="(\d+)"', body.chair.page(point))
        assert found
        vote(body, point, **{"for": "5", "against": "1"})
        answer = confirm(body, point, seen=found[1])
        refused(answer, 409, "تغير ما سُجل بعد عرضه عليك.")
        assert "5 أصوات لفائدته" in words(answer.text)
        assert f'name="seen" value="{int(found[1]) + 1}"' in answer.text
        assert confirm(body, point).status_code == 303

    @pytest.mark.parametrize("seen", ["", "x", "0", "99"])
    def test_nothing_unseen_is_confirmed(self, body: Sitting, seen: str) -> None:
        point = opened(body)
        vote(body, point)
        refused(confirm(body, point, seen=seen), 409, "تغير ما سُجل بعد عرضه عليك.")

    def test_the_secretary_and_a_member_do_not_confirm(self, body: Sitting) -> None:
        point = opened(body)
        vote(body, point)
        for somebody in (body.secretary, body.rapporteur):
            refused(somebody.post(f"{point}/confirmation", seen="3"), 403, "هذا الإجراء ليس من مهام صفتك.")

    def test_a_vice_chair_may(self, body: Sitting) -> None:
        point = opened(body)
        vote(body, point)
        assert body.vice.send(point, f"{point}/confirmation").status_code == 303


class TestTalk:
    def test_a_point_without_a_paper_ends_in_a_conclusion(self, body: Sitting) -> None:
        meeting = body.call()
        body.count(meeting)
        [point] = body.points(meeting)
        refused(body.secretary.send(point, f"{point}/conclusion", conclusion=" "), 400, "الخلاصة غير مكتوبة.")
        said = "تكليف المجموعات بصياغة برامجها\nمراسلة رئاسة المجلس"
        assert body.secretary.send(point, f"{point}/conclusion", conclusion=said).status_code == 303
        assert "سُجلت الخلاصة تكليف المجموعات" in body.rapporteur.words(point)
        assert said in body.secretary.page(point).replace("\r\n", "\n")

    def test_or_in_a_vote_that_the_chair_confirms(self, body: Sitting) -> None:
        meeting = body.call()
        body.count(meeting)
        [point] = body.points(meeting)
        assert body.secretary.send(f"{point}?how=hands", f"{point}/vote", **HANDS).status_code == 303
        assert confirm(body, point).status_code == 303
        assert "تمت المصادقة صودق" not in body.rapporteur.words(point)
        assert "تمت المصادقة" in body.rapporteur.words(point)

    def test_or_is_given_to_a_group(self, body: Sitting) -> None:
        member(body.served.folder, "ثريا الحسني", "coordinator")
        body.secretary.page(MEETINGS)
        meeting = body.call()
        body.count(meeting)
        [point] = body.points(meeting)
        refused(
            body.secretary.post(f"{point}/deferral", to="nowhere", reason="تعميق النقاش"),
            404,
            "لا توجد مجموعة",
        )
        assert body.secretary.post(f"{point}/deferral", to=GROUP, reason="تعميق النقاش").status_code == 303
        assert "إلى المجموعة المكلفة، والسبب: تعميق النقاش" in body.chair.words(point)


def test_the_room_sees_the_point_it_is_at_and_nothing_to_press(body: Sitting) -> None:
    point = opened(body)
    screen = f"{point.partition('/items')[0]}/screen"
    assert f"النقطة الأولى: المصادقة على: {TITLE} لم يتم تناولها بعد" in body.rapporteur.words(screen)
    vote(body, point)
    page = body.rapporteur.page(screen)
    assert WAITS in words(page)
    assert "صودق" not in words(page)
    assert not re.search(r"<(button|form|a) (?!class=\"skip\")", page)
    stands = body.rapporteur.page(f"{point.partition('/items')[0]}/stands")
    assert f'data-stands="{stands}"' in page
    confirm(body, point)
    assert "صودق على المقترح بالأغلبية" in body.rapporteur.words(screen)
    assert body.rapporteur.page(f"{point.partition('/items')[0]}/stands") != stands
