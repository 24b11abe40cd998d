"""What stands on every page, and where pages end: the foot, the draft's word, headers of tables, headings."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pypdfium2
import pytest
import segno

from domain.blocks import paragraph, recommendation, section, table
from service.printing.pdf import pdf
from service.printing.sheet import Foot, Sheet
from tests.service.printing.papers import FOOT, MOMENT, SIGNATURES, letter, sheet
from tests.service.printing.tagged import Tagged

LINE = "تتوفر الجماعة على شبكة إنارة تغطي الأحياء المركزية، لأن الأشغال لم تشمل الأحياء الهامشية. " * 3


def long(**more: Any) -> Sheet:
    return sheet("رأي استشاري", [paragraph(LINE) for _ in range(9)], **more)


def test_every_foot_has_number_version_digest_and_page() -> None:
    file = Tagged(pdf(long(), MOMENT))
    count = len(file.reader.pages)
    assert count > 1
    for page in range(count):
        assert file.artifacts(page) == (
            f"رأي عدد 03/2026 · النسخة 214 · البصمة 9f86d081884cالصفحة {page + 1} من {count}"
        )


def test_a_french_foot() -> None:
    paper = sheet("Avis", [paragraph("Texte")], language="fr", foot=replace(FOOT, number="Avis nº 3"))
    said = Tagged(pdf(paper, MOMENT)).artifacts(0)
    assert said == "Avis nº 3 · Version 214 · Empreinte 9f86d081884cPage 1 sur 1"


def test_a_foot_leaves_out_what_is_not_known() -> None:
    paper = sheet("رأي", [paragraph("نص")], foot=Foot(None, None, None, "https://mashura.example/a"))
    assert Tagged(pdf(paper, MOMENT)).artifacts(0) == "الصفحة 1 من 1"


@pytest.mark.parametrize(("language", "word"), [("ar", "مسودة"), ("fr", "PROJET")])
def test_a_working_draft_says_so_on_every_page(language: str, word: str) -> None:
    working = Tagged(pdf(long(working=True, language=language), MOMENT))
    assert all(word in working.artifacts(page) for page in range(len(working.reader.pages)))
    adopted = Tagged(pdf(long(language=language), MOMENT))
    assert not any(word in adopted.artifacts(page) for page in range(len(adopted.reader.pages)))


def test_a_table_repeats_its_header_on_every_page() -> None:
    rows = [["المجال", "الأهداف"], *([f"المحور {n}", LINE] for n in range(12))]
    pages = pypdfium2.PdfDocument(pdf(sheet("برنامج", [table(rows)]), MOMENT))
    told = [page.get_textpage().get_text_bounded() for page in pages]
    assert len(told) > 1
    assert all("المجال" in page and "الأهداف" in page for page in told)


def test_no_heading_is_the_last_of_its_page() -> None:
    """As the heading comes lower and lower on the page, it goes over with its text, and not before."""
    pages = []
    for lines in range(14, 24):
        blocks = [*(paragraph("سطر") for _ in range(lines)), section("عنوان"), paragraph(LINE)]
        [heading] = Tagged(file := pdf(sheet("رأي", blocks), MOMENT)).tree.all("/H1")
        text = next(each for each in Tagged(file).tree.all("/P") if each.text.startswith("تتوفر"))
        pages.append((heading.page, text.page))
    assert set(pages) == {(0, 0), (1, 1)}


def test_a_recommendation_is_not_cut_from_its_number() -> None:
    pages = set()
    for lines in range(12, 24):
        blocks = [*(paragraph("سطر") for _ in range(lines)), recommendation(LINE, "الرئيس", "2027", "النسبة")]
        told = {each.text[:8]: each.page for each in Tagged(pdf(sheet("رأي", blocks), MOMENT)).tree.all("/P")}
        pages.add((told["التوصية "], told["مؤشر الت"], told[LINE[:8]]))
    assert pages == {(0, 0, 0), (1, 1, 1)}


def test_signatures_stand_with_the_record() -> None:
    for lines in range(14, 22):
        paper = sheet(
            "رأي", [paragraph("سطر") for _ in range(lines)], record=("صودق",), signatures=SIGNATURES
        )
        told = {each.text: each.page for each in Tagged(pdf(paper, MOMENT)).tree.all("/P")}
        assert told["صودق"] == told["رئيسة الهيئة"] == told["ليلى الزياني"]


def test_the_code_in_the_foot_is_that_of_the_address() -> None:
    wanted = segno.make_qr(FOOT.address, error="m", boost_error=False).matrix
    page = pypdfium2.PdfDocument(pdf(long(), MOMENT))[0]
    assert list(_code(page, len(wanted))) == [[bool(module) for module in row] for row in wanted]


def test_the_code_of_a_letter_too() -> None:
    wanted = segno.make_qr(letter().foot.address, error="m", boost_error=False).matrix
    page = pypdfium2.PdfDocument(pdf(letter(), MOMENT))[0]
    assert list(_code(page, len(wanted))) == [[bool(module) for module in row] for row in wanted]


def _code(page: pypdfium2.PdfPage, size: int) -> Iterator[list[bool]]:
    """The modules of the code in the left corner of the foot, as they are seen on the page."""
    picture = page.render(scale=4, grayscale=True)
    point, pixels = picture.height / 842, bytes(picture.buffer)
    dark = [
        (x, y)
        for y in range(int(785 * point), picture.height)
        for x in range(int(70 * point), int(115 * point))
        if pixels[y * picture.stride + x] < 128
    ]
    left, right = min(x for x, _ in dark), max(x for x, _ in dark) + 1
    top, bottom = min(y for _, y in dark), max(y for _, y in dark) + 1
    seen = set(dark)
    for row in range(size):
        y = int(top + (row + 0.5) * (bottom - top) / size)
        yield [(int(left + (n + 0.5) * (right - left) / size), y) in seen for n in range(size)]


def test_headings_of_what_is_not_written_yet_stay_on_their_page() -> None:
    blocks = [block for n in range(14) for block in (section(f"Section {n}"), paragraph())]
    reader = pypdfium2.PdfDocument(pdf(sheet("Avis", blocks, language="fr"), MOMENT))
    assert "Section 0" in reader[0].get_textpage().get_text_bounded()
