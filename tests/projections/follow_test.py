"""The follower goes on where it stopped, and past what it cannot read."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.exc import OperationalError

from domain.blocks import article, paragraph
from domain.draft_events import DraftCommitted
from domain.errors import StoreUnavailable
from domain.schema import SCHEMA
from projections import tables
from projections.fact import Fact, Noted
from projections.follow import VIEWS, Follower
from projections.rebuild import digests
from projections.tables import commits, open_views, papers, position, set_aside
from service.store import Store
from tests.projections.writing import Writing, catch_up, following, poison, replacement


def aside(follower: Follower) -> list[tuple[int, str]]:
    with follower.views.connect() as db:
        found = db.execute(select(set_aside).order_by(set_aside.c.position)).all()
        return [(row.version, row.reason) for row in found]


def versions(follower: Follower, paper: Writing) -> list[int]:
    query = select(commits.c.version).where(commits.c.draft == paper.id).order_by(commits.c.version)
    with follower.views.connect() as db:
        return list(db.execute(query).scalars())


def test_a_restart_at_any_event_gives_the_same_rows(store: Store, tmp_path: Path) -> None:
    paper = Writing(store)
    for number in range(6):
        paper.later(minutes=number).type("amina" if number % 2 else "said", f"{number}")
    paper.adopt()
    with following(store, tmp_path / "whole.sqlite") as whole:
        catch_up(whole)
        expected = digests(whole.views)
    for _ in range(store.end()):
        with following(store, tmp_path / "restarted.sqlite") as restarted:
            assert restarted.advance(1) == 1
    with following(store, tmp_path / "restarted.sqlite") as restarted:
        assert restarted.advance() == 0
        assert digests(restarted.views) == expected


def test_rows_and_position_are_written_together_or_not_at_all(store: Store, tmp_path: Path) -> None:
    paper = Writing(store)
    paper.type("amina", "كلمة")

    failures = iter([OperationalError("disk I/O error", None, OSError())])

    class FullDisk:
        def __init__(self, db: Connection) -> None:
            pass

        def apply(self, fact: Fact) -> None:
            pass

        def write(self) -> None:
            for failure in failures:
                raise failure

    views = open_views(tmp_path / "views.sqlite")
    follower = Follower(views, store.log, store.draft, [*VIEWS, FullDisk])
    with pytest.raises(OperationalError):
        follower.advance()
    with views.connect() as db:
        assert db.execute(select(position.c.position)).scalar_one() == 0
        assert db.execute(select(papers)).all() == []
    # The disk takes it the next time, and the same follower goes on.
    catch_up(follower)
    assert follower.position == store.end()
    assert versions(follower, paper) == [1]
    views.dispose()


@pytest.mark.parametrize(
    ("topic", "state"),
    [("draft.unheard_of", b"{}"), ("draft.committed", b'{"at": 1}'), ("dossier.opened", b"[]")],
)
def test_an_event_that_cannot_be_read_is_set_aside_and_the_rest_goes_on(
    store: Store, follower: Follower, tmp_path: Path, topic: str, state: bytes
) -> None:
    poisoned, sound = Writing(store), Writing(store)
    poisoned.type("amina", "قبل")
    poison(tmp_path / "data", poisoned.id, 3, topic, state)
    sound.type("said", "بعد")
    catch_up(follower)
    assert follower.position == store.end()
    [(version, reason)] = aside(follower)
    assert version == 3
    assert reason.startswith("Unreadable: ")
    assert topic in reason
    assert (versions(follower, poisoned), versions(follower, sound)) == ([1], [1])


def test_a_text_with_a_gap_is_not_guessed(store: Store, follower: Follower, tmp_path: Path) -> None:
    """The service may have the text in memory and store more: what that did cannot be known here."""
    paper, sound = Writing(store), Writing(store)
    paper.type("amina", "قبل")
    paper.decide("amina", [replacement(5, 5, SCHEMA.node_from_json(paragraph("ضاع")))])
    poison(tmp_path / "data", paper.id, 3, "draft.unheard_of")
    paper.type("amina", "بعد")
    sound.type("said", "كلمة")
    catch_up(follower)
    assert [version for version, _ in aside(follower)] == [3, 4]
    assert (versions(follower, paper), versions(follower, sound)) == ([1], [1])


class Chokes:
    """A view that fails on one word."""

    def __init__(self, db: Connection) -> None:
        pass

    def apply(self, fact: Fact) -> None:
        if isinstance(fact.event, DraftCommitted) and "سم" in fact.event.steps:
            raise ZeroDivisionError("that word")

    def write(self) -> None:
        pass


def test_an_event_that_a_view_chokes_on_is_set_aside_whole(store: Store, tmp_path: Path) -> None:
    paper = Writing(store)
    for text in ("قبل", "سم", "بعد"):
        paper.type("amina", text)
    views = open_views(tmp_path / "views.sqlite")
    follower = Follower(views, store.log, store.draft, [*VIEWS, Chokes])
    catch_up(follower)
    assert aside(follower) == [(3, "ZeroDivisionError: that word")]
    # The text itself went on: the next commit was measured on it.
    assert versions(follower, paper) == [1, 3]
    with views.connect() as db:
        assert db.execute(select(papers.c.head)).scalar_one() == 3
    views.dispose()


def test_a_log_that_does_not_answer_is_asked_again(store: Store, tmp_path: Path) -> None:
    Writing(store)
    answers = iter([StoreUnavailable("away")])

    def log(after: int, limit: int) -> Sequence[Noted]:
        for away in answers:
            raise away
        return store.log(after, limit)

    views = open_views(tmp_path / "views.sqlite")
    follower = Follower(views, log, store.draft)
    with pytest.raises(StoreUnavailable):
        follower.advance()
    assert follower.advance() == 2
    assert aside(follower) == []
    views.dispose()


def test_more_papers_than_are_kept_in_memory(store: Store, follower: Follower) -> None:
    written = [Writing(store) for _ in range(20)]
    for _ in range(2):
        for paper in written:
            paper.commit("amina", [replacement(5, 5, SCHEMA.node_from_json(article("مادة")))])
    catch_up(follower, 7)
    assert aside(follower) == []
    assert [versions(follower, paper) for paper in written] == [[1, 2]] * 20


def test_views_of_another_shape_are_begun_anew(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Writing(store)
    path = tmp_path / "views.sqlite"
    with following(store, path) as follower:
        catch_up(follower)
    monkeypatch.setattr(tables, "SHAPE", tables.SHAPE + 1)
    with following(store, path) as follower:
        assert follower.position == 0
        catch_up(follower)
        assert follower.position == store.end()
