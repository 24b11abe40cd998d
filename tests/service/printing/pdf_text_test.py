"""A PDF says what was written: every paragraph, heading, item and cell, equal and in order, by two readers.

One reads the tags (`tagged.py`), the other, PDFium, the places of the glyphs on the page.
"""

import random
from dataclasses import replace

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.blocks import bullet_list, ordered_list, paragraph, recommendation, section, table
from service.printing.amiri import SYMBOLS
from service.printing.pdf import pdf
from tests.domain.texts import text
from tests.service.printing.papers import MOMENT, folded, letter, rich, said, said_by_letter, sheet
from tests.service.printing.tagged import Tagged

BLOCKS = ("/P", "/Title", "/H1", "/H2", "/H3", "/H4")

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإآؤئ"
WORDS = st.text(LETTERS, min_size=1, max_size=7)
SIGNED = st.lists(
    st.tuples(st.sampled_from(LETTERS), st.sampled_from("\u064e\u064f\u0651\u0652")), max_size=4
)
FOREIGN = st.sampled_from(
    ["27", "02/2022", "2022-2027", "50%", "+212", "12:30", "113.14", "PAC", "C++", "#eval", "l'eau", "équité"]
)
BRACKETED = st.tuples(st.sampled_from(["()", "[]", "«»", "{}"]), WORDS | FOREIGN)
TOKENS = (
    WORDS
    | FOREIGN
    | SIGNED.map(lambda pairs: "".join(map("".join, pairs)) or "لا")
    | BRACKETED.map(lambda pair: f"{pair[0][0]}{pair[1]}{pair[0][1]}")
    | WORDS.map(lambda word: word + "،")
)
LINES = st.lists(TOKENS, min_size=1, max_size=25).map(" ".join)
BLOCK = (
    LINES.map(paragraph)
    | LINES.map(section)
    | st.lists(LINES, min_size=1, max_size=3).map(bullet_list)
    | st.lists(LINES, min_size=1, max_size=3).map(ordered_list)
    | st.builds(recommendation, LINES, addressee=LINES)
    | st.lists(st.lists(LINES, min_size=2, max_size=2), min_size=1, max_size=3).map(table)
)


def told(file: bytes) -> list[str]:
    """What a file says, a line for each of its blocks of text."""
    blocks = Tagged(file).tree.all(*BLOCKS)
    return [line for block in blocks if (line := folded(block.text))]


def test_an_arabic_opinion_says_what_was_written() -> None:
    paper = rich()
    assert told(pdf(paper, MOMENT)) == said(paper)


def test_a_french_opinion_says_what_was_written() -> None:
    advice = recommendation("Éclairer les quartiers d'ici 2027.", addressee="Le président", term="31/12/2027")
    paper = sheet(
        "Avis sur l'éclairage public",
        [
            section("Fondement"),
            paragraph(
                "Vu l'article 120 de la loi organique nº 113-14 (« communes »), 12 % du budget 2022-2027."
            ),
            paragraph("Le terme الإنارة العمومية signifie éclairage ; voir «برنامج 2022-2027» ci-dessous."),
            bullet_list(["œuvre", "naïveté – façade"]),
            advice,
            table([["Axe", "Année"], ["Égalité", "2022-2027"], ["لأن الأعضاء", "27 ماي 2022"]]),
        ],
        language="fr",
        head=("Royaume du Maroc", "Commune de Oued Zitoun"),
    )
    assert told(pdf(paper, MOMENT)) == said(paper)


def test_a_letter_says_what_was_written() -> None:
    assert told(pdf(letter(), MOMENT)) == said_by_letter(letter())


@pytest.mark.parametrize("seed", range(12))
def test_any_text_says_what_was_written(seed: int) -> None:
    drawn = text(random.Random(seed), blocks=12).to_json()
    paper = replace(sheet("عنوان", [paragraph("نص")], language="ar" if seed % 2 else "fr"), doc=drawn)
    # Pictures are told by their codes; what joined them is gone.
    wanted = [
        line.replace("\u200d", "").translate(
            {code: f"[U+{code:04X}]" for code in (0x1F600, 0x1F469, 0x1F467)}
        )
        for line in said(paper)
    ]
    assert told(pdf(paper, MOMENT)) == wanted


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.lists(BLOCK, min_size=1, max_size=6), st.sampled_from(["ar", "fr"]))
def test_any_arabic_says_what_was_written(blocks: list[dict[str, object]], language: str) -> None:
    paper = sheet("عنوان", blocks, language="ar" if language == "ar" else "fr")
    assert told(pdf(paper, MOMENT)) == said(paper)


def test_glyphs_lie_in_their_order_on_the_page() -> None:
    """Each number is whole from left to right, each line from right to left; PDFium goes by places alone."""
    lines = [
        "انعقد يوم الجمعة 27 ماي 2022 الاجتماع الثالث للهيئة طبقا للمادة 5.1 من النظام الداخلي رقم 02/2022",
        "لا الأعضاء الإنارة لأن اللآلئ للفترة 2022-2027 وفق PAC بنسبة 15% على الساعة 12:30 من الآراء",
        "الهاتف +212 والمدة 3-5 أيام من البرنامج انتهى",
    ]
    paper = sheet("رأي استشاري", [paragraph(line) for line in lines], head=(), signatures=())
    page = pypdfium2.PdfDocument(pdf(paper, MOMENT))[0]
    read = page.get_textpage().get_text_bounded(bottom=80).split()
    assert read == ["رأي", "استشاري", *(word for line in lines for word in line.split())]


def test_every_word_is_one_piece() -> None:
    """Words without vowel signs are in order for any reader of tags; here are joins that Amiri raises."""
    line = "برنامج الهيئة بمجلس الأشخاص أمحاح مختلف"
    pieces = Tagged(pdf(sheet("رأي", [paragraph(line)], head=()), MOMENT)).pieces(0)
    assert [piece for piece in pieces if piece != " "] == ["رأي", *line.split()]


@pytest.mark.parametrize(
    "evil", ['#eval("1") $x$ *b* _i_ = h', "<script> @ref // c /* d */ \\ `r` ~ -- ...", "#"]
)
def test_nothing_of_a_text_is_taken_for_markup(evil: str) -> None:
    paper = replace(
        sheet(
            evil,
            [section(evil), paragraph(evil), table([[evil, evil]]), recommendation(evil, addressee=evil)],
        ),
        head=(evil,),
        record=(evil,),
    )
    printed = told(pdf(paper, MOMENT))
    assert printed == said(paper)
    assert sum(evil in line for line in printed) == 9


def test_what_no_face_has_is_told_by_its_code() -> None:
    paper = sheet("عنوان", [paragraph("قبل \U0001f600 ✓ ≥ 中\u2060\ufeff\ue000 بعد")], head=())
    assert told(pdf(paper, MOMENT))[1] == "قبل [U+1F600] ✓ ≥ [U+4E2D][U+E000] بعد"


def test_every_symbol_that_is_promised_is_printed() -> None:
    line = " ".join(sorted(SYMBOLS))
    assert told(pdf(sheet("رموز", [paragraph(line)], head=()), MOMENT))[1] == line


def test_a_reference_leads_to_its_block_and_a_lost_one_says_so() -> None:
    paper = rich()
    links = [each.text for each in Tagged(pdf(paper, MOMENT)).tree.all("/Link")]
    assert links == ["الموقع", "التوصية 1"]
    lost = replace(paper, names={})
    assert any("إحالة إلى موضع حُذف" in line for line in told(pdf(lost, MOMENT)))
