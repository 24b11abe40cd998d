"""My desk: the papers, each with its state, its last change and one thing to do."""

from litestar.response import Template
from sqlalchemy import select

from domain import policy
from projections.tables import papers
from service.accounts import SignIn
from service.pages.dates import time_tag
from service.pages.reader import Asked, page, told
from service.pages.sentences import KINDS, UNTITLED, state, who


def desk(request: Asked, person: SignIn) -> Template:
    """The front page of somebody who is signed in. Reads the disk."""
    with request.app.state.views.connect() as db:
        rows = db.execute(select(papers).order_by(papers.c.last_at.desc())).all()
        notices = told(request, db)
    names = request.app.state.accounts.names({row.last_by for row in rows})
    shown = [
        {
            "draft": row.draft,
            "title": row.title or UNTITLED,
            "kind": KINDS[row.kind],
            "state": state(row.head, row.approved),
            "by": who(row.last_by, names),
            "at": time_tag(row.last_at),
        }
        for row in rows
    ]
    writes = policy.allows(person.member.role, "edit")
    return page(request, person, "desk.html", papers=shown, writes=writes, flash=notices)
