"""What is deposited of a paper, made from the log: the letter, the prints, the archive that holds all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from domain.adopted_text import AdoptedText
from domain.body import Body
from domain.catalogue import Row, read
from domain.dossier import Dossier
from domain.dossier_events import Adopted, Attached, Numbered
from domain.errors import Superseded
from projections.evidence.submission import submission
from service import prints
from service.accounts import Accounts
from service.files import Files
from service.pages.paper.adopted import adopted_text
from service.pages.paper.adopted_prints import adopted_pdf, adopted_sheet
from service.pages.reader import Asked, origin_of, standing_of
from service.pages.words.decided import ENCLOSED
from service.printing.pdf import pdf
from service.printing.sheet import Letter
from service.printing.word import docx
from service.prints import Terms
from service.store import Store

_ENDINGS: Final = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
BUNDLE: Final = "ملف رقمي يضم النص وسجل أحداثه وكيفية التحقق منه دون اتصال"


@dataclass(frozen=True)
class Packing:
    """One adopted text on its way to the council, with all that goes along."""

    store: Store
    accounts: Accounts
    files: Files
    origin: str
    body: Body
    text: AdoptedText
    report: AdoptedText | None
    attached: Sequence[Attached]

    @classmethod
    def of(cls, request: Asked, dossier: Dossier) -> "Packing":
        """What would be deposited now; raises NotAdopted. Reads the disk."""
        state = request.app.state
        text = adopted_text(state.store, dossier.draft)
        assert dossier.body is not None
        return cls(
            state.store,
            state.accounts,
            state.files,
            origin_of(request),
            state.store.body(dossier.body),
            text,
            _report(request, text),
            tuple(dossier.attached),
        )

    @property
    def enclosures(self) -> list[str]:
        """What the letter says that it brings, piece by piece."""
        report = [] if self.report is None else [self._piece(self.report)]
        files = [f"{ENCLOSED[each.what]}: {each.name}" for each in self.attached]
        return [self._piece(self.text), *report, *files, BUNDLE]

    def letter(self, numbered: Numbered, terms: Terms, moment: datetime) -> Letter:
        """The letter under this number, signed by the chair of this moment."""
        chair = self.body.holder("chair")
        signer = self.accounts.names([chair]).get(chair, chair) if chair else ""
        address = f"{self.origin}/drafts/{self.text.text.id}/dossier"
        return prints.letter(self.text, self.body, numbered, terms, self.enclosures, signer, moment, address)

    def prints(self) -> dict[str, bytes]:
        """What is printed before the letter has its number: the text, and the report of the meeting."""
        printed = {"text": self.text} | ({} if self.report is None else {"report": self.report})
        made: dict[str, bytes] = {}
        for name, text in printed.items():
            sheet = adopted_sheet(self.store, self.accounts, text, self.origin)
            made[f"{name}.pdf"] = adopted_pdf(sheet, text)
            made[f"{name}.docx"] = docx(sheet, text.adoption.at)
        return made

    def pack(self, printed: dict[str, bytes], letter: Letter, dossier: Dossier, moment: datetime) -> str:
        """Make the archive of it all and keep it; gives its digest.

        Raises Superseded where a file was attached since the letter was read.
        """
        if dossier.attached != list(self.attached):
            raise Superseded("a file was attached meanwhile")
        files = dict(printed)
        files["letter.pdf"], files["letter.docx"] = pdf(letter, moment), docx(letter, moment)
        for place, each in enumerate(self.attached, start=1):
            name = f"attachments/{place:02}-{each.what}.{_ENDINGS.get(each.media_type, 'bin')}"
            files[name] = self.files.read(each.file)
        return self.files.put_own(submission(self.text, self._rows(dossier), files)).digest

    def _rows(self, dossier: Dossier) -> list[Row]:
        """The streams of the record; that of the body up to the decision."""
        adoption = self.text.adoption
        rows = [*self.store.rows(dossier.draft), *self.store.rows(dossier.id, dossier.last)]
        if isinstance(adoption, Adopted):
            rows += self.store.rows(adoption.meeting)
        rows += [row for row in self.store.rows(self.body.id) if read(*_parts(row)).at <= adoption.at]
        return rows

    def _piece(self, text: AdoptedText) -> str:
        return f"{prints.named(text)} (النسخة {text.version} المصادق عليها)"


def _parts(row: Row) -> tuple[str, UUID, int, bytes]:
    return row.topic, row.stream, row.version, row.state


def _report(request: Asked, text: AdoptedText) -> AdoptedText | None:
    """The adopted report of the meeting in which a text was adopted, where there is one."""
    adoption = text.adoption
    if not isinstance(adoption, Adopted):
        return None
    for dossier in standing_of(request).dossiers():
        if dossier.meeting == adoption.meeting and dossier.adoption and dossier.draft != adoption.draft:
            return adopted_text(request.app.state.store, dossier.draft)
    return None
