"""The adopted text as PDF and DOCX, with the record of its adoption."""

from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from domain.adopted_text import AdoptedText
from domain.body import Body
from domain.dossier_events import Adopted
from projections.evidence.decision import text_json
from service import prints
from service.accounts import Accounts
from service.pages.files import DOCX, PDF, as_file
from service.pages.paper.adopted import adopted_text
from service.pages.reader import Asked, of_paper, origin_of
from service.printing.pdf import pdf
from service.printing.sheet import Sheet
from service.printing.word import docx
from service.store import Store


@get("/adopted/{draft:uuid}/text.pdf", sync_to_thread=True)
def adopted_as_pdf(request: Asked, draft: FromPath[UUID]) -> Response[bytes]:
    """The adopted text, which carries itself for programs within; raises NotAdopted."""
    text, sheet = _printed(request, draft)
    return as_file(adopted_pdf(sheet, text), f"{named(text)}.pdf", PDF)


@get("/adopted/{draft:uuid}/text.docx", sync_to_thread=True)
def adopted_as_docx(request: Asked, draft: FromPath[UUID]) -> Response[bytes]:
    """The adopted text, to be edited elsewhere; raises NotAdopted."""
    text, sheet = _printed(request, draft)
    return as_file(docx(sheet, text.adoption.at), f"{named(text)}.docx", DOCX)


def _printed(request: Asked, draft: UUID) -> tuple[AdoptedText, Sheet]:
    of_paper(request, "read", draft)
    state = request.app.state
    text = adopted_text(state.store, draft)
    return text, adopted_sheet(state.store, state.accounts, text, origin_of(request))


def adopted_sheet(store: Store, accounts: Accounts, text: AdoptedText, origin: str) -> Sheet:
    """The adopted text to be printed, signed by those who held the offices when it was adopted."""
    adoption = text.adoption
    dossier = store.dossier(adoption.draft)
    assert dossier.body is not None
    body = Body.load(event for event in store.events(dossier.body) if event.at <= adoption.at)
    meeting = store.meeting(adoption.meeting) if isinstance(adoption, Adopted) else None
    names = accounts.names(body.everybody())
    return prints.adopted_sheet(
        text, body, meeting, names, f"{origin}/drafts/{text.text.id}/at/{text.version}"
    )


def adopted_pdf(sheet: Sheet, text: AdoptedText) -> bytes:
    """The PDF of an adopted text, which carries the text for programs within itself."""
    return pdf(sheet, text.adoption.at, ("text.json", text_json(text)))


def named(text: AdoptedText) -> str:
    """What a file of an adopted text is called, before its ending."""
    numbered = text.adoption.numbered
    return f"mashura-{text.text.kind}-{numbered.number:02}-{numbered.year}"


adopted_print_handlers = [adopted_as_pdf, adopted_as_docx]
