"""The register of adopted versions, and the approved text itself for downloading."""

import re
from typing import Any
from uuid import UUID

from litestar import MediaType, Response, get
from litestar.params import FromPath, FromQuery
from litestar.response import Template
from sqlalchemy import select

from domain.dossier import VersionApproved, dossier_of
from domain.errors import DigestDiffers, UnknownVersion
from domain.outline import title_of
from projections.tables import adopted
from service.pages.dates import day, time_tag
from service.pages.reader import Asked, page, reader, told
from service.pages.sentences import UNTITLED, adopted_now, who
from service.pages.versions import as_json, text_at
from service.store import Store

# Digits of a digest that a person compares.
SHORT = 12


class NotAdopted(UnknownVersion):
    """That version was not approved."""

    code = "not_adopted"


@get("/register", sync_to_thread=True)
def register_page(request: Asked, approved: FromQuery[int | None] = None) -> Template:
    """The adopted versions, in the order of their approval; `approved`: what the reader has just approved."""
    person = reader(request, "read")
    with request.app.state.views.connect() as db:
        rows = db.execute(select(adopted).order_by(adopted.c.position)).all()
        notices = told(request, db)
    # An address can be written by anybody: only what stands below is told.
    if any((row.version, row.by) == (approved, person.member.id) for row in rows):
        notices.insert(0, ("done", adopted_now(approved)))
    names = request.app.state.accounts.names({row.by for row in rows})
    shown = [
        {
            "number": number,
            "draft": row.draft,
            "title": row.title or UNTITLED,
            "version": row.version,
            "short": row.digest[:SHORT],
            "at": time_tag(row.at, day(row.at)),
            "by": who(row.by, names),
        }
        for number, row in enumerate(rows, start=1)
    ]
    return page(request, person, "register.html", rows=shown, flash=notices)


@get("/adopted/{draft:uuid}/{name:str}", sync_to_thread=True)
def adopted_text(request: Asked, draft: FromPath[UUID], name: FromPath[str]) -> Response[dict[str, Any]]:
    """The approved text `{version}.json` with the event of its approval, both from the log itself.

    Raises NotAdopted where that version was not approved, DigestDiffers where text and approval do not agree.
    """
    reader(request, "read")
    store: Store = request.app.state.store
    asked = re.fullmatch(r"(0|[1-9][0-9]{0,8})\.json", name)
    if asked is None:
        raise NotAdopted(f"{name} is not a version's file")
    text = text_at(store, draft, int(asked[1]))
    approval = _approval(store, draft, text.version)
    if approval.digest != text.digest:
        raise DigestDiffers(f"version {text.version} has the digest {text.digest}")
    names = request.app.state.accounts.names({approval.by})
    content = as_json(text) | {
        "title": title_of(text.doc),
        "approval": {
            "event": approval.TOPIC,
            "stream": approval.originator_id,
            "number": approval.originator_version,
            "at": approval.at,
            "by": approval.by,
            "name": names.get(approval.by),
            "version": approval.version,
            "digest": approval.digest,
        },
    }
    return Response(
        content,
        media_type=MediaType.JSON,
        headers={"Content-Disposition": f'attachment; filename="{draft}-{text.version}.json"'},
    )


def _approval(store: Store, draft: UUID, version: int) -> VersionApproved:
    for event in store.events(dossier_of(draft)):
        if isinstance(event, VersionApproved) and event.version == version:
            return event
    raise NotAdopted(f"version {version} was not approved")
