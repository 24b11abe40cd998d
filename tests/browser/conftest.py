"""One Chromium and one server for all the tests of the pages; for each test a paper of its own.

A test says what its paper holds by `@pytest.mark.text(title, *blocks)`: the papers of all tests are stored
before the server starts.
"""

from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from uuid import UUID

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright
from prosemirror.model import Node

from domain.blocks import document, paragraph, title
from tests.browser.room import Room
from tests.chromium import options
from tests.serving import Served, Somebody, member, put_paper, serving


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "text(title, *blocks): what the test's paper holds")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Who shares a browser shares its event loop."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**options())
        yield browser
        await browser.close()


@dataclass
class Papers:
    """What is stored before a server starts: an auditor, and a paper for each test."""

    folder: Path
    auditor: Somebody
    by_test: dict[str, UUID]

    @classmethod
    def stored(cls, folder: Path, items: Iterable[pytest.Item]) -> Self:
        auditor = member(folder, "كمال الريفي", "auditor")
        return cls(
            folder, auditor, {item.nodeid: put_paper(folder, auditor.id, text(item)) for item in items}
        )


def text(item: pytest.Item) -> Node:
    marker = item.get_closest_marker("text")
    heading, *blocks = marker.args if marker else ("رأي", paragraph())
    return document(title(heading), blocks)


@pytest.fixture(scope="session")
def papers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Papers:
    asking = (item for item in request.session.items if "room" in getattr(item, "fixturenames", ()))
    return Papers.stored(tmp_path_factory.mktemp("pages"), asking)


@pytest.fixture(scope="session")
def served(papers: Papers) -> Iterator[Served]:
    with serving(papers.folder) as served:
        yield served


@pytest_asyncio.fixture(loop_scope="session")
async def room(
    request: pytest.FixtureRequest, chromium: Browser, papers: Papers, served: Served
) -> AsyncIterator[Room]:
    """The test's paper on the server that all tests share."""
    async with Room(served, chromium, papers.by_test[request.node.nodeid], papers.auditor) as room:
        yield room


@pytest_asyncio.fixture(loop_scope="session")
async def own_room(request: pytest.FixtureRequest, chromium: Browser, tmp_path: Path) -> AsyncIterator[Room]:
    """The test's paper on a server of its own, which the test may kill."""
    papers = Papers.stored(tmp_path, [request.node])
    with serving(tmp_path) as served:
        async with Room(served, chromium, papers.by_test[request.node.nodeid], papers.auditor) as room:
            yield room
