"""A file of people for each test, on a clock that the test sets, and a browser at the door."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from service.accounts import Accounts, Member
from service.standing import Standing
from service.store import Store
from tests.service.door import Browser, Clock, door
from tests.service.house import House, opened
from tests.serving import founded, part


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "people.sqlite"


@pytest.fixture
def accounts(file: Path, clock: Clock) -> Iterator[Accounts]:
    accounts = Accounts(f"sqlite:///{file}", clock=clock)
    yield accounts
    accounts.close()


@pytest.fixture
def salma(accounts: Accounts) -> Member:
    return accounts.add_member("سلمى <العلوي>")


@pytest.fixture
def app(accounts: Accounts, tmp_path: Path, salma: Member) -> Iterator[Litestar]:
    with closing(Store(tmp_path / "log")) as store:
        store.save([part(founded(store), salma.id, "rapporteur")])
        yield door(accounts, Standing(store))


@pytest.fixture
def browser(app: Litestar) -> Iterator[Browser]:
    with TestClient(app) as client:
        yield client


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened(tmp_path / "data") as house:
        yield house
