"""My desk: what waits for me, what my groups write, what the body decided; one thing to do in each row."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from litestar.response import Template
from sqlalchemy import Row, select

from domain.dossier import OPEN, Dossier
from projections.tables import papers
from service.accounts import SignIn
from service.pages.reader import Asked, page, standing_of, told
from service.pages.waiting import Paper, waiting
from service.pages.words.dates import day, time_tag
from service.pages.words.sentences import UNTITLED, who
from service.pages.words.states import KINDS, state
from service.standing import Standing

# How many decisions the desk shows: the older ones are with the adopted texts.
LATEST: Final = 7


def desk(request: Asked, person: SignIn) -> Template:
    """The front page of somebody who is signed in. Reads the disk."""
    standing, member = standing_of(request), person.member.id
    with request.app.state.views.connect() as db:
        rows = [
            row
            for row in db.execute(select(papers).order_by(papers.c.last_at.desc()))
            if standing.allows_at_hand(member, "read", row.draft)
        ]
        names = request.app.state.accounts.names({row.last_by for row in rows})
        all_papers = _papers(standing, rows, names)
        waits = waiting(request, db, member, all_papers)
        notices = told(request, db)
    decided = [paper for paper in all_papers if paper.dossier.state not in OPEN]
    in_hand = [paper for paper in all_papers if paper.dossier.state in OPEN]
    mine = [paper for paper in in_hand if _writes(standing, member, paper.dossier)]
    return page(
        request,
        person,
        "desk.html",
        waits=waits,
        mine=[_shown(standing, member, paper) for paper in mine],
        others=[_shown(standing, member, paper) for paper in in_hand if paper not in mine],
        decided=[
            _shown(standing, member, paper) | {"at": day(paper.dossier.at)}
            for paper in sorted(decided, key=lambda paper: paper.dossier.at, reverse=True)[:LATEST]
        ],
        more=len(decided) > LATEST,
        begins=any(standing.allows_in(member, "begin", body.id) for body in standing.bodies_of(member)),
        is_member=any(body.is_member(member) for body in standing.bodies_of(member)),
        flash=notices,
    )


def _papers(standing: Standing, rows: Iterable[Row[Any]], names: Mapping[str, str]) -> list[Paper]:
    return [
        Paper(
            dossier=standing.dossier(row.draft),
            title=row.title or UNTITLED,
            kind=KINDS[row.kind],
            head=row.head,
            state=state(row.state, row.head, row.tabled, row.adopted, row.number and (row.number, row.year)),
            by=who(row.last_by, names),
            last=time_tag(row.last_at),
        )
        for row in rows
    ]


def _writes(standing: Standing, member: str, dossier: Dossier) -> bool:
    """Whether the person is of the group that writes the paper; an office alone makes it nobody's own."""
    if dossier.body is None:
        return False
    return "writer" in standing.body(dossier.body).roles(member, dossier.group)


def _shown(standing: Standing, member: str, paper: Paper) -> dict[str, Any]:
    draft = paper.dossier.draft
    return {
        "draft": draft,
        "title": paper.title,
        "kind": paper.kind,
        "state": paper.state,
        "writes": standing.allows_at_hand(member, "edit", draft),
        "by": paper.by,
        "last": paper.last,
    }
