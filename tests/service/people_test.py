"""The people of a body on a real server: taken in, given offices and places, let go; and who may not."""

import re
from collections.abc import Iterator
from contextlib import closing

import httpx
import pytest

from domain.body import Body
from domain.body_events import LinkGiven
from service.accounts import Accounts
from tests.reading import words
from tests.service.errand import HOUSE, PEOPLE, Errand, as_new, at, link_on
from tests.serving import BODY, GROUP, Served, joined, member, serving


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


def accounts(served: Served) -> closing[Accounts]:
    return closing(Accounts(f"sqlite:///{served.folder / 'people.sqlite'}"))


def invited(errand: Errand, name: str, **fields: str) -> httpx.Response:
    return errand.send(f"{PEOPLE}/new", PEOPLE, name=name, **fields)


def refused(answer: httpx.Response, status: int, sentence: str) -> None:
    assert answer.status_code == status
    assert sentence in words(answer.text)
    assert not re.search(r"خطأ|[Ee]rror", words(answer.text))


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


class TestInvitation:
    def test_the_sheet_lets_in_once_and_a_password_is_chosen(self, served: Served, secretary: Errand) -> None:
        answer = invited(secretary, "  رجاء   الوزاني ")
        assert answer.status_code == 200
        assert answer.headers["cache-control"].startswith("no-store")
        said = words(answer.text)
        assert "إلى: رجاء الوزاني" in said
        assert "هيئة المساواة وتكافؤ الفرص ومقاربة النوع" in said
        assert "صالح لمدة 48 ساعة، إلى غاية" in said
        assert "ويتيح الدخول مرة واحدة" in said
        link = link_on(answer.text)
        assert link.startswith(f"{served.origin}/enter/")
        with at(served, None) as invitee:
            form = {
                "handle": "raja@example.org",
                "password": "ثلاث كلمات طويلة",
                "repeated": "ثلاث كلمات طويلة",
            }
            token = re.search(r'name="_csrf_token" value="(\w+)"', invitee.page(link))
            assert token
            assert invitee.browser.post(link, data={"_csrf_token": token[1], **form}).status_code == 303
            assert "رجاء الوزاني" in invitee.words(PEOPLE)
            invitee.page(link, 410)

    def test_a_given_office_acts_at_the_next_click(self, served: Served, chair: Errand) -> None:
        with as_new(served, "إدريس بنعلي") as idriss:
            idriss.page(f"{PEOPLE}/new", 403)
            sent = chair.send(f"{PEOPLE}/{idriss.id}", f"{PEOPLE}/{idriss.id}/offices", office="secretary")
            assert sent.status_code == 303
            idriss.page(f"{PEOPLE}/new")

    def test_in_an_office_beside_the_body_there_is_no_mandate(self, served: Served, chair: Errand) -> None:
        assert invited(chair, "ليلى الزياني", office="auditor").status_code == 200
        page = chair.words(PEOPLE)
        assert "ليلى الزياني" in page[page.index("إلى جانب الهيئة") :]

    def test_who_may_only_invite_gives_no_office(self, served: Served, secretary: Errand) -> None:
        assert "إسناد الصفات الأخرى من مهام الرئاسة" in secretary.words(f"{PEOPLE}/new")
        refused(invited(secretary, "هدى المريني", office="chair"), 403, "ليس من مهام صفتك")
        assert "هدى المريني" not in secretary.words(PEOPLE)
        with accounts(served) as known:
            assert "هدى المريني" not in {each.name for each in known.members()}

    def test_a_second_chair_is_refused_and_the_form_says_so_before(
        self, served: Served, chair: Errand
    ) -> None:
        page = chair.page(f"{PEOPLE}/new")
        assert re.search(r'<option value="chair" disabled>', page)
        assert "صفة رئيس(ة) الهيئة مسندة إلى نزهة الودغيري: تُنهى أولا" in words(page)
        refused(invited(chair, "حميد برادة", office="chair"), 409, "هذه الصفة مسندة إلى شخص آخر.")

    def test_without_a_name_nobody_is_invited(self, chair: Errand) -> None:
        refused(invited(chair, "  \u200f"), 400, "الاسم غير مكتوب.")

    def test_a_form_that_comes_twice_counts_once(self, served: Served, chair: Errand) -> None:
        page = chair.page(f"{PEOPLE}/new")
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page))
        form = {**hidden, "name": "زينب الإدريسي"}
        answers = [chair.browser.post(PEOPLE, data=form) for _ in range(2)]
        assert answers[0].status_code == 200
        refused(answers[1], 409, "سُجلت هذه الدعوة من قبل.")
        assert chair.page(PEOPLE).count("زينب الإدريسي</bdi></a>") == 1

    @pytest.mark.parametrize("id", ["console", "ABCDEFGHIJKL", ""])
    def test_an_id_that_no_form_drew_is_not_taken(self, chair: Errand, id: str) -> None:
        assert invited(chair, "رشيد بوزيان", id=id).status_code == 400


class TestLink:
    def test_a_lost_telephone_is_out_and_the_new_link_lets_in(
        self, served: Served, secretary: Errand
    ) -> None:
        with as_new(served, "خديجة أوبلا") as lost:
            with accounts(served) as known:
                known.set_password(lost.id, "ثلاث كلمات طويلة", handle="khadija@example.org", keep=None)
                cookie = known.sign_in(lost.id)
                waiting = known.make_link(lost.id)
            lost.browser.cookies.set("mashura", cookie)
            lost.page(PEOPLE)
            address = f"{PEOPLE}/{lost.id}"
            answer = secretary.send(address, f"{address}/link", everywhere="true")
            assert lost.browser.get(PEOPLE).status_code == 303
            lost.page(f"/enter/{waiting}", 404)
            token = re.search(r'name="_csrf_token" value="(\w+)"', lost.page("/signin"))
            assert token
            form = {
                "_csrf_token": token[1],
                "handle": "khadija@example.org",
                "password": "ثلاث كلمات طويلة",
            }
            assert lost.browser.post("/signin", data=form).status_code == 400
            again = {
                "_csrf_token": token[1],
                "handle": "khadija@example.org",
                "password": "أربع كلمات أطول منها",
                "repeated": "أربع كلمات أطول منها",
            }
            assert lost.browser.post(link_on(answer.text), data=again).status_code == 303
            lost.page(PEOPLE)

    def test_a_forgotten_password_may_leave_the_other_browsers_signed_in(
        self, served: Served, secretary: Errand
    ) -> None:
        with as_new(served, "نعيمة الصقلي") as forgetful:
            address = f"{PEOPLE}/{forgetful.id}"
            secretary.send(address, f"{address}/link")
            forgetful.page(PEOPLE)

    def test_who_gave_it_is_on_record_and_read(self, served: Served, secretary: Errand) -> None:
        with as_new(served, "بشرى الناصري") as given:
            address = f"{PEOPLE}/{given.id}"
            secretary.send(address, f"{address}/link")
            with joined(served.folder) as (store, _):
                found = [each for each in store.events(BODY) if isinstance(each, LinkGiven)]
            assert (found[-1].member, found[-1].by) == (given.id, secretary.id)
            assert "مُنح رابط جديد للدخول: بشرى الناصري — عمر السوسي" in given.words(PEOPLE)

    def test_a_plain_member_gives_none(self, served: Served, secretary: Errand) -> None:
        with as_new(served, "إدريس بنعلي") as idriss:
            refused(idriss.post(f"{PEOPLE}/{secretary.id}/link"), 403, "ليس من مهام صفتك")


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
