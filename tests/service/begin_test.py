"""A member begins a paper on a real server; those who only read do not."""

import re
from collections.abc import Iterator

import httpx
import pytest

from tests.serving import BODY, Served, Somebody, headers, member, put_paper, serving


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("begin")
    put_paper(folder, member(folder, "سلمى").id)
    with serving(folder) as served:
        yield served


def browser(served: Served, who: Somebody) -> httpx.Client:
    return httpx.Client(base_url=served.origin, headers={**headers(who), "Accept": "text/html"})


def begin(browser: httpx.Client, **form: str) -> httpx.Response:
    page = browser.get("/papers/new").text
    token = re.search(r'name="_csrf_token" value="([^"]+)"', page)
    assert token is not None
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    sent = {"Cookie": f"{browser.headers['Cookie']}; {cookies}"}
    return browser.post("/papers", data={"_csrf_token": token[1], "body": str(BODY), **form}, headers=sent)


@pytest.mark.parametrize(
    ("form", "title", "words"),
    [
        (
            {"kind": "opinion", "language": "ar", "title": "  رأي\u202e حول\nالإنارة "},
            "رأي حول الإنارة",
            "التشخيص",
        ),
        ({"kind": "opinion", "language": "fr", "title": ""}, "Avis consultatif sur", "Recommandations"),
        ({"kind": "programme", "language": "ar", "title": "برنامج"}, "برنامج", "المجموعة المكلفة"),
    ],
)
def test_a_paper_begins_with_its_template_and_stands_on_the_desk(
    served: Served, form: dict[str, str], title: str, words: str
) -> None:
    with browser(served, member(served.folder, "إدريس")) as desk:
        begun = begin(desk, **form)
        assert begun.status_code == 303
        draft = begun.headers["Location"]
        text = desk.get(f"{draft}/at/0", headers={"Accept": "application/json"}).json()["doc"]
        assert "".join(part["text"] for part in text["content"][0]["content"]).strip() == title
        assert words in str(text)
        assert draft in desk.get("/").text
        assert desk.get(draft).status_code == 200


def test_who_only_reads_begins_nothing(served: Served) -> None:
    with browser(served, member(served.folder, "كمال", "auditor")) as desk:
        assert "/papers/new" not in desk.get("/").text
        assert desk.get("/papers/new").status_code == 403


def test_another_kind_is_refused(served: Served) -> None:
    with browser(served, member(served.folder, "ليلى")) as desk:
        assert begin(desk, kind="poem", language="ar").status_code == 400
