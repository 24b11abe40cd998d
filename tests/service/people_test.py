"""The people of a body on a real server: taken in, given offices and places, let go; and who may not."""

import re
from collections.abc import Iterator

import pytest

from domain.body import Body
from tests.service.errand import HOUSE, PEOPLE, Errand, accounts, as_new, at, link_on, refused
from tests.serving import GROUP, Served, joined, member, serving


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("people")
    member(folder, "سلمى التازي", "coordinator")
    with serving(folder) as served:
        yield served


@pytest.fixture
def chair(served: Served) -> Iterator[Errand]:
    with as_new(served, "نزهة الودغيري", "chair") as errand:
        yield errand


@pytest.fixture
def secretary(served: Served) -> Iterator[Errand]:
    with as_new(served, "عمر السوسي", "secretary") as errand:
        yield errand


def body(served: Served) -> Body:
    with joined(served.folder) as (_, found):
        return found


class TestPage:
    def test_says_who_is_in_office_since_when_and_in_which_group(
        self, served: Served, chair: Errand, secretary: Errand
    ) -> None:
        page = chair.words(PEOPLE)
        assert "نزهة الودغيري الأربعاء 1 شتنبر 2021 رئيس(ة) الهيئة" in page
        assert "سلمى التازي الأربعاء 1 شتنبر 2021 عضو(ة) مجموعة الدراسات: منسق(ة)" in page
        assert page.index("نزهة الودغيري الأربعاء") < page.index("سلمى التازي الأربعاء")
        beside = page[page.index("إلى جانب الهيئة") :]
        assert "عمر السوسي الأربعاء 1 شتنبر 2021 كاتب(ة) الهيئة" in beside

    def test_a_member_reads_it_and_changes_nothing(self, served: Served) -> None:
        with as_new(served, "إدريس بنعلي") as idriss:
            page = idriss.page(PEOPLE)
            assert "<form" not in page.split("<main")[1]
            assert f"{PEOPLE}/new" not in page
            idriss.page(f"{PEOPLE}/new", 403)
            idriss.page(f"{PEOPLE}/{idriss.id}", 403)

    def test_the_clerk_beside_the_body_has_no_such_page(self, served: Served) -> None:
        with as_new(served, "مصطفى العمراني", "clerk") as clerk:
            assert "هذا الإجراء ليس من مهام صفتك." in clerk.words(PEOPLE, 403)
            assert PEOPLE not in clerk.page("/")

    def test_a_stranger_is_sent_to_the_door(self, served: Served) -> None:
        with at(served, None) as stranger:
            assert stranger.browser.get(PEOPLE).headers["location"].startswith("/signin")

    def test_no_such_person_or_body(self, chair: Errand) -> None:
        assert "لا يوجد شخص بهذا العنوان" in chair.words(f"{PEOPLE}/zzzzzzzzzzzz", 404)
        assert "لا توجد هيئة بهذا العنوان" in chair.words(PEOPLE.replace("b0d4", "b0d5"), 404)


class TestOffices:
    def test_ended_and_told_in_the_history(self, served: Served, chair: Errand) -> None:
        with as_new(served, "ليلى الزياني", "rapporteur") as layla:
            address = f"{PEOPLE}/{layla.id}"
            ended = chair.send(address, f"{address}/offices/end", "rapporteur")
            assert ended.status_code == 303
            assert "انتهت صفة مقرر(ة) لدى ليلى الزياني — نزهة الودغيري" in chair.words(PEOPLE)
            again = chair.post(f"{address}/offices/end", office="rapporteur")
            refused(again, 409, "هذه الصفة ليست جارية.")

    def test_what_cannot_be_given_is_said_in_words(
        self, served: Served, chair: Errand, secretary: Errand
    ) -> None:
        address = f"{PEOPLE}/{secretary.id}/offices"
        refused(chair.post(address, office="secretary"), 409, "مسندة إلى هذا الشخص من قبل.")
        refused(chair.post(address, office="rapporteur"), 409, "هذه الصفة لأعضاء الهيئة وحدهم.")
        refused(secretary.post(address, office="auditor"), 403, "ليس من مهام صفتك")
        refused(chair.post(f"{PEOPLE}/zzzzzzzzzzzz/offices", office="auditor"), 404, "لا يوجد شخص")

    def test_somebody_beside_the_body_becomes_a_member(self, served: Served, chair: Errand) -> None:
        with as_new(served, "عمر السوسي", "secretary") as omar:
            address = f"{PEOPLE}/{omar.id}"
            assert chair.send(address, f"{address}/mandate").status_code == 303
            assert body(served).is_member(omar.id)
            refused(chair.post(f"{address}/mandate"), 409, "مسندة إلى هذا الشخص من قبل.")


