"""Views built anew are those that were kept; where they are not, the row is named."""

import random
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from projections.fact import Fact
from projections.follow import VIEWS, Follower
from projections.rebuild import Difference, digests, rebuild
from projections.tables import audit, commits, open_views, papers
from service.store import Store
from tests.domain.texts import text
from tests.projections.writing import Writing, catch_up, following, poison


def write(store: Store, folder: Path) -> Writing:
    chance = random.Random(5)
    paper, other = Writing(store, text(chance)), Writing(store)
    for number in range(40):
        paper.later(seconds=chance.choice([1, 40, 400])).change(chance, chance.choice(["amina", "said"]))
        other.type("malika", f"{number} ")
        if number % 15 == 14:
            paper.table()
    poison(folder, other.id, other.draft.version + 2, "draft.unheard_of")
    return other


def kept(path: Path) -> dict[str, str]:
    """What stands in a file of views, by table."""
    views = open_views(path)
    try:
        return digests(views)
    finally:
        views.dispose()


def touch(path: Path) -> None:
    """Write into a file of views, if that may be done at once."""
    with closing(sqlite3.connect(path, timeout=0)) as db, db:
        db.execute("UPDATE position SET position = position")


def fresh(store: Store, path: Path) -> dict[str, str]:
    """What follows from the log."""
    with following(store, path) as follower:
        catch_up(follower)
        return digests(follower.views)


def test_live_is_rebuilt_whatever_the_batches(store: Store, tmp_path: Path) -> None:
    write(store, tmp_path / "data")
    path = tmp_path / "views.sqlite"
    with following(store, path) as live:
        for limit in (1, 2, 3, 5, 8):
            live.advance(limit)
        catch_up(live, 7)
    heard: list[tuple[int, int]] = []
    assert rebuild(path, store.log, store.draft, lambda done, end: heard.append((done, end))) == []
    assert heard[-1] == (store.end(), store.end())


def test_rows_that_were_touched_are_named_and_put_right(store: Store, tmp_path: Path) -> None:
    paper = write(store, tmp_path / "data")
    path = tmp_path / "views.sqlite"
    with following(store, path) as live:
        catch_up(live)
        with live.views.begin() as db:
            db.execute(papers.update().where(papers.c.draft == paper.id).values(title="غيره"))
            db.execute(commits.delete().where(commits.c.draft == paper.id, commits.c.version == 3))
            row = db.execute(select(audit.c.position).where(audit.c.draft == paper.id)).scalars().first()
            db.execute(audit.update().where(audit.c.position == row).values(added=99))
    assert set(rebuild(path, store.log, store.draft)) == {
        Difference("papers", (str(paper.id),)),
        Difference("commits", (str(paper.id), "3")),
        Difference("audit", (str(row),)),
    }
    assert rebuild(path, store.log, store.draft) == []


def test_a_follower_goes_on_from_rebuilt_views(store: Store, tmp_path: Path) -> None:
    paper = write(store, tmp_path / "data")
    path = tmp_path / "views.sqlite"
    with following(store, path) as live:
        live.advance(20)
    assert rebuild(path, store.log, store.draft) == []
    with following(store, path) as follower:
        assert follower.position == 20
        catch_up(follower)
        with follower.views.connect() as db:
            heads = db.execute(select(papers.c.draft, papers.c.head)).all()
    assert (paper.id, paper.draft.version) in heads


def test_whatever_breaks_on_the_way_the_file_is_as_it_was(store: Store, tmp_path: Path) -> None:
    paper = write(store, tmp_path / "data")
    path = tmp_path / "views.sqlite"
    with following(store, path) as live:
        catch_up(live)
        with live.views.begin() as db:
            db.execute(papers.update().where(papers.c.draft == paper.id).values(title="غيره"))
    before = kept(path)

    def breaks(done: int, end: int) -> None:
        raise KeyboardInterrupt(f"at {done} of {end}")

    with pytest.raises(KeyboardInterrupt):
        rebuild(path, store.log, store.draft, breaks)
    assert kept(path) == before
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith("views.sqlite.new")] == []


