"""The council's clerk: what was deposited, the receipt, the deposit turned back, the council's answer."""

import asyncio
from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect, Template
from sqlalchemy import select

from domain.dossier import Dossier
from domain.dossier_events import Answer, Deposited, Received
from domain.errors import OutOfTurn
from domain.event import Event
from domain.policy import Command
from domain.register import written
from projections.tables import papers
from service import prints
from service.acts import deposits
from service.authority import now
from service.pages.files import PDF, as_file
from service.pages.person import require_person
from service.pages.reader import Asked, of_paper, origin_of, page, standing_of, told
from service.pages.words.dates import day, time_tag
from service.pages.words.sentences import UNTITLED
from service.pages.words.states import KINDS, STATES
from service.printing.pdf import pdf
from service.procedure import Reading

AT_COUNCIL = ("deposited", "returned", "received", "answered")


class Reason(msgspec.Struct):
    """Why a deposit is not taken."""

    reason: str = ""


class Said(msgspec.Struct):
    """What the council answered."""

    answer: Answer
    text: str = ""


@get("/deposits", sync_to_thread=True)
def deposits_page(request: Asked) -> Template:
    """What was deposited with the council, as far as the person may read it, the newest first."""
    person, standing = require_person(request), standing_of(request)
    laid = sorted(
        (
            (dossier.deposit.at, dossier, dossier.deposit)
            for dossier in standing.dossiers()
            if dossier.state in AT_COUNCIL
            and dossier.deposit is not None
            and standing.allows_at_hand(person.member.id, "read", dossier.draft)
        ),
        key=lambda each: each[0],
        reverse=True,
    )
    with request.app.state.views.connect() as db:
        of_those = papers.c.draft.in_([dossier.draft for _, dossier, _ in laid])
        found = {row.draft: row for row in db.execute(select(papers).where(of_those))}
        notices = told(request, db)
    rows = [
        {
            "draft": dossier.draft,
            "letter": written(deposit.letter.number, deposit.letter.year),
            "at": time_tag(at, day(at)),
            "kind": KINDS[found[dossier.draft].kind],
            "title": found[dossier.draft].title or UNTITLED,
            "state": STATES[dossier.state],
            "waits": dossier.state == "deposited",
        }
        for at, dossier, deposit in laid
        if dossier.draft in found
    ]
    return page(request, person, "deposits.html", rows=rows, flash=notices)


@post("/drafts/{draft:uuid}/reception")
async def receive(request: Asked, draft: FromPath[UUID]) -> Redirect:
    """Give the receipt; raises OutOfTurn."""
    _, dossier = await asyncio.to_thread(of_paper, request, "receive", draft)
    title = f"وصل إيداع: مراسلة عدد {_letter(dossier)}"
    await _decide(
        request, "receive", draft, lambda reading, by: deposits.receive(reading, draft, title, by, now())
    )
    return Redirect(f"/drafts/{draft}/receipt", status_code=303)


@post("/drafts/{draft:uuid}/turning-back")
async def turn_back(
    request: Asked,
    draft: FromPath[UUID],
    data: Annotated[Reason, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect:
    """Do not take the deposit, for a reason; raises NoReason, OutOfTurn."""
    await _decide(
        request,
        "turn_back",
        draft,
        lambda reading, by: deposits.turn_back(reading, draft, data.reason, by, now()),
    )
    return Redirect(f"/drafts/{draft}/dossier", status_code=303)


@post("/drafts/{draft:uuid}/answer")
async def answer(
    request: Asked,
    draft: FromPath[UUID],
    data: Annotated[Said, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect:
    """Record the council's answer; raises OutOfTurn."""
    await _decide(
        request,
        "answer",
        draft,
        lambda reading, by: deposits.answer(reading, draft, data.answer, data.text, by, now()),
    )
    return Redirect(f"/drafts/{draft}/dossier", status_code=303)


@get("/drafts/{draft:uuid}/receipt", sync_to_thread=True)
def receipt_page(request: Asked, draft: FromPath[UUID]) -> Template:
    """The receipt of the last deposit, to be read and printed; raises OutOfTurn where none was given."""
    person, dossier = of_paper(request, "read", draft)
    deposited, received = _received(dossier)
    assert dossier.body is not None
    body = standing_of(request).body(dossier.body)
    names = request.app.state.accounts.names({deposited.by, received.by})
    return page(
        request,
        person,
        "receipt.html",
        body=dossier.body,
        draft=draft,
        number=written(received.receipt.number, received.receipt.year),
        council=body.founded.council,
        facts=prints.receipt_facts(deposited, received, body, names),
        pieces=deposited.enclosures,
        digest=deposited.submission,
    )


@get("/drafts/{draft:uuid}/receipt.pdf", sync_to_thread=True)
def receipt_file(request: Asked, draft: FromPath[UUID]) -> Response[bytes]:
    """The receipt as PDF; raises OutOfTurn where none was given."""
    _, dossier = of_paper(request, "read", draft)
    deposited, received = _received(dossier)
    assert dossier.body is not None
    body = standing_of(request).body(dossier.body)
    names = request.app.state.accounts.names({deposited.by, received.by})
    address = f"{origin_of(request)}/drafts/{draft}/receipt"
    sheet = prints.receipt(deposited, received, body, names, address)
    name = f"mashura-receipt-{received.receipt.number:02}-{received.receipt.year}.pdf"
    return as_file(pdf(sheet, received.at), name, PDF)


async def _decide(request: Asked, command: Command, draft: UUID, act: Any) -> None:
    person, dossier = await asyncio.to_thread(of_paper, request, command, draft)

    def decide(reading: Reading) -> Sequence[Event]:
        events: Sequence[Event] = act(reading, person.member.id)
        return events

    await request.app.state.procedure.decide(dossier.body, decide)


def _letter(dossier: Dossier) -> str:
    deposited = dossier.deposit
    return "" if deposited is None else written(deposited.letter.number, deposited.letter.year)


def _received(dossier: Dossier) -> tuple[Deposited, Received]:
    if dossier.deposit is None or dossier.receipt is None or dossier.state not in ("received", "answered"):
        raise OutOfTurn("no receipt was given for the last deposit")
    return dossier.deposit, dossier.receipt


clerk_handlers: list[Any] = [deposits_page, receive, turn_back, answer, receipt_page, receipt_file]
