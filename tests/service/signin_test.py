"""Through the door as a browser goes: by link, by password, over HTTP on a real file."""

import asyncio
import re
from datetime import timedelta

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from service.accounts import Accounts, Member
from service.accounts.passwords import GUESSES
from service.pages.person import onward
from service.signin import COOKIE
from tests.service.door import HANDLE, PASSWORD, Browser, Clock, choice, form_token, send


class TestByLink:
    def test_the_page_says_who_and_changes_nothing(
        self, browser: Browser, accounts: Accounts, salma: Member
    ) -> None:
        token = accounts.make_link(salma.id)
        for _ in range(2):
            page = browser.get(f"/enter/{token}")
            assert page.status_code == 200
            assert '<html lang="ar-MA" dir="rtl">' in page.text
            assert "<bdi>سلمى &lt;العلوي&gt;</bdi>" in page.text
            assert "مقرر(ة)" in page.text
            assert page.headers["cache-control"] == "no-store"
            assert COOKIE not in browser.cookies
        assert accounts.link(token) == salma

    def test_straight_in(self, browser: Browser, accounts: Accounts, salma: Member) -> None:
        answer = send(browser, f"/enter/{accounts.make_link(salma.id)}", later="true")
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert browser.get("/").text == "desk of سلمى <العلوي>"

    def test_with_a_password(self, browser: Browser, accounts: Accounts, salma: Member) -> None:
        answer = send(browser, f"/enter/{accounts.make_link(salma.id)}", **choice())
        assert answer.status_code == 303
        assert browser.get("/papers").text == "papers of سلمى <العلوي>"
        assert accounts.check_password(HANDLE, PASSWORD).id == salma.id

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            (choice(password="قصيرة"), "تتكون كلمة السر من <bdi>10</bdi>"),
            (choice(handle="سلمى"), "يُكتب البريد الإلكتروني كاملا"),
            (choice(handle="taken@example.org"), "يستعمله شخص آخر"),
            (choice() | {"repeated": "شيء آخر تماما"}, "مكتوبة في الخانتين بشكل مختلف"),
            ({}, "يُكتب البريد الإلكتروني كاملا"),
        ],
    )
    def test_what_can_be_put_right_leaves_the_link_good(
        self, browser: Browser, accounts: Accounts, salma: Member, fields: dict[str, str], sentence: str
    ) -> None:
        other = accounts.add_member("نادية")
        accounts.set_password(other.id, PASSWORD, handle="taken@example.org")
        token = accounts.make_link(salma.id)
        answer = send(browser, f"/enter/{token}", **fields)
        assert answer.status_code == 400
        assert sentence in answer.text
        assert f'value="{fields.get("handle", "")}"' in answer.text
        assert fields.get("password", "x" * 9) not in answer.text
        assert accounts.link(token) == salma
        assert browser.get("/papers", follow_redirects=False).status_code == 303

    def test_a_used_link(self, browser: Browser, accounts: Accounts, salma: Member) -> None:
        token = accounts.make_link(salma.id)
        page = browser.get(f"/enter/{token}")
        accounts.use_link(token)
        form = {"_csrf_token": form_token(page.text), "later": "true"}
        for answer in (browser.get(f"/enter/{token}"), browser.post(f"/enter/{token}", data=form)):
            assert answer.status_code == 410
            assert "سبق استعمال هذا الرابط" in answer.text
            assert "طلب رابط جديد من كتابة الهيئة" in answer.text
            assert "سلمى" not in answer.text

    def test_an_expired_link(self, browser: Browser, accounts: Accounts, salma: Member, clock: Clock) -> None:
        token = accounts.make_link(salma.id, hours=2)
        clock.now += timedelta(hours=2)
        answer = browser.get(f"/enter/{token}")
        assert answer.status_code == 410
        assert "انتهت مدة هذا الرابط" in answer.text
        assert "طلب رابط جديد من كتابة الهيئة" in answer.text

    def test_an_unknown_link(self, browser: Browser) -> None:
        answer = browser.get("/enter/nothing-of-ours")
        assert answer.status_code == 404
        assert "هذا الرابط غير معروف" in answer.text
        assert "طلب رابط جديد من كتابة الهيئة" in answer.text

    async def test_of_many_forms_at_once_one_gets_in(
        self, app: Litestar, accounts: Accounts, salma: Member
    ) -> None:
        path = f"/enter/{accounts.make_link(salma.id)}"
        async with AsyncTestClient(app) as browser:
            form = {"_csrf_token": form_token((await browser.get(path)).text), "later": "true"}
            posts = [browser.post(path, data=form, follow_redirects=False) for _ in range(8)]
            answers = await asyncio.gather(*posts)
        assert sorted(answer.status_code for answer in answers) == [303] + [410] * 7
        assert [answer.status_code for answer in answers if "set-cookie" in answer.headers] == [303]


