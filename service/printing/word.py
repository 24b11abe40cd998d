"""A paper or a letter as DOCX: what may be edited elsewhere, with real headings, lists, tables and fields."""

from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document
from docx.enum.table import WD_TABLE_DIRECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from service.printing.matter import Json, matter
from service.printing.sheet import Letter, Sheet
from service.printing.stationery import (
    HEAD,
    TABLE_HEADING,
    TABLE_TEXT,
    Lists,
    add_run,
    embolden,
    stationery,
    turn,
)

Place = Document | _Cell

_STAMP: Final = (1980, 1, 1, 0, 0, 0)
# Left-to-right mark: not every program takes a run's own direction for more than its letters.
MARK: Final = "\u200e"
_INDENT: Final = Cm(0.9)
_EM_SPACE: Final = "\u2003"


def docx(printed: Sheet | Letter, moment: datetime) -> bytes:
    """The file; the same input and moment give the same bytes. `moment` is the time of its making."""
    given = matter(printed)
    document = stationery(given, printed.foot.address)
    writer = _Writer(document, given)
    if isinstance(printed, Sheet):
        writer.sheet()
    else:
        writer.letter()
    about = document.core_properties
    about.title, about.language, about.author = given["named"], given["language"], ""
    about.created = about.modified = moment.astimezone(UTC)
    written = BytesIO()
    document.save(written)
    return _restamped(written)


