"""A store and a follower for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from projections.follow import Follower
from service.store import Store
from tests.projections.writing import following, opened


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with opened(tmp_path / "data") as store:
        yield store


@pytest.fixture
def follower(store: Store, tmp_path: Path) -> Iterator[Follower]:
    with following(store, tmp_path / "views.sqlite") as follower:
        yield follower
