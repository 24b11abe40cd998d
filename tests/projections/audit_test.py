"""The audit trail folds editing into bursts and keeps decisions apart."""

import random
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Row, Table, select

from domain.blocks import article, document, paragraph, title
from domain.change import characters
from domain.draft_events import DraftCommitted
from projections.audit import PAUSE
from projections.follow import Follower
from projections.tables import adopted, audit, commits, papers
from service.store import Store
from tests.domain.texts import text
from tests.projections.writing import Writing, catch_up, deletion, following, insertion, opened
from tests.serving import BODY


def rows(follower: Follower, table: Table = audit) -> Sequence[Row[Any]]:
    catch_up(follower)
    with follower.views.connect() as db:
        return db.execute(select(table).order_by(*table.primary_key.columns)).all()


def bursts(follower: Follower) -> list[tuple[str, int, int, int]]:
    return [(row.by, row.first, row.last, row.commits) for row in rows(follower) if row.kind == "burst"]


def test_commits_of_one_member_fold_until_a_pause(store: Store, follower: Follower) -> None:
    paper = Writing(store)
    paper.type("amina", "ا")
    paper.later(minutes=5).type("amina", "ب")
    paper.later(minutes=5, seconds=1).type("amina", "ج")
    assert bursts(follower) == [("amina", 1, 2, 2), ("amina", 3, 3, 1)]


def test_others_in_between_do_not_break_a_burst(store: Store, follower: Follower) -> None:
    paper = Writing(store)
    for author in ("amina", "said", "amina", "said", "amina"):
        paper.later(seconds=10).type(author, "كلمة ")
    assert bursts(follower) == [("amina", 1, 5, 3), ("said", 2, 4, 2)]


def test_two_papers_do_not_share_a_burst(store: Store, follower: Follower) -> None:
    for paper in (Writing(store), Writing(store)):
        paper.type("amina", "كلمة")
    assert bursts(follower) == [("amina", 1, 1, 1)] * 2


def test_a_decision_ends_the_bursts_of_its_paper_and_no_other(store: Store, follower: Follower) -> None:
    paper, other = Writing(store), Writing(store)
    for one in (paper, other):
        one.type("amina", "قبل")
    catch_up(follower)  # The burst is open in the file, not only in memory.
    paper.later(minutes=1).table()
    for one in (paper, other):
        one.later(minutes=1).type("amina", "بعد")
    assert bursts(follower) == [("amina", 1, 1, 1), ("amina", 1, 2, 2), ("amina", 2, 2, 1)]


def test_a_row_says_how_much_where_and_when(store: Store, follower: Follower) -> None:
    paper = Writing(store, document(title("رأي"), [article("أولى"), paragraph("نص طويل"), article("ثانية")]))
    paper.later(minutes=2).type("amina", "كلمات")
    paper.later(minutes=3).commit("amina", [deletion(12, 15)])
    started, burst = rows(follower)
    assert (started.kind, started.by, started.first) == ("started", "amina", 0)
    assert (burst.added, burst.removed) == (5, 3)
    assert [(place["kind"], place["number"]) for place in burst.places] == [
        ("article", "2"),
        ("article", "1"),
    ]
    assert (burst.since, burst.until) == (paper.now - timedelta(minutes=3), paper.now)
    first, second = rows(follower, commits)
    assert (first.version, first.row, first.inserted, first.deleted) == (1, burst.position, ["كلمات"], [])
    assert (second.version, second.row, second.inserted, len(second.deleted)) == (2, burst.position, [], 1)


def test_a_device_s_time_is_kept_where_it_differs_by_more_than_a_minute(
    store: Store, follower: Follower
) -> None:
    paper = Writing(store)
    early, late = paper.now - timedelta(hours=2), paper.now - timedelta(hours=1)
    for typed_at in (paper.now - timedelta(seconds=60), late, early, None):
        paper.type("amina", "ا", typed_at=typed_at)
    _, burst = rows(follower)
    assert (burst.typed_since, burst.typed_until) == (early, late)
    assert [row.typed_at for row in rows(follower, commits)] == [None, late, early, None]


