"""A working print of any version, as PDF or DOCX: it says on every page that it is a draft."""

from typing import Literal
from uuid import UUID

from litestar import Response

from domain.draft import Draft
from service import prints
from service.pages.files import DOCX, PDF, as_file
from service.pages.reader import Asked, origin_of, standing_of
from service.printing.pdf import pdf
from service.printing.word import docx

Form = Literal["pdf", "docx"]


def working_print(request: Asked, text: Draft, body: UUID, form: Form) -> Response[bytes]:
    """A version as a file, whatever became of it; what goes out as adopted is printed elsewhere."""
    address = f"{origin_of(request)}/drafts/{text.id}/at/{text.version}"
    sheet = prints.working_sheet(text, standing_of(request).body(body), address)
    made = pdf(sheet, text.at) if form == "pdf" else docx(sheet, text.at)
    return as_file(made, f"mashura-{text.kind}-draft-{text.version}.{form}", PDF if form == "pdf" else DOCX)
