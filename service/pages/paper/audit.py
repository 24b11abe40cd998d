"""The audit trail of a paper: sentences, newest first, that unfold to single commits.

Reads the rows that `projections/audit.py` wrote.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Annotated, Any
from uuid import UUID

from litestar import get
from litestar.params import FromPath, FromQuery, PathParameter, QueryParameter
from litestar.response import Template
from sqlalchemy import Connection, Row, select

from domain.dossier import dossier_of
from domain.errors import UnknownDraft, UnknownVersion
from projections.audit import NO_VERSION
from projections.tables import audit, commits, papers
from service.pages.reader import Asked, of_paper, page, told
from service.pages.words.dates import clock, day, span, time_tag
from service.pages.words.decided import decided
from service.pages.words.sentences import UNTITLED, edited, versions, who

# Rows on one page; older ones follow on the next.
ROWS = 100
# A longer passage is cut on the page: its version shows it whole.
LONGEST = 400
# The log is counted by a database that knows no larger number.
LAST_POSITION = 2**63 - 1


@get("/drafts/{draft:uuid}/audit", sync_to_thread=True)
def audit_page(
    request: Asked,
    draft: FromPath[UUID],
    before: Annotated[int | None, QueryParameter(ge=0, le=LAST_POSITION)] = None,
) -> Template:
    """The newest rows, or those before a position; raises UnknownDraft."""
    person, _ = of_paper(request, "follow_audit", draft)
    with request.app.state.views.connect() as db:
        title = _title(db, draft)
        query = select(audit).where(audit.c.draft == draft).order_by(audit.c.position.desc())
        if before is not None:
            query = query.where(audit.c.position < before)
        rows = db.execute(query.limit(ROWS + 1)).all()
        notices = told(request, db, [draft, dossier_of(draft)])
    names = request.app.state.accounts.names({row.by for row in rows})
    days = [
        (named, [_line(row, names) for row in of_day])
        for named, of_day in groupby(rows[:ROWS], key=lambda row: day(row.since))
    ]
    older = rows[ROWS - 1].position if len(rows) > ROWS else None
    return page(
        request, person, "audit.html", draft=draft, title=title, days=days, older=older, flash=notices
    )


@get("/drafts/{draft:uuid}/audit/{row:int}", sync_to_thread=True)
def audit_row_page(
    request: Asked,
    draft: FromPath[UUID],
    row: Annotated[int, PathParameter(le=LAST_POSITION)],
    fragment: FromQuery[bool] = False,
) -> Template:
    """One row's commits: a page, or only its list for a page that is open already."""
    person, _ = of_paper(request, "follow_audit", draft)
    with request.app.state.views.connect() as db:
        title = _title(db, draft)
        of_draft = (audit.c.draft == draft) & (audit.c.position == row)
        found = db.execute(select(audit).where(of_draft)).one_or_none()
        if found is None:
            raise UnknownVersion(f"the trail has no row {row}")
        query = select(commits).where(commits.c.row == row).order_by(commits.c.version)
        made = db.execute(query).all()
    names = request.app.state.accounts.names({found.by})
    return page(
        request,
        person,
        "audit_commits.html" if fragment else "audit_row.html",
        draft=draft,
        title=title,
        line=_line(found, names),
        day=day(found.since),
        readings=[_reading(run, names) for run in _runs(made)],
    )


def _title(db: Connection, draft: UUID) -> str:
    title = db.execute(select(papers.c.title).where(papers.c.draft == draft)).scalar_one_or_none()
    if title is None:
        raise UnknownDraft(str(draft))
    return title or UNTITLED


def _line(row: Row[Any], names: dict[str, str]) -> dict[str, Any]:
    if row.kind == "burst":
        return {"row": row.position, "sentence": edited(row, names), "versions": versions(row)}
    return {
        "row": row.position,
        "sentence": decided(row, names),
        "version": None if row.first == NO_VERSION else row.first,
        "digest": row.digest,
    }


def _runs(made: Iterable[Row[Any]]) -> list[list[Row[Any]]]:
    """One member's commits, joined while each only goes on with what the version before it wrote.

    Whatever else happened in between, by whomever, parts them: nothing reads on that was not written on.
    """
    runs: list[list[Row[Any]]] = []
    for row in made:
        before = runs[-1][-1] if runs else None
        goes_on = (
            before is not None
            and row.start is not None
            and (row.version, row.start) == (before.version + 1, before.end)
            and (row.typed_at is None) == (before.typed_at is None)
        )
        if goes_on:
            runs[-1].append(row)
        else:
            runs.append([row])
    return runs


def _reading(run: Sequence[Row[Any]], names: dict[str, str]) -> dict[str, Any]:
    first, last = run[0], run[-1]
    inserted = ["".join(row.inserted[0] for row in run)] if len(run) > 1 else first.inserted
    typed = None if first.typed_at is None else span(first.typed_at, last.typed_at, told=first.at)
    times = [time_tag(row.at, f"{clock(row.at)}:{row.at:%S}") for row in (first, last)]
    return {
        "first": first.version,
        "last": last.version,
        "by": who(first.by, names),
        "since": times[0],
        "until": None if times[0] == times[1] else times[1],
        "typed": typed,
        "inserted": list(_passages(inserted)),
        "deleted": list(_passages(first.deleted)),
    }


def _passages(texts: list[str]) -> Iterator[tuple[str, bool]]:
    """Passages, and whether each was cut."""
    for text in texts:
        yield text[:LONGEST], len(text) > LONGEST
