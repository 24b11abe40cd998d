"""Fifty clerks number something at once, in a real store: no number is missing, and none is given twice."""

import asyncio
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from domain.register import NumberAssigned, RegisterOpened, register_of
from projections.follow import Follower
from projections.tables import numbers, open_views
from service.store import Store
from tests.service.clerks import YEAR, numbering
from tests.serving import BODY, founded

CLERKS = 50
REGISTER = register_of(BODY, "letter", YEAR)


def entries(store: Store) -> list[int]:
    """The numbers of the register in the order of its stream, which was opened once."""
    opened, *assigned = store.events(REGISTER)
    assert isinstance(opened, RegisterOpened)
    return [event.number for event in assigned if isinstance(event, NumberAssigned)]


async def test_of_one_service(tmp_path: Path) -> None:
    with closing(Store(tmp_path)) as store:
        founded(store)
        taken = await numbering(store, tmp_path / "views.sqlite", BODY, CLERKS, alone=True)
        assert entries(store) == list(range(1, CLERKS + 1))
    assert sorted(taken) == list(range(1, CLERKS + 1))


@pytest.mark.parametrize("processes", [2, 3])
async def test_of_several_processes_on_one_file(tmp_path: Path, processes: int) -> None:
    each = CLERKS // processes
    with closing(Store(tmp_path)) as store:
        founded(store)
        others = [await clerks(tmp_path, each) for _ in range(processes - 1)]
        here = asyncio.create_task(numbering(store, tmp_path / "views.sqlite", BODY, each, alone=False))
        said = await asyncio.gather(*(other.communicate(b"go\n") for other in others))
        there = [int(number) for out, _ in said for number in out.split()]
        everything = list(range(1, processes * each + 1))
        assert sorted([*await here, *there]) == everything
        assert entries(store) == everything
        assert written(store, tmp_path / "read.sqlite") == everything


async def clerks(folder: Path, many: int) -> asyncio.subprocess.Process:
    """Another process on the same file, ready to begin."""
    started = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.service.clerks", str(folder), str(BODY), str(many)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert started.stdout
    assert await started.stdout.readline() == b"ready\n"
    return started


def written(store: Store, path: Path) -> list[int]:
    """The numbers as the register's page reads them."""
    views = open_views(path)
    follower = Follower(views, store.log, store.draft)
    while follower.advance(500):
        pass
    with views.connect() as db:
        shown = list(db.execute(select(numbers.c.number).order_by(numbers.c.position)).scalars())
    views.dispose()
    return shown