def test_a_device_s_time_without_a_zone_or_at_the_end_of_the_calendar_stops_nothing(
    store: Store, follower: Follower
) -> None:
    paper = Writing(store)
    claims = [
        datetime(2001, 1, 1),  # noqa: DTZ001
        datetime.min.replace(tzinfo=UTC),
        datetime.max.replace(tzinfo=UTC),
        datetime.fromisoformat("0001-01-01T00:00:00+14:00"),
    ]
    for typed_at in claims:
        paper.type("amina", "ا", typed_at=typed_at)
    assert bursts(follower) == [("amina", 1, 4, 4)]


def test_papers_and_register_follow(store: Store, follower: Follower) -> None:
    paper = Writing(store)
    paper.later(minutes=1).commit("said", [insertion(1, "مشروع ")])
    paper.later(minutes=9).type("amina", "بعد")
    paper.later(days=3).adopt(version=1)
    [shown] = rows(follower, papers)
    assert (shown.title, shown.head, shown.state, shown.adopted) == ("مشروع رأي", 3, "adopted", 1)
    assert (shown.body, shown.tabled, shown.number, shown.year, shown.writers) == (BODY, 1, 1, 2022, 2)
    assert (shown.last_by, shown.last_at) == ("amina", paper.now - timedelta(days=3))
    [entry] = rows(follower, adopted)
    assert (entry.version, entry.title, entry.by, entry.kind) == (1, "مشروع رأي", "chair", "opinion")
    assert entry.digest == store.draft(paper.id, 1).digest


def test_an_earlier_version_is_adopted_under_the_title_that_it_had(store: Store, follower: Follower) -> None:
    paper = Writing(store)
    for word in ("أول ", "ثان "):
        paper.commit("amina", [insertion(1, word)])
    paper.adopt(version=1)
    [entry] = rows(follower, adopted)
    assert (entry.version, entry.title) == (1, "أول رأي")
    [shown] = rows(follower, papers)
    assert (shown.title, shown.head, shown.adopted) == ("ثان أول رأي", 3, 1)


@settings(deadline=None, max_examples=25)
@given(
    seed=st.integers(0, 2**32),
    story=st.lists(
        st.tuples(
            st.sampled_from(["amina", "said", "malika", "table"]),
            st.sampled_from([0, 1, 60, PAUSE.total_seconds(), PAUSE.total_seconds() + 1]),
        ),
        min_size=1,
        max_size=30,
    ),
    batch=st.integers(1, 12),
)
def test_every_commit_is_in_one_burst_and_the_counts_add_up(
    seed: int, story: list[tuple[str, float]], batch: int
) -> None:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder) / "data") as store:
        paper = Writing(store, text(chance))
        before = _length(paper)
        for who, pause in story:
            paper.later(seconds=pause)
            tabled = paper.dossier.tabled
            if who != "table":
                paper.change(chance, who)
            elif tabled is None or tabled.version != paper.draft.version:
                paper.table()
        with following(store, Path(folder) / "views.sqlite") as follower:
            catch_up(follower, batch)
            folded = [row for row in rows(follower) if row.kind == "burst"]
            made = rows(follower, commits)
        written = [event for event in paper.events if isinstance(event, DraftCommitted)]
        assert [row.version for row in made] == [event.originator_version - 1 for event in written]
        assert sum(row.added - row.removed for row in folded) == _length(paper) - before
        for burst in folded:
            inside = [row for row in made if row.row == burst.position]
            assert burst.commits == len(inside)
            assert (burst.first, burst.last) == (inside[0].version, inside[-1].version)
            assert {row.by for row in inside} == {burst.by}
            assert all(b.at - a.at <= PAUSE for a, b in pairwise(inside))
        assert sum(burst.commits for burst in folded) == len(made)


def _length(paper: Writing) -> int:
    return characters(paper.draft.doc.text_between(0, paper.draft.doc.content.size))
