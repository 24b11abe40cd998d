"""Any version of a paper, exact, with its digest: to be read, or as JSON for programs."""

import re
from typing import Any
from uuid import UUID

from litestar import MediaType, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from domain.draft import Draft
from domain.draft_events import DraftClosed, DraftCommitted, DraftStarted
from domain.errors import UnknownVersion
from domain.numbering import Numbered, numbers
from domain.outline import title_of
from service.pages.paper.head import head_of
from service.pages.paper.prints import working_print
from service.pages.paper.render import render
from service.pages.reader import Asked, of_version, page
from service.pages.words.dates import time_tag
from service.pages.words.sentences import UNTITLED, number_of, who
from service.store import Store

# Versions are counted by a database that knows no larger number.
LAST_NUMBER = 2**31
# No longer number than Python takes for one.
_ASKED = re.compile(r"(-?[0-9]{1,40})(?:\.(pdf|docx))?")


@get("/drafts/{draft:uuid}/at/{name:str}", sync_to_thread=True)
def version_page(
    request: Asked, draft: FromPath[UUID], name: FromPath[str], format: FromQuery[str | None] = None
) -> Response[Any]:
    """One version, in the form that was asked for: a page, JSON, or a working print as `{version}.pdf`.

    Raises UnknownDraft, UnknownVersion, or NotAllowed where the person reads the adopted version only.
    """
    asked = _ASKED.fullmatch(name)
    if asked is None:
        raise NotFoundException
    version = int(asked[1])
    person, dossier = of_version(request, draft, version)
    store: Store = request.app.state.store
    shown = text_at(store, draft, version)
    if asked[2] and dossier.body is not None:
        return working_print(request, shown, dossier.body, "pdf" if asked[2] == "pdf" else "docx")
    written = next(store.events(draft, after=version, upto=version + 1))
    assert isinstance(written, DraftStarted | DraftCommitted | DraftClosed)
    author = written.by if isinstance(written, DraftClosed) else written.author
    wanted = request.accept.best_match([MediaType.HTML, MediaType.JSON], MediaType.HTML)
    if format == "json" or (format is None and wanted == MediaType.JSON):
        return Response(
            as_json(shown) | {"at": written.at, "author": author},
            media_type=MediaType.JSON,
            headers={"Vary": "Accept"},
        )
    newest = store.draft(draft)
    names = request.app.state.accounts.names({author})
    answer = page(
        request,
        person,
        "version.html",
        draft=draft,
        title=title_of(shown.doc) or UNTITLED,
        language=shown.language,
        version=version,
        newest=newest.version,
        head=head_of(request, dossier, newest),
        adopted=dossier.adoption is not None and dossier.adoption.version == version,
        is_tabled=dossier.tabled is not None and dossier.tabled.version == version,
        digest=shown.digest,
        by=who(author, names),
        at=time_tag(written.at),
        text=as_html(shown),
    )
    answer.headers["Vary"] = "Accept"
    return answer


def text_at(store: Store, draft: UUID, version: int, *, from_events: bool = False) -> Draft:
    """A draft at a version that somebody wrote into an address; raises UnknownDraft, UnknownVersion."""
    if not 0 <= version < LAST_NUMBER:
        store.draft(draft)
        raise UnknownVersion(f"there is no version {version}")
    return store.draft(draft, version, from_events=from_events)


def as_json(shown: Draft) -> dict[str, Any]:
    """A version for programs: over `schema` and `doc` anybody can compute the digest again."""
    return {
        "draft": shown.id,
        "version": shown.version,
        "schema": shown.schema_version,
        "doc": shown.doc.to_json(),
        "digest": shown.digest,
    }


def as_html(shown: Draft) -> Any:
    """A version to be read."""
    numbered = numbers(shown.doc)
    names = {key: number_of(found.kind, found.number) for key, found in numbered.items()}
    labels = {key: _label(found, names[key]) for key, found in numbered.items()}
    return render(shown.doc.to_json(), labels, names)


def _label(found: Numbered, name: str) -> str:
    """What stands in the margin: a section's bare number, the whole name of the others."""
    return found.number if found.kind == "section" else name
