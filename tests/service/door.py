"""The door of the service, for tests: a clock that stands still, pages, and what a browser does with them."""

import re
import sqlite3
from datetime import UTC, datetime, timedelta
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
from service.accounts import Accounts
from service.pages.person import provide_person, require_person
from service.pages.refusals import refusal_handlers
from service.pages.signin import csrf_config, signin_handlers
from service.standing import Standing

PASSWORD = "ثلاث كلمات طويلة"
HANDLE = "salma@example.org"

Browser = TestClient[Litestar]


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


def stored(file: Path, query: str) -> list[tuple[Any, ...]]:
    """What another program finds in the file."""
    with sqlite3.connect(file) as connection:
        rows = connection.execute(query).fetchall()
    connection.close()
    return rows


@get("/", sync_to_thread=True)
def front(request: Request[Any, Any, Any]) -> Template | str:
    """The front page: a welcome, or who is here."""
    person = provide_person(request)
    return Template("welcome.html") if person is None else f"desk of {person.member.name}"


@get("/papers", sync_to_thread=True)
def papers(request: Request[Any, Any, Any]) -> str:
    """A page for those who are signed in."""
    return f"papers of {require_person(request).member.name}"


def door(accounts: Accounts, standing: Standing) -> Litestar:
    """The pages of the door, and two pages behind it."""
    templates = Path(service.__file__).parent / "templates"
    environment = Environment(loader=FileSystemLoader(templates), autoescape=True)
    environment.globals["asset"] = lambda name: f"/static/{name}"
    return Litestar(
        [front, papers, *signin_handlers],
        state=State({"accounts": accounts, "standing": standing}),
        exception_handlers=refusal_handlers,
        csrf_config=csrf_config("a secret of the tests"),
        template_config=TemplateConfig(instance=JinjaTemplateEngine(engine_instance=environment)),
        openapi_config=None,
    )


def form_token(page: str) -> str:
    """What a form of this page carries against forgery."""
    found = re.search(r'name="_csrf_token" value="(\w+)"', page)
    assert found
    return found[1]


def send(browser: Browser, path: str, **fields: str) -> Any:
    """Open the page at `path` and send its form, as a person does; redirects are not followed."""
    page = browser.get(path)
    data = {"_csrf_token": form_token(page.text), **fields}
    return browser.post(path, data=data, follow_redirects=False)


def choice(password: str = PASSWORD, handle: str = HANDLE, **more: str) -> dict[str, str]:
    """What somebody types who chooses a password."""
    return {"handle": handle, "password": password, "repeated": password, **more}
