"""A DOCX, opened again: its XML gives everything back, in order and from right to left."""

import io
import zipfile
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import docx as python_docx
import pytest

from domain.blocks import bullet_list, ordered_list, paragraph, section, table
from service.printing.sheet import Letter, Sheet
from service.printing.word import MARK, docx
from tests.service.printing.papers import MOMENT, folded, letter, rich, said, said_by_letter, sheet

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXTS = {f"{W}t", f"{W}br"}
BODY, FOOT, HEAD = "word/document.xml", "word/footer1.xml", "word/header1.xml"


def part(file: bytes, name: str) -> ElementTree.Element:
    """A part of the archive, parsed."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return ElementTree.fromstring(archive.read(name))


def paragraphs(file: bytes, name: str = BODY) -> list[ElementTree.Element]:
    """Those that say something."""
    return [each for each in part(file, name).iter(f"{W}p") if words(each)]


def words(node: ElementTree.Element) -> str:
    """What a paragraph says, without the marks that keep numbers in order."""
    said = (" " if each.tag == f"{W}br" else each.text or "" for each in node.iter() if each.tag in TEXTS)
    return folded("".join(said).replace(MARK, ""))


@pytest.mark.parametrize(
    ("printed", "wanted"), [(rich(), None), (letter(), said_by_letter(letter()))], ids=["sheet", "letter"]
)
def test_everything_is_there_in_order(printed: Sheet | Letter, wanted: list[str] | None) -> None:
    expected = wanted or said(printed)  # type: ignore[arg-type]
    assert [words(each) for each in paragraphs(docx(printed, MOMENT))] == expected


def test_paragraphs_and_runs_say_that_they_run_from_right_to_left() -> None:
    for each in paragraphs(docx(rich(), MOMENT)):
        french = words(each).startswith("Le plan")
        assert (each.find(f"{W}pPr/{W}bidi") is None) == french, words(each)
        for run in each.iter(f"{W}r"):
            text = "".join(found.text or "" for found in run.iter(f"{W}t"))
            arabic = any("\u0621" <= letter <= "\u064a" for letter in text)
            assert not arabic or french or run.find(f"{W}rPr/{W}rtl") is not None, text


def test_a_number_that_would_turn_lies_between_marks() -> None:
    file = docx(sheet("رأي", [paragraph("الفترة 2022-2027 ثم")]), MOMENT)
    said = ["".join(each.itertext()) for each in paragraphs(file)]
    assert f"الفترة {MARK}2022-2027{MARK} ثم" in said


def test_headings_lists_and_tables_are_real() -> None:
    paper = sheet(
        "رأي",
        [
            section("أول"),
            section("ثان", 2),
            ordered_list(["أ", "ب"], start=3),
            bullet_list(["ج"]),
            ordered_list(["د"]),
            table([["س", "ع"], ["1", "2"]]),
        ],
    )
    opened = python_docx.Document(io.BytesIO(docx(paper, MOMENT)))
    styles = {each.text: each.style.name for each in opened.paragraphs if each.style}
    assert styles["رأي"] == "Title"
    assert styles["1\u2003أول"] == "Heading 1"
    assert styles["1.1\u2003ثان"] == "Heading 2"
    lists = {each.text: each._p.xpath("w:pPr/w:numPr/w:numId")[0].val for each in opened.paragraphs[6:10]}
    assert lists["أ"] == lists["ب"]
    assert len({lists["أ"], lists["ج"], lists["د"]}) == 3
    numbering: Any = opened.part.numbering_part.element
    [start] = numbering.num_having_numId(lists["أ"]).lvlOverride_lst[0].xpath("w:startOverride/@w:val")
    assert start == "3"
    [grid] = opened.tables
    assert [[cell.text for cell in row.cells] for row in grid.rows] == [["س", "ع"], ["1", "2"]]
    header = [row._tr.find(f"{W}trPr/{W}tblHeader") is not None for row in grid.rows]
    assert header == [True, False]
    assert grid._tbl.tblPr.find(f"{W}bidiVisual") is not None


def test_merged_cells_stay_merged() -> None:
    [grid, _] = python_docx.Document(io.BytesIO(docx(rich(), MOMENT))).tables
    assert grid.cell(1, 0)._tc is grid.cell(2, 0)._tc
    assert grid.cell(1, 0).text == "التواصل"


def test_the_foot_has_the_facts_the_page_and_the_code() -> None:
    file = docx(rich(), MOMENT)
    told = [words(each) for each in paragraphs(file, FOOT)]
    assert told == ["رأي عدد 03/2026 · النسخة 214 · البصمة 9f86d081884c", "الصفحة 1 من 1"]
    fields = [each.get(f"{W}instr") for each in part(file, FOOT).iter(f"{W}fldSimple")]
    assert fields == ["PAGE", "NUMPAGES"]
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        assert archive.read("word/media/image1.png").startswith(b"\x89PNG")


def test_a_working_draft_says_so_across_every_page() -> None:
    working = docx(replace(rich(), working=True), MOMENT)
    header = part(working, HEAD)
    assert words(header) == "مسودة"
    across = [each.get("string") for each in header.iter("{urn:schemas-microsoft-com:vml}textpath")]
    assert "مسودة" in across
    with zipfile.ZipFile(io.BytesIO(docx(rich(), MOMENT))) as archive:
        assert not any("مسودة".encode() in archive.read(name) for name in archive.namelist())


def test_every_style_in_use_is_amiri_for_every_script() -> None:
    file = docx(rich(), MOMENT)
    used = {each.get(f"{W}val") for each in part(file, BODY).iter(f"{W}pStyle")} | {"Normal"}
    for style in part(file, "word/styles.xml").iter(f"{W}style"):
        if style.get(f"{W}styleId") in used:
            fonts = style.find(f"{W}rPr/{W}rFonts")
            assert fonts is not None, style.get(f"{W}styleId")
            assert {fonts.get(f"{W}{script}") for script in ("ascii", "hAnsi", "cs")} == {"Amiri"}


def test_the_same_input_and_moment_give_the_same_bytes() -> None:
    paper = rich()
    assert docx(paper, MOMENT) == docx(paper, MOMENT)
    with zipfile.ZipFile(io.BytesIO(docx(paper, MOMENT))) as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    opened = python_docx.Document(io.BytesIO(docx(paper, MOMENT)))
    assert opened.core_properties.created == MOMENT
    assert opened.core_properties.title == "رأي استشاري حول الإنارة العمومية"
