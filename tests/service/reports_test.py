"""The end of a meeting, and the report that follows from its events and is then a text like any other."""

from collections.abc import Iterator

import pytest

from tests.reading import words
from tests.service.errand import as_new, refused
from tests.service.sitting import TITLE, Sitting, sitting

HANDS = {"for": "4", "against": "1", "abstaining": "0", "chair": "for"}


@pytest.fixture(scope="module")
def body(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sitting]:
    with sitting(tmp_path_factory.mktemp("reports")) as body:
        yield body


def held(body: Sitting) -> str:
    """A meeting about a paper and two more points; one of six who came voted against, one was excused."""
    meeting = body.call(papers=str(body.tabled()), points="أرضية برنامج العمل\nمتفرقات")
    names = body.members(meeting)
    body.count(meeting, 5, **{names[5]: "excused"})
    [paper, talk, _] = body.points(meeting)
    assert body.secretary.send(paper, f"{paper}/vote", **HANDS).status_code == 303
    said = "تكليف المجموعات بصياغة برامجها\nمراسلة رئاسة المجلس"
    assert body.secretary.send(talk, f"{talk}/conclusion", conclusion=said).status_code == 303
    return meeting


def close(body: Sitting, meeting: str, **fields: str) -> None:
    [paper, *_] = body.points(meeting)
    assert body.chair.send(paper, f"{paper}/confirmation").status_code == 303
    end = f"{meeting}/end"
    assert body.secretary.send(end, end, hour="20:15", **fields).headers["location"] == meeting


class TestEnd:
    def test_what_was_recorded_is_confirmed_first(self, body: Sitting) -> None:
        meeting = held(body)
        end = f"{meeting}/end"
        page = body.secretary.page(end)
        assert "لم تؤكد الرئاسة بعد ما سُجل في: النقطة 1." in words(page)
        assert 'disabled aria-describedby="why"' in page
        assert "نقط لم يتم تناولها: 3. متفرقات" in words(page)
        refused(body.secretary.post(end, hour="20:15"), 409, "لا يمكن هذا الإجراء في هذه المرحلة.")

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"hour": ""}, "الساعة غير مكتوبة"),
            ({"next_on": "غدا"}, "التاريخ غير مكتوب، أو لا يُقرأ."),
            ({"next_place": "دار الشباب"}, "للاجتماع الموالي ساعة أو مكان دون تاريخ."),
            ({"next_on": "2022-06-09", "next_hour": "مساء"}, "الساعة غير مكتوبة، أو لا تُقرأ."),
        ],
    )
    def test_what_cannot_be_read_comes_back(
        self, body: Sitting, fields: dict[str, str], sentence: str
    ) -> None:
        end = f"{held(body)}/end"
        answer = body.secretary.post(end, **{"hour": "20:15", **fields})
        refused(answer, 400, sentence)
        for typed in fields.values():
            assert f'value="{typed}"' in answer.text

    def test_a_closed_meeting_stays_as_it_is(self, body: Sitting) -> None:
        meeting = held(body)
        close(body, meeting, next_on="2022-06-09", next_hour="18:30", next_place="دار الشباب")
        told = (
            "اختُتم الاجتماع على الساعة 20:15. الاجتماع الموالي: الخميس 9 يونيو 2022، الساعة 18:30، دار الشباب"
        )
        assert told in body.rapporteur.words(meeting).replace(" .", ".").replace(" ،", "،")
        last = body.stored(meeting).last
        points = body.points(meeting)
        for path, fields in (
            (f"{meeting}/attendance", {f"member-{body.chair.id}": "present", "presiding": body.chair.id}),
            (f"{meeting}/end", {"hour": "21:00"}),
            (f"{points[2]}/conclusion", {"conclusion": "بعد الختام"}),
            (f"{points[2]}/vote", HANDS),
        ):
            refused(body.secretary.post(path, **fields), 409, "لا يمكن هذا الإجراء في هذه المرحلة.")
        assert body.stored(meeting).last == last
        assert "ختم الاجتماع" in body.secretary.words(f"{meeting}/end")


class TestReport:
    def test_it_tells_of_the_meeting_by_name(self, body: Sitting) -> None:
        meeting = held(body)
        close(body, meeting, next_on="2022-06-09")
        begun = body.rapporteur.send(meeting, f"{meeting}/report")
        assert begun.status_code == 303
        text = body.chair.words(f"{begun.headers['location']}/at/0")
        for said in (
            "تقرير الاجتماع الثالث",
            "بدعوة من رئاسة الهيئة، وبناء على المادة 78 من النظام الداخلي لمجلس الجماعة، عقدت",
            "الاجتماع الثالث (اجتماع عادي) يوم الجمعة 27 ماي 2022، على الساعة 18:30",
            "في قاعة الخزانة الجماعية.",
            "حضر 5 من أصل 7 أعضاء، والنصاب 4: اكتمل النصاب",
            "رئاسة الاجتماع: نزهة الودغيري.",
            "اعتذر عن الحضور: هدى المريني.",
            "الغياب بدون عذر: يوسف الغماري.",
            f"النقطة الأولى: المصادقة على: {TITLE}",
            "صودق على المقترح بالأغلبية: 4 أصوات لفائدته، وصوت واحد ضده، دون امتناع",
            "سُجل النص المصادق عليه تحت عدد",
            "النقطة الثانية: أرضية برنامج العمل",
            "تكليف المجموعات بصياغة برامجها",
            "مراسلة رئاسة المجلس",
            "النقطة الثالثة: متفرقات",
            "لم يتم تناول هذه النقطة.",
            "اختُتم الاجتماع على الساعة 20:15.",
            "الاجتماع الموالي: الخميس 9 يونيو 2022.",
            "مقرر(ة) الهيئة: ليلى الزياني",
        ):
            assert said in text.replace(" )", ")"), said

    def test_it_is_one_and_becomes_a_text_like_any_other(self, body: Sitting) -> None:
        meeting = held(body)
        refused(body.rapporteur.post(f"{meeting}/report"), 409, "لا يمكن هذا الإجراء في هذه المرحلة.")
        close(body, meeting)
        first = body.rapporteur.post(f"{meeting}/report").headers["location"]
        assert body.chair.post(f"{meeting}/report").headers["location"] == first
        assert f'href="{first}"' in body.chair.page(meeting)
        assert "تحرير تقرير الاجتماع" not in body.chair.words(meeting)
        draft = first.rsplit("/", 1)[1]
        laid = body.rapporteur.send(f"{first}/table/0", f"{first}/tabling")
        assert laid.status_code == 303
        following = body.call(papers=draft)
        body.count(following)
        [point, _] = body.points(following)
        body.secretary.send(point, f"{point}/vote", **HANDS)
        body.chair.send(point, f"{point}/confirmation")
        assert "تمت المصادقة، عدد 01/2022" in body.rapporteur.words(following)

    def test_who_only_reads_begins_none(self, body: Sitting) -> None:
        meeting = held(body)
        close(body, meeting)
        with as_new(body.served, "كمال الريفي", "auditor") as auditor:
            assert "تحرير تقرير الاجتماع" not in auditor.words(meeting)
            refused(auditor.post(f"{meeting}/report"), 403, "هذا الإجراء ليس من مهام صفتك.")
