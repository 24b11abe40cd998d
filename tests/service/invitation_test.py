"""An invitation and a new link on a real server: whom they let in, who gives them, where they are kept."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
import segno
from click.testing import CliRunner

from domain.body_events import LinkGiven
from service.accounts import Accounts
from service.acts.people import CONSOLE, admit, found
from service.authority import now
from service.commands.invite import invite
from service.printing.qr import svg, text
from tests.reading import words
from tests.service.errand import PEOPLE, Errand, accounts, as_new, at, link_on, refused
from tests.serving import BODY, Served, joined, member, serving


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


def invited(errand: Errand, name: str, **fields: str) -> httpx.Response:
    return errand.send(f"{PEOPLE}/new", PEOPLE, name=name, **fields)


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


def test_nobody_lets_themselves_in_as_who_confirms_or_appoints(
    served: Served, chair: Errand, secretary: Errand
) -> None:
    address = f"{PEOPLE}/{chair.id}"
    refused(secretary.post(f"{address}/link"), 403, "هذا الإجراء ليس من مهام صفتك")
    with joined(served.folder) as (_, body):
        administrator = member(served.folder, "سعاد بلخير", "administrator")
        assert body.holder("chair") == chair.id
    with at(served, administrator) as errand:
        errand.page(PEOPLE)
        assert errand.send(address, f"{address}/link").status_code == 200
    refused(secretary.post(f"{PEOPLE}/{administrator.id}/link"), 403, "هذا الإجراء ليس من مهام صفتك")


def test_who_confirms_in_another_body_gets_no_link_from_the_secretary_of_this_one(
    served: Served, secretary: Errand
) -> None:
    elsewhere = uuid4()
    with as_new(served, "أمينة الراشدي") as errand:
        confirms = errand.id
    with joined(served.folder) as (store, _):
        founding = found(
            elsewhere, "ieecag", "هيئة أخرى", "جماعة عين الوادي", "مجلس الجماعة", "عين الوادي", CONSOLE, now()
        )
        store.save([founding])
        store.save([admit(store.body(elsewhere), confirms, "chair", now().date(), CONSOLE, now())])
    refused(secretary.post(f"{PEOPLE}/{confirms}/link"), 403, "هذا الإجراء ليس من مهام صفتك")


def test_the_link_is_kept_nowhere(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    chair = member(tmp_path, "نزهة الودغيري", "chair")
    with serving(tmp_path) as served, at(served, chair) as errand:
        errand.browser.headers["Host"] = "mashura.example:8443"
        answer = errand.send(f"{PEOPLE}/new", PEOPLE, name="رجاء الوزاني")
        link = link_on(answer.text)
        origin, token = link.rsplit("/", 1)
        # This site, as the secretary reached it.
        assert (answer.status_code, origin) == (200, "http://mashura.example:8443/enter")
        # The code for a telephone is that of the very address.
        assert svg(link) in answer.text
        assert svg(f"{link}x") not in answer.text
        assert answer.headers["cache-control"].startswith("no-store")
        assert answer.headers["referrer-policy"] == "same-origin"
        assert token not in f"{answer.url} {answer.headers}"
        assert token not in errand.page(PEOPLE)
        files = [file for file in tmp_path.rglob("*") if file.is_file()]
        assert [file.name for file in files if token in file.read_text("latin-1")] == []
    assert token not in "".join(capfd.readouterr())


class TestAtTheConsole:
    def test_who_cannot_be_taken_in_is_nobody(self, tmp_path: Path) -> None:
        member(tmp_path, "نزهة الودغيري", "chair")
        said = CliRunner().invoke(invite, ["--folder", str(tmp_path), "هدى المريني", "--role", "chair"])
        assert said.exit_code == 1
        assert "Somebody else holds that office" in said.output
        with closing(Accounts(f"sqlite:///{tmp_path / 'people.sqlite'}")) as known:
            assert [each.name for each in known.members()] == ["نزهة الودغيري"]

    def test_on_a_terminal_the_code_is_that_of_the_link(self) -> None:
        address = "http://127.0.0.1:8000/enter/" + "a" * 43
        drawn: list[list[bool]] = []
        for line in text(address).splitlines():
            drawn.append([half in "▀█" for half in line])
            drawn.append([half in "▄█" for half in line])
        code = segno.make_qr(address, error="m", boost_error=False)
        matrix = [[bool(module) for module in row] for row in code.matrix_iter(border=2)]
        assert drawn[: len(matrix)] == matrix
