"""The texts that the body adopted, and each for downloading, with the event of its adoption."""

import re
from typing import Any
from uuid import UUID

import msgspec
from litestar import MediaType, Response, get
from litestar.params import FromPath
from litestar.response import Template
from sqlalchemy import select

from domain.adopted_text import AdoptedText
from domain.errors import NotAdopted
from domain.outline import title_of
from domain.register import written
from projections.tables import adopted
from service.pages.paper.versions import as_json
from service.pages.person import require_person
from service.pages.reader import Asked, of_paper, page, standing_of, told
from service.pages.words.dates import day, time_tag
from service.pages.words.sentences import UNTITLED
from service.pages.words.states import KINDS, STATES
from service.store import Store

# Digits of a digest that a person compares.
SHORT = 12


@get("/adopted", sync_to_thread=True)
def adopted_page(request: Asked) -> Template:
    """The adopted texts that the person may read, the newest first."""
    person, standing = require_person(request), standing_of(request)
    with request.app.state.views.connect() as db:
        rows = [
            row
            for row in db.execute(select(adopted).order_by(adopted.c.position.desc()))
            if standing.allows_at_hand(person.member.id, "read", row.draft)
        ]
        notices = told(request, db)
    shown = [
        {
            "number": written(row.number, row.year),
            "draft": row.draft,
            "kind": KINDS[row.kind],
            "title": row.title or UNTITLED,
            "version": row.version,
            "short": row.digest[:SHORT],
            "at": time_tag(row.at, day(row.at)),
            "state": STATES[standing.state(row.draft)],
        }
        for row in rows
    ]
    return page(request, person, "adopted.html", rows=shown, flash=notices)


def adopted_text(store: Store, draft: UUID) -> AdoptedText:
    """The adopted text of a paper, from the log itself; raises UnknownDraft, or NotAdopted."""
    adoption = store.dossier(draft).adoption
    if adoption is None:
        raise NotAdopted("this paper was not adopted")
    return AdoptedText(store.draft(draft, adoption.version, from_events=True), adoption)


@get("/adopted/{draft:uuid}/{name:str}", sync_to_thread=True)
def adopted_file(request: Asked, draft: FromPath[UUID], name: FromPath[str]) -> Response[dict[str, Any]]:
    """The adopted text as `{version}.json`, with the event of its adoption; raises NotAdopted."""
    of_paper(request, "read", draft)
    asked = re.fullmatch(r"(0|[1-9][0-9]{0,8})\.json", name)
    text = adopted_text(request.app.state.store, draft)
    if asked is None or int(asked[1]) != text.version:
        raise NotAdopted(f"{name} is not the adopted text")
    adoption = text.adoption
    content = as_json(text.text) | {
        "title": title_of(text.text.doc),
        "adoption": {"event": adoption.TOPIC, **msgspec.to_builtins(adoption)},
    }
    return Response(
        content,
        media_type=MediaType.JSON,
        headers={"Content-Disposition": f'attachment; filename="{draft}-{text.version}.json"'},
    )


adopted_handlers = [adopted_page, adopted_file]
