"""The empty DOCX before anything is written: page, faces, kinds of paragraphs, lists, head and foot."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from typing import Final

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_DIRECTION
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Cm
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from service.printing.matter import Json
from service.printing.qr import png

FACE: Final = "Amiri"
HEAD: Final = "Head"
TABLE_HEADING: Final = "Table Heading"
TABLE_TEXT: Final = "Table Text"
_LEVELS: Final = 9
_SIGNS: Final = "•–"
_STEP: Final = Cm(0.9).twips
_LANGUAGES: Final = {"ar": "ar-MA", "fr": "fr-MA"}
# What Word makes of «Watermark»: a shape behind the text, in the header, so on every page.
_WATERMARK: Final = """<w:pict {namespaces} xmlns:v="urn:schemas-microsoft-com:vml"
    xmlns:o="urn:schemas-microsoft-com:office:office">
  <v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"
      path="m@7,l@8,m@5,21600l@6,21600e">
    <v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/>
      <v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>
      <v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>
    <v:path textpathok="t" o:connecttype="rect"/>
    <v:textpath on="t" fitshape="t"/>
  </v:shapetype>
  <v:shape id="PowerPlusWaterMarkObject" o:spid="_x0000_s2049" type="#_x0000_t136" fillcolor="#d9d9d9"
      stroked="f" style="position:absolute;width:420pt;height:150pt;rotation:315;z-index:-251658752;
      mso-position-horizontal:center;mso-position-horizontal-relative:margin;
      mso-position-vertical:center;mso-position-vertical-relative:margin">
    <v:textpath string="{word}" style="font-family:Amiri;font-size:1pt"/>
  </v:shape>
