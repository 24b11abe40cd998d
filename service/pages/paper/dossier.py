"""The page of a paper's dossier: where it stands, what comes next, what happened, what can be taken away."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID, uuid4

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from markupsafe import Markup
from sqlalchemy import select

from domain.dossier import Dossier
from domain.dossier_events import Adopted
from domain.outline import title_of
from domain.policy import Command
from domain.register import written
from projections.tables import audit
from service import prints
from service.acts import beginning
from service.authority import now
from service.pages.paper.head import head_of
from service.pages.paper.next_step import next_step
from service.pages.reader import (
    Asked,
    files_of,
    of_paper,
    page,
    sees_writing,
    standing_of,
    told,
)
from service.pages.words.dates import day, time_tag
from service.pages.words.decided import ANSWERS, ENCLOSED, decided
from service.pages.words.meetings import isolated
from service.pages.words.sentences import UNTITLED
from service.store import Store

# What the page offers, each where the table of permissions allows it.
_ACTS: Final[tuple[Command, ...]] = (
    "edit",
    "table",
    "withdraw",
    "record_paper_adoption",
    "attach",
    "revise",
    "deposit",
    "receive",
    "turn_back",
    "answer",
    "follow_audit",
)
# What is told to those who do not see the writing.
_AT_COUNCIL: Final = ("deposited", "received", "turned_back", "answered")


@get("/drafts/{draft:uuid}/dossier", sync_to_thread=True)
def dossier_page(request: Asked, draft: FromPath[UUID]) -> Template:
    """Everything about a paper but its text; raises UnknownDraft, NotAllowed."""
    person, dossier = of_paper(request, "read", draft)
    store: Store = request.app.state.store
    writing = sees_writing(request, dossier)
    standing = standing_of(request)
    may = {act: standing.allows_at_hand(person.member.id, act, draft) for act in _ACTS}
    adoption, text = dossier.adoption, store.draft(draft)
    shown = text if adoption is None else store.draft(draft, adoption.version)
    with request.app.state.views.connect() as db:
        rows = db.execute(
            select(audit)
            .where(audit.c.draft == draft, audit.c.kind != "burst")
            .order_by(audit.c.position.desc())
        ).all()
        notices = told(request, db, [draft, dossier.id])
    seen = [row for row in rows if writing or row.kind in _AT_COUNCIL]
    names = request.app.state.accounts.names({row.by for row in seen})
    return page(
        request,
        person,
        "dossier.html",
        body=dossier.body,
        flash=notices,
        draft=draft,
        title=title_of(shown.doc) or UNTITLED,
        head=head_of(request, dossier, text if writing else shown),
        step=next_step(dossier, may),
        may=may,
        version=shown.version,
        digest=shown.digest,
        record=_record(request, dossier),
        story=[(time_tag(row.since, day(row.since)), decided(row, names)) for row in seen],
        files=[
            {"digest": each.file, "name": each.name, "what": ENCLOSED[each.what], "size": _size(each.size)}
            for each in files_of(request, dossier)
        ],
        what=ENCLOSED,
        answers=ANSWERS,
        deposit=_deposit(dossier),
        continues=_continues(request, dossier, person.member.id),
    )


@post("/drafts/{draft:uuid}/revision")
async def revise(request: Asked, draft: FromPath[UUID]) -> Redirect:
    """Begin a new paper with the decided text; leads to its editor."""
    person, dossier = await asyncio.to_thread(of_paper, request, "revise", draft)
    new = uuid4()
    await request.app.state.procedure.decide(
        dossier.body, lambda reading: beginning.revise(reading, draft, new, person.member.id, now())
    )
    return Redirect(f"/drafts/{new}", status_code=303)


def _record(request: Asked, dossier: Dossier) -> list[Markup]:
    """The sentences of the adoption, where the paper was adopted."""
    adoption = dossier.adoption
    if adoption is None or dossier.body is None:
        return []
    state = request.app.state
    meeting = state.store.meeting(adoption.meeting) if isinstance(adoption, Adopted) else None
    people = {adoption.by} | ({adoption.recorded_by} if isinstance(adoption, Adopted) else set())
    body = standing_of(request).body(dossier.body)
    return [
        isolated(sentence)
        for sentence in prints.record(adoption, body, meeting, state.accounts.names(people))
    ]


def _deposit(dossier: Dossier) -> Mapping[str, Any] | None:
    """What was deposited last."""
    laid = dossier.deposit
    if laid is None:
        return None
    given = dossier.receipt if dossier.state in ("received", "answered") else None
    return {
        "letter": written(laid.letter.number, laid.letter.year),
        "at": time_tag(laid.at, day(laid.at)),
        "addressee": laid.addressee,
        "pieces": laid.enclosures,
        "digest": laid.submission,
        "receipt": None if given is None else written(given.receipt.number, given.receipt.year),
    }


def _continues(request: Asked, dossier: Dossier, member: str) -> Mapping[str, Any] | None:
    """The decided paper with whose text this one began, where this person may read it."""
    before = dossier.opened.continues
    if before is None or not standing_of(request).allows_at_hand(member, "read", before):
        return None
    store: Store = request.app.state.store
    return {"draft": before, "title": title_of(store.draft(before).doc) or UNTITLED}


def _size(size: int) -> str:
    """A file's size as people say it."""
    return f"{size / 1024:.0f} ك.ب" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} م.ب"


dossier_handlers: list[Any] = [dossier_page, revise]
