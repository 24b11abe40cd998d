"""The secretary calls a meeting and counts who came; what cannot be recorded comes back as it was typed."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from service.acts.people import CONSOLE
from service.authority import now
from tests.reading import words
from tests.service.errand import as_new, refused
from tests.service.sitting import DETAILS, MEETINGS, NEW, TITLE, Sitting, sitting
from tests.serving import FOUNDED, joined

ATTENDANCE = "من يرأس الاجتماع غير مسجل ضمن الحضور."


@pytest.fixture(scope="module")
def body(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sitting]:
    with sitting(tmp_path_factory.mktemp("meetings")) as body:
        assert "لا اجتماع بعد" in body.secretary.words(MEETINGS)
        assert "الدعوة إلى أول اجتماع" in body.secretary.words(MEETINGS)
        assert "تدعو إليها كتابة الهيئة." in body.rapporteur.words(MEETINGS)
        yield body


class TestCalling:
    def test_a_meeting_stands_in_the_list_and_is_read_by_all(self, body: Sitting) -> None:
        draft = body.tabled()
        meeting = body.call(papers=str(draft), ordinal="4")
        row = body.rapporteur.words(MEETINGS)
        assert "الاجتماع الرابع اجتماع عادي الجمعة 27 ماي 2022، 18:30 قاعة الخزانة الجماعية" in row
        page = body.rapporteur.words(meeting)
        assert "بناء على المادة 78 من النظام الداخلي لمجلس الجماعة." in page
        assert f"1. المصادقة على: {TITLE} لم يتم تناولها بعد" in page
        assert "2. مناقشة أرضية برنامج العمل لم يتم تناولها بعد" in page
        assert "تسجيل الحضور" not in page

    def test_the_next_form_is_as_last_time(self, body: Sitting) -> None:
        body.call(ordinal="11", on="2026-01-05", place="مقر الجماعة", article="81")
        page = body.secretary.page(NEW)
        for field in ('name="ordinal" value="12"', 'value="مقر الجماعة"', 'value="81"', 'value="18:30"'):
            assert field in page
        assert "الاجتماع رقم 11" in body.secretary.words(MEETINGS)

    def test_only_what_is_tabled_is_offered(self, body: Sitting) -> None:
        draft = body.tabled("نص يُسحب")
        assert "نص يُسحب" in body.secretary.page(NEW)
        body.rapporteur.send(f"/drafts/{draft}/withdraw", f"/drafts/{draft}/withdrawal", reason="أُعيد النظر")
        assert "نص يُسحب" not in body.secretary.page(NEW)

    @pytest.mark.parametrize(
        ("field", "value", "sentence"),
        [
            ("kind", "feast", "نوع الاجتماع غير محدد."),
            ("ordinal", "الثالث", "رقم الاجتماع عدد صحيح ابتداء من 1."),
            ("ordinal", "0", "رقم الاجتماع عدد صحيح ابتداء من 1."),
            ("on", "27 ماي", "التاريخ غير مكتوب، أو لا يُقرأ."),
            ("hour", "", "الساعة غير مكتوبة، أو لا تُقرأ."),
            ("place", " \u202e ", "مكان الاجتماع غير مكتوب."),
            ("instrument", "", "السند القانوني للدعوة غير مكتوب."),
            ("points", "\n \n", "جدول الأعمال فارغ."),
            ("points", "\n".join(map(str, range(51))), "جدول الأعمال أطول من 50 نقطة."),
        ],
    )
    def test_what_is_wanting_is_said_and_nothing_typed_is_lost(
        self, body: Sitting, field: str, value: str, sentence: str
    ) -> None:
        before = body.secretary.page(MEETINGS).count("<tr")
        answer = body.secretary.send(NEW, NEW, **{**DETAILS, field: value})
        refused(answer, 400, sentence)
        for name, typed in DETAILS.items():
            assert name == field or typed in answer.text
        if field != "kind":
            assert value.strip() in answer.text
        assert body.secretary.page(MEETINGS).count("<tr") == before

    def test_a_second_press_calls_no_second_meeting(self, body: Sitting) -> None:
        known = "0197d3a0-0000-4000-8000-000000000077"
        pressed = [body.secretary.send(NEW, NEW, **{**DETAILS, "id": known}) for _ in range(2)]
        assert [answer.headers["location"] for answer in pressed] == [f"/meetings/{known}"] * 2
        assert body.stored(f"/meetings/{known}").last == 1

    def test_details_change_until_somebody_is_counted(self, body: Sitting) -> None:
        draft = body.tabled("نص آخر")
        meeting = body.call(papers=str(draft))
        [paper, talk] = body.points(meeting)
        details = f"{meeting}/details"
        refused(body.secretary.send(details, details, **{**DETAILS, "place": ""}), 400, "مكان الاجتماع")
        changed = {
            **DETAILS,
            "papers": str(draft),
            "place": "دار الشباب",
            "points": f"{DETAILS['points']}\nتوصيات",
        }
        assert body.secretary.send(details, details, **changed).headers["location"] == meeting
        assert "دار الشباب" in body.chair.words(meeting)
        assert body.points(meeting)[:2] == [paper, talk]
        assert len(body.points(meeting)) == 3
        body.count(meeting)
        assert body.secretary.browser.get(details).headers["location"] == meeting
        refused(body.secretary.post(details, **changed), 409, "لا يمكن هذا الإجراء في هذه المرحلة.")

    def test_only_the_secretary_calls_and_records(self, body: Sitting) -> None:
        meeting = body.call()
        body.count(meeting)
        [point] = body.points(meeting)
        for path in (
            NEW,
            f"{meeting}/details",
            f"{meeting}/attendance",
            f"{meeting}/end",
            f"{point}/conclusion",
        ):
            refused(body.chair.post(path, **DETAILS), 403, "هذا الإجراء ليس من مهام صفتك.")
        assert body.stored(meeting).last == 2

    def test_the_clerk_of_the_council_reads_no_meeting(self, body: Sitting) -> None:
        meeting = body.call()
        with as_new(body.served, "مصطفى العمراني", "clerk") as clerk:
            for path in (MEETINGS, meeting, f"{meeting}/screen", f"{meeting}/stands"):
                assert clerk.browser.get(path).status_code == 403

    def test_a_meeting_that_is_none_says_so(self, body: Sitting) -> None:
        nowhere = "/meetings/00000000-0000-4000-8000-000000000000"
        assert "لا يوجد اجتماع بهذا العنوان." in body.chair.words(nowhere, 404)
        assert "لا يوجد اجتماع بهذا العنوان." in body.chair.words(f"{body.call()}/items/none", 404)


class TestAttendance:
    def test_who_came_is_counted_by_the_server(self, body: Sitting) -> None:
        meeting = body.call()
        names = body.members(meeting)
        address = f"{meeting}/attendance"
        came = {**dict.fromkeys(names, "absent"), names[0]: "present", names[1]: "excused"}
        answer = body.secretary.send(address, address, presiding=body.chair.id, **came)
        assert answer.headers["location"] == address
        page = body.rapporteur.words(address)
        assert "حضر عضو واحد من أصل 7 أعضاء، والنصاب 4: ينقص 3 أعضاء." in page
        assert "رئاسة الاجتماع: نزهة الودغيري." in page
        assert "كريم السباعي اعتذار" in page
        assert "تصحيح الحضور" not in page
        body.count(meeting, present=4)
        assert "اكتمل النصاب، ولو غاب عضو واحد" in body.rapporteur.words(meeting)

    def test_everybody_present_at_one_press_without_a_script(self, body: Sitting) -> None:
        meeting = body.call()
        address = f"{meeting}/attendance"
        filled = body.secretary.send(address, address, everybody="true", **body.absent(meeting))
        assert filled.status_code == 200
        assert filled.text.count('<option value="present" selected>') == 7
        assert body.stored(meeting).attended is None

    def test_who_presides_is_there(self, body: Sitting) -> None:
        meeting = body.call()
        address = f"{meeting}/attendance"
        names = body.members(meeting)
        came = {**dict.fromkeys(names, "present"), names[0]: "absent"}
        answer = body.secretary.send(address, address, presiding=body.chair.id, **came)
        refused(answer, 400, ATTENDANCE)
        assert answer.text.count('<option value="present" selected>') == 6
        body.secretary.browser.headers["Accept"] = "application/json"
        said = body.secretary.send(address, address, presiding=body.chair.id, **came)
        body.secretary.browser.headers["Accept"] = "text/html"
        assert (said.status_code, said.json()["code"]) == (400, "wanting")
        assert ATTENDANCE in said.json()["message"]
        assert body.secretary.send(address, address, presiding=body.vice.id, **came).status_code == 303
        assert body.stored(meeting).attended
        ordinary = {**came, "presiding": body.others[0].id}
        refused(body.secretary.send(address, address, **ordinary), 409, "لا يمكن هذا الإجراء")

    def test_a_repeat_is_known_by_its_ref(self, body: Sitting) -> None:
        meeting = body.call()
        body.count(meeting, ref="sent twice")
        body.count(meeting, ref="sent twice")
        assert body.stored(meeting).last == 2
        body.count(meeting, ref="corrected", present=5)
        assert body.stored(meeting).last == 3

    def test_somebody_who_is_no_member_that_day_is_not_counted(self, body: Sitting) -> None:
        meeting = body.call()
        address = f"{meeting}/attendance"
        strangers = {f"member-{body.secretary.id}": "present", f"member-{body.chair.id}": "present"}
        answer = body.secretary.send(address, address, presiding=body.chair.id, **strangers)
        refused(answer, 409, "تغيرت لائحة الأعضاء المزاولين لمهامهم")

    def test_without_anybody_to_preside_the_button_says_why(self, body: Sitting) -> None:
        meeting = body.call(on="2020-01-06")
        page = body.secretary.page(f"{meeting}/attendance")
        assert 'disabled aria-describedby="no-presider"' in page
        assert "فلا يمكن تسجيل الحضور" in words(page)

    def test_a_secretary_who_was_one_records_nothing(self, body: Sitting) -> None:
        meeting = body.call()
        with as_new(body.served, "سعيد أيت الحاج", "secretary") as former:
            address = f"{meeting}/attendance"
            assert "تسجيل الحضور" in former.words(address)
            came = {**dict.fromkeys(body.members(meeting), "present"), "presiding": body.chair.id}
            with joined(body.served.folder) as (store, known):
                store.save([[known.end_office(former.id, "secretary", FOUNDED, CONSOLE, now())]])
            refused(former.post(address, **came), 403, "هذا الإجراء ليس من مهام صفتك.")
        assert body.stored(meeting).attended is None


def test_nobody_is_counted_before_the_day(body: Sitting) -> None:
    meeting = body.call(on=(now().date() + timedelta(days=7)).isoformat())
    address = f"{meeting}/attendance"
    came = dict.fromkeys(body.members(meeting), "present")
    answer = body.secretary.send(address, address, presiding=body.chair.id, **came)
    refused(answer, 400, "هذا اليوم لم يحن بعد.")