class TestByPassword:
    def test_in_and_onward(self, browser: Browser, accounts: Accounts, salma: Member) -> None:
        accounts.set_password(salma.id, PASSWORD, handle=HANDLE)
        sent = browser.get("/papers?year=2026&kind=opinion", follow_redirects=False)
        assert sent.status_code == 303
        page = browser.get(sent.headers["location"])
        onward_field = re.search(r'name="next" value="([^"]*)"', page.text)
        assert onward_field
        assert onward_field[1] == "/papers?year=2026&amp;kind=opinion"
        answer = send(browser, "/signin", handle=HANDLE, password=PASSWORD, next="/papers?year=2026")
        assert (answer.status_code, answer.headers["location"]) == (303, "/papers?year=2026")
        assert browser.get("/papers").text == "papers of سلمى <العلوي>"
        again = browser.get("/signin?next=/papers", follow_redirects=False)
        assert (again.status_code, again.headers["location"]) == (303, "/papers")

    def test_unknown_and_wrong_read_alike(self, browser: Browser, accounts: Accounts, salma: Member) -> None:
        accounts.set_password(salma.id, PASSWORD, handle=HANDLE)
        pages = []
        for handle in (HANDLE, "nobody@example.org"):
            answer = send(browser, "/signin", handle=handle, password="شيء آخر تماما")
            assert answer.status_code == 400
            assert "أو طلب رابط جديد من كتابة الهيئة" in answer.text
            assert COOKIE not in browser.cookies
            pages.append(re.sub(r'value="[^"]*"', "", answer.text))
        assert pages[0] == pages[1]

    def test_too_many_guesses_and_the_link_still_lets_in(
        self, browser: Browser, accounts: Accounts, salma: Member
    ) -> None:
        accounts.set_password(salma.id, PASSWORD, handle=HANDLE)
        for _ in range(GUESSES):
            send(browser, "/signin", handle=HANDLE, password="شيء آخر تماما")
        answer = send(browser, "/signin", handle=HANDLE, password=PASSWORD)
        assert answer.status_code == 429
        assert "ربع ساعة" in answer.text
        assert send(browser, f"/enter/{accounts.make_link(salma.id)}", later="true").status_code == 303

    @pytest.mark.parametrize(
        "elsewhere",
        [
            "https://evil.example/",
            "//evil.example/",
            "///evil.example/",
            "/مسار",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            " //evil.example",
            "javascript:alert(1)",
            "papers",
            "",
        ],
    )
    def test_nobody_is_sent_to_another_site(
        self, browser: Browser, accounts: Accounts, salma: Member, elsewhere: str
    ) -> None:
        assert onward(elsewhere) == "/"
        accounts.set_password(salma.id, PASSWORD, handle=HANDLE)
        answer = send(browser, "/signin", handle=HANDLE, password=PASSWORD, next=elsewhere)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        signed_in = browser.get("/signin", params={"next": elsewhere}, follow_redirects=False)
        assert signed_in.headers["location"] == "/"


class TestLater:
    def test_a_password_is_chosen_and_then_changed(
        self, browser: Browser, accounts: Accounts, salma: Member
    ) -> None:
        send(browser, f"/enter/{accounts.make_link(salma.id)}", later="true")
        elsewhere = accounts.sign_in(salma.id)
        assert 'name="current"' not in browser.get("/password").text
        answer = send(browser, "/password", **choice())
        assert answer.status_code == 303
        page = browser.get(answer.headers["location"])
        assert "حُفظت كلمة السر" in page.text
        assert 'name="current"' in page.text
        assert accounts.signed_in(elsewhere) is None

        other = "أربع كلمات أطول منها"
        wrong = send(browser, "/password", **choice(password=other, current="شيء آخر تماما"))
        assert wrong.status_code == 400
        assert accounts.check_password(HANDLE, PASSWORD).id == salma.id
        assert send(browser, "/password", **choice(password=other, current=PASSWORD)).status_code == 303
        assert accounts.check_password(HANDLE, other).id == salma.id
        assert browser.get("/papers").status_code == 200

    def test_only_who_is_signed_in_chooses(self, browser: Browser, accounts: Accounts) -> None:
        answer = browser.get("/password", follow_redirects=False)
        assert answer.headers["location"] == "/signin?next=%2Fpassword"
        form = {"_csrf_token": form_token(browser.get("/signin").text), **choice()}
        answer = browser.post("/password", data=form, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/signin")


def test_without_a_sign_in_the_front_page_says_how_to_enter(browser: Browser) -> None:
    page = browser.get("/")
    assert page.status_code == 200
    assert 'dir="rtl"' in page.text
    assert 'href="/signin"' in page.text
    assert "كتابة الهيئة" in page.text


def test_no_page_speaks_of_errors_or_shows_a_code(
    browser: Browser, accounts: Accounts, salma: Member
) -> None:
    token = accounts.make_link(salma.id)
    pages = [browser.get(path).text for path in ("/", "/signin", "/enter/x", f"/enter/{token}")]
    pages.append(send(browser, "/signin", handle=HANDLE, password="x").text)
    for page in pages:
        visible = re.sub(r"<[^>]*>", " ", page)
        assert not re.search(r"خطأ|[Ee]rror|[!]|_", visible)
