"""What protects a sign-in: its cookie, its end, and forms that only our own pages can send."""

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from service.accounts import Accounts, Member
from service.pages.signin import csrf_config
from service.signin import COOKIE
from tests.service.door import HANDLE, PASSWORD, Browser, choice, form_token, send


class TestCookie:
    @pytest.mark.parametrize(
        ("site", "secure"), [("http://testserver.local", False), ("https://mashura.test", True)]
    )
    def test_is_out_of_reach(
        self, app: Litestar, accounts: Accounts, salma: Member, site: str, secure: bool
    ) -> None:
        with TestClient(app, base_url=site) as browser:
            answer = send(browser, f"/enter/{accounts.make_link(salma.id)}", later="true")
        [cookie] = [line for line in answer.headers.get_list("set-cookie") if line.startswith(f"{COOKIE}=")]
        attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"httponly", "samesite=lax", "path=/"} <= attributes
        assert ("secure" in attributes) is secure

    def test_signing_out_ends_it_at_once(self, browser: Browser, accounts: Accounts, salma: Member) -> None:
        send(browser, f"/enter/{accounts.make_link(salma.id)}", later="true")
        stolen = browser.cookies[COOKIE]
        assert browser.get("/").text.startswith("desk")
        answer = browser.post("/signout", data={"_csrf_token": form_token(browser.get("/password").text)})
        assert "الدخول بكلمة السر" in answer.text
        assert COOKIE not in browser.cookies
        browser.cookies.set(COOKIE, stolen)
        assert browser.get("/papers", follow_redirects=False).headers["location"] == "/signin?next=%2Fpapers"

    def test_the_next_person_in_this_browser_signs_the_last_one_out(
        self, browser: Browser, accounts: Accounts, salma: Member
    ) -> None:
        send(browser, f"/enter/{accounts.make_link(salma.id)}", later="true")
        first = browser.cookies[COOKIE]
        other = accounts.add_member("نادية")
        send(browser, f"/enter/{accounts.make_link(other.id)}", later="true")
        assert browser.get("/papers").text == "papers of نادية"
        assert accounts.signed_in(first) is None


class TestForms:
    def test_a_form_from_elsewhere_does_nothing(
        self, browser: Browser, accounts: Accounts, salma: Member
    ) -> None:
        link = accounts.make_link(salma.id)
        send(browser, f"/enter/{accounts.make_link(salma.id)}", later="true")
        cookie = browser.cookies[COOKIE]
        before = accounts.members()
        forged = "0" * 128
        for path, fields in (
            (f"/enter/{link}", {"later": "true"}),
            (f"/enter/{link}", choice()),
            ("/signin", {"handle": HANDLE, "password": PASSWORD}),
            ("/signout", {}),
            ("/password", choice()),
        ):
            for token in ({}, {"_csrf_token": forged}):
                answer = browser.post(path, data={**fields, **token}, follow_redirects=False)
                assert answer.status_code == 403
                assert "لم يتغير شيء" in answer.text
                assert "set-cookie" not in answer.headers
        assert accounts.link(link) == salma
        assert accounts.signed_in(cookie)
        assert accounts.members() == before

    def test_the_token_of_another_browser_does_not_fit(
        self, browser: Browser, accounts: Accounts, salma: Member
    ) -> None:
        path = f"/enter/{accounts.make_link(salma.id)}"
        token = form_token(browser.get(path).text)
        browser.cookies.clear()
        browser.get(path)
        assert browser.post(path, data={"_csrf_token": token, "later": "true"}).status_code == 403

    def test_a_cookie_left_by_another_installation_is_not_in_the_way(
        self, browser: Browser, accounts: Accounts, salma: Member
    ) -> None:
        browser.cookies.set(csrf_config("of yesterday").cookie_name, "0" * 128)
        browser.cookies.set(COOKIE, "of yesterday")
        assert send(browser, f"/enter/{accounts.make_link(salma.id)}", later="true").status_code == 303
