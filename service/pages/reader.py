"""Who reads a page and whether they may, what the page starts from, and what it must tell when the views are
not
whole.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.response import Template
from sqlalchemy import Connection, select

from domain.body import Body
from domain.dossier import Dossier
from domain.dossier_events import Attached
from domain.errors import NotAllowed
from domain.policy import Command
from projections.tables import set_aside
from service.accounts import SignIn
from service.pages.person import require_person
from service.pages.words.sentences import BEHIND, put_aside
from service.standing import Standing

Asked = Request[Any, Any, Any]
Told = list[tuple[str, Any]]


def standing_of(request: Asked) -> Standing:
    """Who is who and where each paper stands, as the app keeps it."""
    standing: Standing = request.app.state.standing
    return standing


def of_paper(request: Asked, command: Command, draft: UUID) -> tuple[SignIn, Dossier]:
    """Who is asking and the paper's dossier, if they may; raises NotSignedIn, UnknownDraft or NotAllowed.

    Reads the disk.
    """
    person = require_person(request)
    return person, standing_of(request).require(person.member.id, command, draft)


def sees_writing(request: Asked, dossier: Dossier) -> bool:
    """Whether the person may see how the text came to be: each version, the working draft, the trail.

    Whoever may only read, as the council's clerk, sees the adopted version and what was deposited with it.
    """
    member = require_person(request).member.id
    return standing_of(request).allows(member, "follow_audit", dossier.draft)


def of_version(request: Asked, draft: UUID, version: int) -> tuple[SignIn, Dossier]:
    """Who is asking and the paper's dossier, if they may read this version; raises as `of_paper` does."""
    person, dossier = of_paper(request, "read", draft)
    adopted = dossier.adoption is not None and dossier.adoption.version == version
    if not adopted and not sees_writing(request, dossier):
        raise NotAllowed("reads the adopted version only")
    return person, dossier


def files_of(request: Asked, dossier: Dossier) -> list[Attached]:
    """The files of a paper that the person may read; who sees no writing sees those that were deposited."""
    if sees_writing(request, dossier):
        return dossier.attached
    laid = 0 if dossier.deposit is None else dossier.deposit.originator_version
    return [each for each in dossier.attached if each.originator_version < laid]


def origin_of(request: Asked) -> str:
    """Where this service is reached: what a printed address begins with."""
    return str(request.base_url).rstrip("/")


def of_body(request: Asked, command: Command, body: UUID) -> tuple[SignIn, Body]:
    """Who is asking and the body, if they may; raises NotSignedIn, UnknownBody or NotAllowed.

    Reads the disk.
    """
    person = require_person(request)
    return person, standing_of(request).require_in(person.member.id, command, body)


def page(
    request: Asked, person: SignIn, template: str, *, body: UUID | None = None, **context: Any
) -> Template:
    """A page for somebody who is signed in; its menu is that of `body`, or of the first they belong to."""
    standing = standing_of(request)
    bodies = standing.bodies_of(person.member.id)
    here = next((each for each in bodies if each.id == body), bodies[0] if bodies else None)
    return Template(
        template,
        context={
            "person": person,
            "member": person.member,
            "path": request.url.path,
            "body": here,
            "is_clerk": any("clerk" in standing.roles_in(person.member.id, each.id) for each in bodies),
            "may_consult": here is not None and standing.allows_in(person.member.id, "consult", here.id),
            **context,
        },
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
