"""`mashura rebuild` beside a running service, while people write."""

import sqlite3
from contextlib import closing
from pathlib import Path

import httpx

from projections.follow import Follower
from projections.rebuild import digests
from projections.tables import open_views
from service.robots import Robot, end_of, insertion
from service.store import Store
from tests.reading import words
from tests.service.crowd import crowd, mashura, until
from tests.serving import headers, serving


async def test_views_are_mended_under_the_pens_of_those_who_write(tmp_path: Path) -> None:
    people = crowd(tmp_path)
    (late, block), paper = people.writers.pop(), people.draft
    with serving(tmp_path) as served:
        async with people.writing(served):
            await people.more(100)
            same = await mashura("rebuild", "--folder", tmp_path)
            assert (same.returncode, same.stdout) == (0, "Built anew from the log, the views are the same.\n")

            with closing(sqlite3.connect(tmp_path / "views.sqlite", timeout=30)) as db, db:
                db.execute("UPDATE papers SET kind = 'ode'")
            mended = await mashura("rebuild", "--folder", tmp_path)
            assert mended.stdout.splitlines() == [
                f"The table papers differed from the log in 1 row(s): {paper}.",
                "This is put right.",
            ]
            await people.more(20)

        # The service follows on, into the same file.
        async with Robot(served.live(paper), late.cookie) as robot:
            assert await robot.commit(insertion(end_of(robot.doc, block) or 0, "آخر"))
        trail = f"{served.origin}/drafts/{paper}/audit"
        await until(lambda: late.name in words(httpx.get(trail, headers=headers(late)).text))
    with closing(Store(tmp_path)) as store:
        live, fresh = open_views(tmp_path / "views.sqlite"), open_views(tmp_path / "fresh.sqlite")
        follower = Follower(fresh, store.log, store.draft)
        while follower.advance():
            pass
        assert follower.position == store.end()
        assert digests(live) == digests(fresh)
        live.dispose()
        fresh.dispose()


async def test_nothing_is_made_where_there_is_nothing_to_rebuild(tmp_path: Path) -> None:
    done = await mashura("rebuild", "--folder", tmp_path / "nowhere")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "There is no installation in this folder" in done.stderr
    assert not (tmp_path / "nowhere").exists()
