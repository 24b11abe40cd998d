"""Views built anew are those that were kept; where they are not, the row is named."""

import random
from pathlib import Path

from sqlalchemy import select

from projections.rebuild import Difference, rebuild
from projections.tables import audit, commits, papers
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
            paper.approve()
    poison(folder, other.id, other.draft.version + 2, "draft.unheard_of")
    return other


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
