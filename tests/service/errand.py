"""Somebody with an errand at the pages of a running service: reads one, fills in a form, sends it."""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager

import httpx

from service.accounts import Accounts
from tests.reading import words
from tests.serving import BODY, Part, Served, Somebody, member

HOUSE = f"/bodies/{BODY}"
PEOPLE = f"{HOUSE}/people"


class Errand:
    """One person's browser. A form is named by its address, and by a word in it where there are several."""

    def __init__(self, served: Served, who: Somebody | None) -> None:
        self.who = who
        self.browser = httpx.Client(
            base_url=served.origin,
            cookies={"mashura": who.cookie} if who else {},
            headers={"Accept": "text/html"},
            timeout=20,
        )

    @property
    def id(self) -> str:
        assert self.who
        return self.who.id

    def page(self, path: str, status: int = 200) -> str:
        answer = self.browser.get(path)
        assert answer.status_code == status, words(answer.text)
        return answer.text

    def words(self, path: str, status: int = 200) -> str:
        return words(self.page(path, status))

    def send(self, path: str, action: str, which: str = "", **fields: str) -> httpx.Response:
        """Open the page, fill in the form that goes to `action`, send it; redirects are not followed."""
        forms = re.findall(rf'<form[^>]*action="{re.escape(action)}".*?</form>', self.page(path), re.DOTALL)
        form = next(each for each in forms if which in each)
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form))
        return self.browser.post(action, data={**hidden, **fields})

    def post(self, action: str, **fields: str) -> httpx.Response:
        """Send what no form on a page of theirs would: as somebody does whose page is from before."""
        token = re.search(r'name="_csrf_token" value="(\w+)"', self.page("/password"))
        assert token
        return self.browser.post(action, data={"_csrf_token": token[1], **fields})


@contextmanager
def at(served: Served, who: Somebody | None) -> Iterator[Errand]:
    """Somebody at the pages."""
    errand = Errand(served, who)
    with errand.browser:
        yield errand


@contextmanager
def as_new(served: Served, name: str, role: Part = "member") -> Iterator[Errand]:
    """Somebody new in the body, at the pages; the service has heard of them, as it does twice a second."""
    with at(served, member(served.folder, name, role)) as errand:
        errand.browser.get(PEOPLE)
        yield errand


def refused(answer: httpx.Response, status: int, sentence: str) -> None:
    """A refusal says what happened in a sentence, and never that there is an error."""
    assert answer.status_code == status
    assert sentence in words(answer.text)
    assert not re.search(r"خطأ|[Ee]rror", words(answer.text))


def accounts(served: Served) -> closing[Accounts]:
    """The people of the service's folder."""
    return closing(Accounts(f"sqlite:///{served.folder / 'people.sqlite'}"))


def link_on(sheet: str) -> str:
    """The address that a sheet shows."""
    found = re.search(r'<code id="link">([^<]*)</code>', sheet)
    assert found
    return found[1]