def _restamped(written: BytesIO) -> bytes:
    """The same archive, whose entries do not tell when they were packed."""
    packed = BytesIO()
    with ZipFile(written) as source, ZipFile(packed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(ZipInfo(name, _STAMP), source.read(name), ZIP_DEFLATED)
    return packed.getvalue()


class _Writer:
    """Writes what is given into a document, from top to bottom."""

    def __init__(self, document: Document, given: Json) -> None:
        self._document = document
        self._given = given
        self._rtl = given["direction"] == "rtl"
        self._lists = Lists(document)
        self._bookmarks = 0

    def sheet(self) -> None:
        self._head()
        self._line(self._document, self._given["title"], "Title")
        self._blocks(self._document, self._given["blocks"])
        self._lines(self._given["record"], kept=True)
        self._signatures()

    def letter(self) -> None:
        given = self._given
        self._head()
        if given["number"]:
            self._announced(self._document, given["number"])
        self._line(self._document, given["date"]).alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self._lines(
            [given["sender"], _plain(given["to"], given), given["recipient"]], centred=True, strong=True
        )
        for about in filter(None, given["about"]):
            self._announced(self._document, about)
        self._lines(given["opening"], centred=True)
        self._lines(given["body"])
        enclosed = [[{"is": "paragraph", **line}] for line in given["enclosures"]]
        self._list(self._document, {"is": "bullet_list", "start": 1, "items": enclosed}, 0)
        self._lines(given["closing"], kept=True)
        self._signatures()

    def _head(self) -> None:
        for index, each in enumerate(self._given["head"]):
            self._line(self._document, each, HEAD, strong=index == 0)

    def _signatures(self) -> None:
        signatures = self._given["signatures"]
        if not signatures:
            return
        columns = max(2, len(signatures))
        table = self._document.add_table(1, columns)
        table.table_direction = WD_TABLE_DIRECTION.RTL if self._rtl else WD_TABLE_DIRECTION.LTR
        for cell, each in zip(table.rows[0].cells[columns - len(signatures) :], signatures, strict=True):
            for line, strong, space in ((each["office"], True, 60), (each["name"], False, 0)):
                said = cell.paragraphs[0] if strong else cell.add_paragraph()
                said.alignment = WD_ALIGN_PARAGRAPH.CENTER
                said.paragraph_format.space_after = Pt(space)
                said.paragraph_format.keep_with_next = True
                self._write(said, line, strong=strong)

    def _blocks(self, place: Place, blocks: Iterable[Json], depth: int = 0, style: str = "Normal") -> None:
        for block in blocks:
            match block["is"]:
                case "paragraph":
                    self._line(place, block, style)
                case "heading":
                    self._heading(place, block)
                case "bullet_list" | "ordered_list":
                    self._list(place, block, depth)
                case "quotation":
                    self._blocks(place, block["inside"], depth, "Quote")
                case "recommendation":
                    self._recommendation(place, block)
                case "table":
                    self._table(block)

    def _heading(self, place: Place, block: Json) -> None:
        heading = place.add_paragraph(style=f"Heading {block['level']}")
        if block["label"]:
            add_run(heading, block["label"] + _EM_SPACE, rtl=block["direction"] == "rtl")
        self._write(heading, block)
        self._mark(heading, block["place"])

    def _recommendation(self, place: Place, block: Json) -> None:
        label = _plain(block["label"] or "", self._given)
        head = self._line(place, label, strong=True)
        head.paragraph_format.keep_with_next = True
        self._mark(head, block["place"])
        for note in block["notes"]:
            self._announced(place, note).paragraph_format.keep_with_next = True
        self._blocks(place, block["inside"])

    def _list(self, place: Place, block: Json, depth: int) -> None:
        number = self._lists.begin(block["is"], depth, block["start"])
        for item in block["items"]:
            first, *rest = item
            line = self._line(place, first, "List Paragraph")
            properties = line._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = min(depth, 8), number
            for block_below in rest:
                if block_below["is"] == "paragraph":
                    below = self._line(place, block_below, "List Paragraph")
                    below.paragraph_format.left_indent = _INDENT * (depth + 1)
                else:
                    self._list(place, block_below, depth + 1)

    def _table(self, block: Json) -> None:
        table = self._document.add_table(block["rows"], block["columns"], style="Table Grid")
        table.table_direction = WD_TABLE_DIRECTION.RTL if self._rtl else WD_TABLE_DIRECTION.LTR
        for index, row in enumerate(table.rows):
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            if index < block["header"]:
                row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for each in block["cells"]:
            place = each["place"]
            cell = table.cell(place["y"], place["x"])
            if (place["colspan"], place["rowspan"]) != (1, 1):
                last = table.cell(place["y"] + place["rowspan"] - 1, place["x"] + place["colspan"] - 1)
                cell = cell.merge(last)
            empty = cell.paragraphs[0]
            self._blocks(cell, each["inside"], style=TABLE_HEADING if each["heads"] else TABLE_TEXT)
            empty._p.getparent().remove(empty._p)
        self._document.add_paragraph().paragraph_format.space_after = Pt(0)

    def _announced(self, place: Place, it: Json) -> Paragraph:
        line = place.add_paragraph()
        turn(line, self._given["direction"])
        embolden(add_run(line, it["word"], rtl=self._rtl))
        self._write(line, it["said"])
        return line

    def _lines(
        self, lines: Iterable[Json], *, centred: bool = False, strong: bool = False, kept: bool = False
    ) -> None:
        """Paragraphs in a row; kept, they stay with what follows, so that nobody signs an empty page."""
        for each in lines:
            line = self._line(self._document, each, strong=strong)
            line.paragraph_format.keep_with_next = kept or None
            if centred:
                line.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def _line(self, place: Place, it: Json, style: str = "Normal", *, strong: bool = False) -> Paragraph:
        line = place.add_paragraph(style=style)
        self._write(line, it, strong=strong)
        return line

    def _write(self, line: Paragraph, it: Json, *, strong: bool = False) -> None:
        """Words into a paragraph; what is set apart lies between two marks."""
        turn(line, it["direction"])
        for stretch in it["words"]:
            rtl = it["direction"] == "rtl" and not stretch["apart"]
            if stretch["apart"]:
                add_run(line, MARK, rtl=False)
            for run in stretch["runs"]:
                if run["breaks"]:
                    line.add_run().add_break()
                    continue
                written = add_run(line, run["text"], rtl=rtl)
                if strong or "strong" in run["marks"]:
                    embolden(written)
                written.font.italic = written.font.cs_italic = "emphasis" in run["marks"] or None
                written.underline = "underline" in run["marks"] or None
                self._link(line, written, run)
            if stretch["apart"]:
                add_run(line, MARK, rtl=False)

    def _link(self, line: Paragraph, run: Run, it: Json) -> None:
        if not (it["href"] or it["target"]):
            return
        link = OxmlElement("w:hyperlink")
        if it["href"]:
            link.set(
                qn("r:id"), line.part.relate_to(it["href"], RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            )
            run.underline = True
        else:
            link.set(qn("w:anchor"), _bookmark(it["target"]))
        run._r.addprevious(link)
        link.append(run._r)

    def _mark(self, line: Paragraph, place: str | None) -> None:
        """A place that references lead to."""
        if place is None:
            return
        self._bookmarks += 1
        for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
            end = OxmlElement(tag)
            end.set(qn("w:id"), str(self._bookmarks))
            if tag == "w:bookmarkStart":
                end.set(qn("w:name"), _bookmark(place))
            line._p.append(end)


def _bookmark(place: str) -> str:
    return f"b{place}"


def _plain(text: str, given: Json) -> Json:
    run = {"text": text, "breaks": False, "marks": [], "href": None, "target": None}
    return {"direction": given["direction"], "words": [{"apart": False, "runs": [run]}]}