def test_what_breaks_in_the_last_transaction_is_as_if_it_had_not_begun(store: Store, tmp_path: Path) -> None:
    paper = write(store, tmp_path / "data")
    path = tmp_path / "views.sqlite"
    with following(store, path) as live:
        live.advance(20)
        with live.views.begin() as db:
            db.execute(papers.update().where(papers.c.draft == paper.id).values(kind="ode"))

        def meanwhile(done: int, end: int) -> None:
            # Twice the views go on; what is left is read while others are held out.
            if end == 30:
                with pytest.raises(sqlite3.OperationalError, match="locked"):
                    touch(path)
                raise KeyboardInterrupt
            live.advance(5)

        with pytest.raises(KeyboardInterrupt):
            rebuild(path, store.log, store.draft, meanwhile)
        assert live.position == 30
        with live.views.connect() as db:
            assert db.execute(select(papers.c.kind).where(papers.c.draft == paper.id)).scalar_one() == "ode"
        touch(path)
        assert rebuild(path, store.log, store.draft) == [Difference("papers", (str(paper.id),))]


def test_views_of_a_log_that_was_put_back_are_those_of_the_log(store: Store, tmp_path: Path) -> None:
    write(store, tmp_path / "data")
    path = tmp_path / "views.sqlite"
    with following(store, path) as live:
        catch_up(live)
    end = store.end() - 9
    assert rebuild(path, lambda after, limit: store.log(after, min(limit, end - after)), store.draft) != []
    with following(store, path) as follower:
        assert follower.position == end
        catch_up(follower)
    assert kept(path) == fresh(store, tmp_path / "fresh.sqlite")


def test_beside_a_follower_that_goes_on(store: Store, tmp_path: Path) -> None:
    paper = write(store, tmp_path / "data")
    path = tmp_path / "views.sqlite"
    with following(store, path) as live:
        catch_up(live)
        over = threading.Event()

        def follow() -> None:
            while not over.is_set():
                live.advance(3)

        going_on = threading.Thread(target=follow)
        going_on.start()
        try:
            for number in range(40):
                paper.type("said", f"{number}")
                if number % 10 == 5:
                    assert rebuild(path, store.log, store.draft) == []
                if number % 10 == 8:
                    with live.views.begin() as db:
                        db.execute(papers.update().where(papers.c.draft == paper.id).values(kind="ode"))
                    assert rebuild(path, store.log, store.draft) == [Difference("papers", (str(paper.id),))]
        finally:
            over.set()
            going_on.join()
        catch_up(live)
    assert kept(path) == fresh(store, tmp_path / "fresh.sqlite")


def test_two_at_once_come_one_after_the_other(store: Store, tmp_path: Path) -> None:
    paper = write(store, tmp_path / "data")
    path = tmp_path / "views.sqlite"
    with following(store, path) as live:
        catch_up(live)
        with live.views.begin() as db:
            db.execute(papers.update().where(papers.c.draft == paper.id).values(title="غيره"))
    with ThreadPoolExecutor() as pool:
        both = [pool.submit(rebuild, path, store.log, store.draft) for _ in range(2)]
        assert sorted(len(each.result()) for each in both) == [0, 1]


def test_nobody_writes_between_what_a_view_reads_and_what_it_writes(store: Store, tmp_path: Path) -> None:
    write(store, tmp_path / "data")
    path = tmp_path / "views.sqlite"
    held: list[bool] = []

    class Looking:
        def __init__(self, db: Connection) -> None:
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                touch(path)
            held.append(True)

        def apply(self, fact: Fact) -> None:
            pass

        def write(self) -> None:
            pass

    views = open_views(path)
    try:
        assert Follower(views, store.log, store.draft, [Looking, *VIEWS]).advance(5) == 5
    finally:
        views.dispose()
    assert held == [True]
