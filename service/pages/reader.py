"""Who reads a page, what the page starts from, and what it must tell when the views are not whole."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.response import Template
from sqlalchemy import Connection, select

from domain import policy
from domain.errors import NotAllowed
from domain.policy import Command
from projections.tables import set_aside
from service.accounts import SignIn
from service.pages.person import require_person
from service.pages.sentences import BEHIND, put_aside

Asked = Request[Any, Any, Any]
Told = list[tuple[str, Any]]


def reader(request: Asked, command: Command) -> SignIn:
    """Who is asking, if they may; raises NotSignedIn or NotAllowed. Reads the disk."""
    person = require_person(request)
    if not policy.allows(person.member.role, command):
        raise NotAllowed(f"{person.member.role} may not {command}")
    return person


def page(request: Asked, person: SignIn, template: str, **context: Any) -> Template:
    """A page for somebody who is signed in."""
    return Template(
        template, context={"person": person, "member": person.member, "path": request.url.path, **context}
    )


def told(request: Asked, db: Connection, streams: Iterable[UUID] | None = None) -> Told:
    """What to say above a view: that events of these streams (or any) were set aside, that it is behind."""
    query = select(set_aside).order_by(set_aside.c.position)
    if streams is not None:
        query = query.where(set_aside.c.stream.in_(list(streams)))
    notices: Told = []
    if rows := db.execute(query).all():
        notices.append(("failed", put_aside(rows)))
    if request.app.state.following.last_error is not None:
        notices.append(("waits", BEHIND))
    return notices
