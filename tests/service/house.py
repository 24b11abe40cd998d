"""A house to read in: one installation with its views, two of the body, and a browser for one of them."""

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from litestar import Litestar, Request, get
from litestar.datastructures import State
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Template
from litestar.template import TemplateConfig
from litestar.testing import TestClient

import service
from domain.blocks import article, document, paragraph, recommendation, section, title
from service.accounts import Accounts, Member
from service.ahead import Ahead
from service.following import Following
from service.pages.desk import desk
from service.pages.paper.routes import paper_routes
from service.pages.person import require_person
from service.pages.refusals import refusal_handlers
from service.signin import COOKIE
from service.standing import Standing
from service.store import Store
from tests.projections.writing import Writing
from tests.serving import founded, part

TEMPLATES = Path(service.__file__).parent / "templates"
DOC = [section("السياق"), paragraph("نص"), article("أولى"), paragraph("نص المادة"), recommendation("توصية")]


@get("/", sync_to_thread=True)
def front(request: Request[Any, Any, Any]) -> Template:
    """The desk, as the front page gives it."""
    return desk(request, require_person(request))


@dataclass
class House:
    """One installation: a paper, two members and a browser for one of them."""

    folder: Path
    store: Store
    accounts: Accounts
    following: Following
    standing: Standing
    salma: Member
    driss: Member
    browser: TestClient[Litestar]

    def paper(self) -> Writing:
        """A paper that Salma begins."""
        return Writing(self.store, document(title("رأي <حول> الإنارة"), DOC), author=self.salma.id)

    def text(self, path: str, status: int = 200, **headers: str) -> str:
        """What a reader sees, once the views have read everything."""
        assert asyncio.run(self.following.reached(self.store.end()))
        self.standing.catch_up()
        answer = self.browser.get(path, headers=headers)
        assert answer.status_code == status, answer.text
        return answer.text

    def words(self, path: str, status: int = 200) -> str:
        """The page's words alone, tags dropped and spaces joined."""
        page = re.sub(r"<(style|script).*?</\1>|<[^>]*>", "", self.text(path, status), flags=re.DOTALL)
        return " ".join(page.split())


@contextmanager
def opened(folder: Path) -> Iterator[House]:
    """A house in this folder."""
    store = Store(folder)
    accounts = Accounts(f"sqlite:///{folder / 'people.sqlite'}")
    following = Following(store, folder / "views.sqlite")
    salma, driss = (accounts.add_member("سلمى <بناني>"), accounts.add_member("إدريس"))
    body = founded(store)
    store.save([part(body, salma.id, "rapporteur"), part(body, driss.id, "chair")])
    standing = Standing(store)
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    environment.globals["asset"] = lambda name: f"/static/{name}"
    app = Litestar(
        [front, *paper_routes],
        state=State(
            {
                "store": store,
                "accounts": accounts,
                "following": following,
                "views": following.views,
                "standing": standing,
                "ahead": Ahead(store),
            }
        ),
        exception_handlers=refusal_handlers,
        template_config=TemplateConfig(instance=JinjaTemplateEngine(engine_instance=environment)),
        openapi_config=None,
    )
    following.start()
    with TestClient(app, cookies={COOKIE: accounts.sign_in(salma.id)}) as browser:
        yield House(folder, store, accounts, following, standing, salma, driss, browser)
    following.stop()
    accounts.close()
    store.close()