class TestLeaving:
    def test_who_is_let_go_is_out_of_every_page_at_the_next_click(
        self, served: Served, chair: Errand
    ) -> None:
        with as_new(served, "الحسن أوعلي", "vice_chair") as hassan:
            hassan.page(PEOPLE)
            address = f"{PEOPLE}/{hassan.id}/leaving"
            assert "تنتهي اليوم العضوية وكل صفة معها: نائب(ة) رئيس(ة) الهيئة" in chair.words(address)
            assert chair.send(address, address, reason="استقالة").status_code == 303
            for path in (PEOPLE, f"{HOUSE}/registers", f"{HOUSE}/rules", "/papers/new", "/adopted"):
                assert hassan.browser.get(path).status_code == 303
            page = chair.words(PEOPLE)
            assert "انتهت عضوية الحسن أوعلي، «استقالة» — نزهة الودغيري" in page

    def test_a_reason_is_asked_for(self, served: Served, chair: Errand) -> None:
        with as_new(served, "محمد أمزيل") as mohammed:
            address = f"{PEOPLE}/{mohammed.id}/leaving"
            refused(chair.send(address, address, reason=" "), 400, "السبب غير مكتوب.")
            mohammed.page(PEOPLE)

    def test_the_secretary_ends_no_mandate(self, served: Served, chair: Errand, secretary: Errand) -> None:
        address = f"{PEOPLE}/{chair.id}/leaving"
        secretary.page(address, 403)
        refused(secretary.post(address, reason="استقالة"), 403, "ليس من مهام صفتك")

    def test_who_left_comes_back_by_a_new_link_as_the_same_person(
        self, served: Served, chair: Errand
    ) -> None:
        with as_new(served, "لطيفة القادري") as latifa:
            address = f"{PEOPLE}/{latifa.id}"
            with accounts(served) as known:
                old = known.make_link(latifa.id)
            chair.send(f"{address}/leaving", f"{address}/leaving", reason="انتهاء مدة الانتداب")
            refused(chair.post(f"{address}/link"), 409, "هذه الصفة ليست جارية.")
            answer = chair.send(address, f"{address}/mandate")
            assert answer.status_code == 200
            latifa.page(f"/enter/{old}", 404)
            token = re.search(r'name="_csrf_token" value="(\w+)"', latifa.page(link_on(answer.text)))
            assert token
            data = {"_csrf_token": token[1], "later": "true"}
            assert latifa.browser.post(link_on(answer.text), data=data).status_code == 303
            assert "لطيفة القادري" in latifa.words(PEOPLE)

    def test_an_employee_whose_only_office_ends_is_let_in_no_more(
        self, served: Served, chair: Errand
    ) -> None:
        with as_new(served, "كمال الريفي", "auditor") as kamal:
            address = f"{PEOPLE}/{kamal.id}"
            chair.send(address, f"{address}/offices/end")
            assert kamal.browser.get("/adopted").status_code == 303


class TestGroups:
    def test_formed_joined_and_left(self, served: Served, chair: Errand) -> None:
        formed = chair.send(PEOPLE, f"{HOUSE}/groups", name=" مجموعة  التواصل ")
        assert formed.status_code == 303
        [group] = [each for each in body(served).groups.values() if each.name == "مجموعة التواصل"]
        with as_new(served, "سعيد أيت الحاج") as said:
            places = f"{HOUSE}/groups/{group.id}/places"
            assert chair.send(PEOPLE, places, member=said.id, place="coordinator").status_code == 303
            assert "مجموعة التواصل: منسق(ة)" in chair.words(PEOPLE)
            refused(chair.post(places, member=said.id, place="member"), 409, "من قبل.")
            leaving = f"{HOUSE}/groups/{group.id}/leaving"
            assert chair.send(PEOPLE, leaving, said.id).status_code == 303
            assert "انتهت مشاركة سعيد أيت الحاج في مجموعة التواصل" in chair.words(PEOPLE)
            refused(chair.post(leaving, member=said.id), 409, "هذه الصفة ليست جارية.")

    def test_what_cannot_be_is_said_in_words(self, served: Served, chair: Errand, secretary: Errand) -> None:
        places = f"{HOUSE}/groups/{GROUP}/places"
        refused(chair.post(places, member=secretary.id, place="member"), 409, "لأعضاء الهيئة وحدهم.")
        nowhere = f"{HOUSE}/groups/nogroup/places"
        refused(chair.post(nowhere, member=chair.id, place="member"), 404, "لا توجد مجموعة")
        refused(chair.post(f"{HOUSE}/groups", name=" "), 400, "الاسم غير مكتوب.")
        refused(secretary.post(f"{HOUSE}/groups", name="مجموعة"), 403, "ليس من مهام صفتك")
        assert chair.post(places, member=chair.id, place="emperor").status_code == 400


class TestNames:
    def test_a_spelling_is_corrected_everywhere_and_the_log_is_as_it_was(
        self, served: Served, secretary: Errand
    ) -> None:
        with as_new(served, "منير أمكاح") as munir:
            address = f"{PEOPLE}/{munir.id}"
            with joined(served.folder) as (store, _):
                before = store.end()
            for name in ("منير امداح", "منير أمداح"):
                assert secretary.send(address, f"{address}/name", name=name).status_code == 303
            assert "منير أمداح" in munir.words(PEOPLE)
            assert "كُتب من قبل: منير امداح، منير أمكاح." in secretary.words(address)
            with joined(served.folder) as (store, _):
                assert store.end() == before
            refused(secretary.send(address, f"{address}/name", name=" "), 400, "الاسم غير مكتوب.")

    def test_a_member_corrects_nobody(self, served: Served, secretary: Errand) -> None:
        with as_new(served, "إدريس بنعلي") as idriss:
            refused(idriss.post(f"{PEOPLE}/{secretary.id}/name", name="آخر"), 403, "ليس من مهام صفتك")


def test_the_rules_are_read_with_their_sources(served: Served, chair: Errand) -> None:
    page = chair.words(f"{HOUSE}/rules")
    assert "إعدادات افتراضية للمنصة، وليست حكما قانونيا." in page
    assert "أكثر من نصف الأعضاء المزاولين لمهامهم" in page
    assert "على منوال المادة 42 من القانون التنظيمي 113.14" in page
    assert "يرجح الجانب الذي صوتت معه رئاسة الاجتماع" in page
    assert f'href="{HOUSE}/rules"' in chair.page(PEOPLE)