</w:pict>"""
_FOOT: Final = (Cm(10.5), Cm(3.5), Cm(2))
_FIELD: Final = '<w:fldSimple {namespaces} w:instr="{field}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
# What may follow in the properties of a paragraph: Word keeps to the order of its schema.
_AFTER_BIDI: Final = (
    *("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents"),
    *("w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment", "w:textboxTightWrap"),
    *("w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange"),
)


@dataclass(frozen=True)
class _Look:
    """A kind of paragraph: its letters in points, its alignment, the space before and after it in points."""

    style: str
    size: int
    bold: bool = False
    align: str = "left"
    before: int = 0
    after: int = 8
    indent: int = 0
    outline: int | None = None

    def paragraph(self) -> str:
        heading = self.outline is not None
        keep = "<w:keepNext/><w:keepLines/>" if heading else ""
        level = f'<w:outlineLvl w:val="{self.outline}"/>' if heading else ""
        around = f'w:before="{self.before * 20}" w:after="{self.after * 20}"'
        return (
            f'<w:pPr {nsdecls("w")}>{keep}<w:spacing {around} w:line="276" w:lineRule="auto"/>'
            f'<w:ind w:left="{self.indent}" w:right="{self.indent}"/>'
            f'<w:jc w:val="{self.align}"/>{level}</w:pPr>'
        )

    def letters(self) -> str:
        bold = "<w:b/><w:bCs/>" if self.bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'
        faces = " ".join(f'w:{script}="{FACE}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
        size = f'<w:sz w:val="{self.size * 2}"/><w:szCs w:val="{self.size * 2}"/>'
        return f"<w:rPr {nsdecls('w')}><w:rFonts {faces}/>{bold}{size}</w:rPr>"


_LOOKS: Final = (
    _Look("Normal", 13, align="both"),
    _Look(HEAD, 13, align="center", after=0),
    _Look("Title", 18, bold=True, align="center", before=12, after=12),
    _Look("Heading 1", 15, bold=True, before=14, outline=0),
    _Look("Heading 2", 14, bold=True, before=12, outline=1),
    _Look("Heading 3", 13, bold=True, before=12, outline=2),
    _Look("Heading 4", 13, bold=True, before=12, outline=3),
    _Look("Quote", 13, align="both", indent=567),
    _Look(TABLE_HEADING, 13, bold=True, after=0),
    _Look(TABLE_TEXT, 13, after=0),
    _Look("List Paragraph", 13, align="both", after=4),
    _Look("Header", 10),
    _Look("Footer", 10, after=0),
)


def stationery(given: Json, address: str) -> Document:
    """A document with no words but those of its head and foot."""
    document = docx.Document()
    rtl = given["direction"] == "rtl"
    _faces(document, _LANGUAGES[given["language"]])
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.5)
    section.footer_distance = Cm(1)
    if rtl:
        section._sectPr.insert_element_before(OxmlElement("w:bidi"), "w:rtlGutter", "w:docGrid")
    _foot(section, given, address, rtl=rtl)
    if draft := given.get("draft"):
        _watermark(section.header.paragraphs[0], draft, rtl=rtl)
    return document


def turn(line: Paragraph, direction: str) -> None:
    """Have a paragraph run from right to left, where that is its direction."""
    properties = line._p.get_or_add_pPr()
    if direction == "rtl" and properties.find(qn("w:bidi")) is None:
        properties.insert_element_before(OxmlElement("w:bidi"), *_AFTER_BIDI)


def add_run(line: Paragraph, text: str, *, rtl: bool) -> Run:
    """Words at the end of a paragraph."""
    run = line.add_run(text)
    run.font.rtl = rtl or None
    return run


def embolden(run: Run) -> None:
    """Bold in every script: Word has a setting of its own for what runs from right to left."""
    run.font.bold = run.font.cs_bold = True


class Lists:
    """The lists of a document: two kinds, and a new count for every numbered list."""

    def __init__(self, document: Document) -> None:
        self._numbering = document.part.numbering_part.element
        self._kinds = {
            "bullet_list": self._kind("bullet", lambda level: _SIGNS[level % len(_SIGNS)]),
            "ordered_list": self._kind("decimal", lambda level: f"%{level + 1}."),
        }

    def begin(self, kind: str, depth: int, start: int) -> int:
        """A new list, at this depth from 0, counted from `start`; gives the number that its items bear."""
        number = self._numbering.add_num(self._kinds[kind])
        number.add_lvlOverride(ilvl=min(depth, _LEVELS - 1)).add_startOverride(start)
        return int(number.numId)

    def _kind(self, form: str, sign: Callable[[int], str]) -> int:
        taken = self._numbering.findall(qn("w:abstractNum"))
        free = max((int(each.get(qn("w:abstractNumId"))) for each in taken), default=-1) + 1
        levels = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{sign(level)}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{_STEP * (level + 1)}" w:hanging="{_STEP}"/></w:pPr></w:lvl>'
            for level in range(_LEVELS)
        )
        made = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{free}">{levels}</w:abstractNum>'
        self._numbering.insert(len(taken), parse_xml(made))
        return free


def _faces(document: Document, language: str) -> None:
    """Amiri everywhere, black, in the sizes of the print."""
    for name in (HEAD, TABLE_HEADING, TABLE_TEXT):
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]
    for look in _LOOKS:
        style = document.styles[look.style].element
        for old in (style.pPr, style.rPr):
            if old is not None:
                style.remove(old)
        for made in (look.paragraph(), look.letters()):
            style.append(parse_xml(made))
    told = document.styles.element.find(".//" + qn("w:lang"))
    told.set(qn("w:val"), language)
    told.set(qn("w:bidi"), language)


def _foot(section: Section, given: Json, address: str, *, rtl: bool) -> None:
    """The facts of the paper, page x of y, and the code; the paragraph that a foot must hold stays below."""
    foot = section.footer
    table = foot.add_table(1, 3, Cm(16))
    table.table_direction = WD_TABLE_DIRECTION.RTL if rtl else WD_TABLE_DIRECTION.LTR
    table.autofit = False
    for column, cell, width in zip(table.columns, table.rows[0].cells, _FOOT, strict=True):
        column.width = cell.width = width
        cell.paragraphs[0].style = "Footer"
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        turn(cell.paragraphs[0], given["direction"])
    facts, page, code = (cell.paragraphs[0] for cell in table.rows[0].cells)
    for index, fact in enumerate(given["foot"]["facts"]):
        if index:
            add_run(facts, " · ", rtl=rtl)
        for run in chain(*(stretch["runs"] for stretch in fact["words"])):
            add_run(facts, run["text"], rtl=rtl)
    for word, field in ((given["foot"]["page"] + " ", "PAGE"), (f" {given['foot']['of']} ", "NUMPAGES")):
        add_run(page, word, rtl=rtl)
        page._p.append(parse_xml(_FIELD.format(namespaces=nsdecls("w"), field=field)))
    code.add_run().add_picture(BytesIO(png(address)), height=Cm(1.5))
    foot._element.remove(table._tbl)
    foot._element.insert(0, table._tbl)


def _watermark(head: Paragraph, word: str, *, rtl: bool) -> None:
    """The word of a draft in the header, small, and across the page."""
    turn(head, "rtl" if rtl else "ltr")
    embolden(add_run(head, word, rtl=rtl))
    head.add_run()._r.append(parse_xml(_WATERMARK.format(namespaces=nsdecls("w"), word=word)))
