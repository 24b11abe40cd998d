"""My desk: the papers, each with its state, its last change and one thing to do."""

from litestar.response import Template
from sqlalchemy import select

from projections.tables import papers
from service.accounts import SignIn
from service.pages.dates import time_tag
from service.pages.reader import Asked, page, standing_of, told
from service.pages.sentences import UNTITLED, who
from service.pages.states import KINDS, state


def desk(request: Asked, person: SignIn) -> Template:
    """The front page of somebody who is signed in. Reads the disk."""
    standing, member = standing_of(request), person.member.id
    with request.app.state.views.connect() as db:
        rows = [
            row
            for row in db.execute(select(papers).order_by(papers.c.last_at.desc()))
            if standing.allows_at_hand(member, "read", row.draft)
        ]
        notices = told(request, db)
    names = request.app.state.accounts.names({row.last_by for row in rows})
    shown = [
        {
            "draft": row.draft,
            "title": row.title or UNTITLED,
            "kind": KINDS[row.kind],
            "state": state(
                row.state, row.head, row.tabled, row.adopted, row.number and (row.number, row.year)
            ),
            "writes": standing.allows_at_hand(member, "edit", row.draft),
            "by": who(row.last_by, names),
            "at": time_tag(row.last_at),
        }
        for row in rows
    ]
    begins = any(standing.allows_in(member, "begin", body.id) for body in standing.bodies_of(member))
    return page(request, person, "desk.html", papers=shown, begins=begins, flash=notices)
