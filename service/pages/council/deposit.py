"""Depositing an adopted text with the council: the letter is read as it will be, then sent with the rest."""

import asyncio
from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, Router, get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Redirect, Template

from domain.dossier import Dossier
from domain.dossier_events import Numbered
from domain.errors import NotAdopted
from domain.plain_text import one_line
from domain.rules import Source
from projections.evidence.archive import unpack
from service import prints
from service.acts import deposits
from service.authority import now
from service.dates import local
from service.files import Files
from service.pages.council.packing import Packing
from service.pages.files import DOCX, PDF, ZIP, as_file
from service.pages.paper.head import head_of
from service.pages.reader import Asked, of_paper, page, standing_of
from service.prints import Terms

# Characters of a field of the letter.
LONGEST = 200


class Lettered(msgspec.Struct):
    """The letter that was read: its number, to whom it goes, and the rule that it names."""

    number: int
    year: int
    addressee: str = ""
    article: str = ""
    instrument: str = ""


@get("/drafts/{draft:uuid}/deposit", sync_to_thread=True)
def deposit_page(
    request: Asked,
    draft: FromPath[UUID],
    addressee: FromQuery[str | None] = None,
    article: FromQuery[str | None] = None,
    instrument: FromQuery[str | None] = None,
) -> Template:
    """The letter as it would be sent now; raises NotAllowed, NotAdopted."""
    person, dossier = of_paper(request, "deposit", draft)
    packing = Packing.of(request, dossier)
    terms = _proposed(request, dossier, packing)
    if addressee is not None:
        terms = _terms(addressee, article or "", instrument or "")
    moment = now()
    register = request.app.state.store.register(dossier.body, "letter", local(moment).year)
    numbered = deposits.next_letter(register, moment)
    return page(
        request,
        person,
        "deposit.html",
        body=dossier.body,
        draft=draft,
        head=head_of(request, dossier, packing.text.text),
        letter=packing.letter(numbered, terms, moment),
        numbered=numbered,
        terms=terms,
        longest=LONGEST,
    )


@post("/drafts/{draft:uuid}/deposit")
async def deposit(
    request: Asked,
    draft: FromPath[UUID],
    data: Annotated[Lettered, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect:
    """Number the letter, pack the submission and deposit it; raises Superseded, OutOfTurn."""
    person, dossier = await asyncio.to_thread(of_paper, request, "deposit", draft)
    packing = await asyncio.to_thread(Packing.of, request, dossier)
    printed = await asyncio.to_thread(packing.prints)
    terms = _terms(data.addressee, data.article, data.instrument)

    def pack(numbered: Numbered, dossier: Dossier, moment: datetime) -> str:
        return packing.pack(printed, packing.letter(numbered, terms, moment), dossier, moment)

    await request.app.state.procedure.decide(
        dossier.body,
        lambda reading: deposits.deposit(
            reading,
            packing.text,
            Numbered(data.number, data.year),
            prints.subject(packing.text, packing.body),
            terms,
            packing.enclosures,
            pack,
            person.member.id,
            now(),
        ),
    )
    return Redirect(f"/drafts/{draft}/dossier", status_code=303)


@get("/drafts/{draft:uuid}/submission.zip", sync_to_thread=True)
def submission_file(request: Asked, draft: FromPath[UUID]) -> Response[bytes]:
    """The archive that was deposited last; raises NotAdopted where nothing was."""
    return as_file(_submission(request, draft), "mashura-submission.zip", ZIP)


@get("/drafts/{draft:uuid}/letter.pdf", sync_to_thread=True)
def letter_pdf(request: Asked, draft: FromPath[UUID]) -> Response[bytes]:
    """The letter as it was deposited last; raises NotAdopted where nothing was."""
    return as_file(unpack(_submission(request, draft))["letter.pdf"], "mashura-letter.pdf", PDF)


@get("/drafts/{draft:uuid}/letter.docx", sync_to_thread=True)
def letter_docx(request: Asked, draft: FromPath[UUID]) -> Response[bytes]:
    """The same, to be edited elsewhere."""
    return as_file(unpack(_submission(request, draft))["letter.docx"], "mashura-letter.docx", DOCX)


def _submission(request: Asked, draft: UUID) -> bytes:
    _, dossier = of_paper(request, "read", draft)
    if dossier.deposit is None:
        raise NotAdopted("nothing was deposited")
    files: Files = request.app.state.files
    return files.read(dossier.deposit.submission)


def _proposed(request: Asked, dossier: Dossier, packing: Packing) -> Terms:
    """The terms of the body's last letter; of its first, what follows from its founding."""
    laid = [
        each.deposit
        for each in standing_of(request).dossiers()
        if each.body == dossier.body and each.deposit is not None
    ]
    if laid:
        last = max(laid, key=lambda each: each.at)
        return Terms(last.addressee, last.reference)
    return Terms(f"السيد(ة) رئيس(ة) {packing.body.founded.council}", None)


def _terms(addressee: str, article: str, instrument: str) -> Terms:
    rule = Source(_line(instrument), _line(article)) if _line(instrument) else None
    return Terms(_line(addressee), rule)


def _line(said: str) -> str:
    return one_line(said)[:LONGEST]


deposit_handlers = [
    Router("/", route_handlers=[deposit_page, deposit, submission_file, letter_pdf, letter_docx])
]
