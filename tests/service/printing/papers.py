"""Papers to print, and what a print of them must say: every paragraph, heading, item and cell, in order."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from domain.blocks import (
    Block,
    article,
    bullet_list,
    document,
    ordered_list,
    paragraph,
    recommendation,
    section,
    table,
    title,
)
from domain.draft_events import Language
from domain.ids import new_id
from domain.numbering import numbers
from service.printing.sheet import Foot, Letter, Sheet, Signature

MOMENT: Final = datetime(2026, 6, 8, 9, 30, tzinfo=UTC)
FOOT: Final = Foot(
    "رأي عدد 03/2026", 214, "9f86d081884c7d659a2feaa0c55ad015", "https://mashura.example/a/6b1f0a52"
)
HEAD: Final = ("المملكة المغربية", "جماعة واد الزيتون", "هيئة المساواة وتكافؤ الفرص ومقاربة النوع")
SIGNATURES: Final = (Signature("رئيسة الهيئة", "نزهة الودغيري"), Signature("المقررة", "ليلى الزياني"))
_KINDS: Final = {
    "ar": {"section": "القسم", "article": "المادة", "recommendation": "التوصية"},
    "fr": {"section": "Section", "article": "Article", "recommendation": "Recommandation"},
}
_COLONS: Final = {"ar": ": ", "fr": "\u00a0: "}
_NOTES: Final = {
    "ar": {"addressee": "الجهة المعنية", "term": "الأجل", "indicator": "مؤشر التتبع"},
    "fr": {"addressee": "Destinataire", "term": "Échéance", "indicator": "Indicateur de suivi"},
}


def words(text: str, *marks: str) -> Block:
    """Text with marks."""
    return {"type": "text", "text": text, "marks": [{"type": mark} for mark in marks]}


def written(*content: Block, **attrs: Any) -> Block:
    """A paragraph of several pieces."""
    attrs = {"id": new_id(), "dir": "auto", **attrs}
    return {"type": "paragraph", "attrs": attrs, "content": list(content)}


def reference(target: Block) -> Block:
    """A reference to a block."""
    return {"type": "cross_reference", "attrs": {"target": target["attrs"]["id"]}}


def sheet(heading: str, blocks: list[Block], language: Language = "ar", **more: Any) -> Sheet:
    """A paper of these blocks, numbered as the service does it."""
    doc = document(title(heading), blocks)
    found = numbers(doc)
    names = {key: f"{_KINDS[language][each.kind]} {each.number}" for key, each in found.items()}
    labels = {key: each.number if each.kind == "section" else names[key] for key, each in found.items()}
    frame: dict[str, Any] = {"head": HEAD, "foot": FOOT, **more}
    return Sheet(language=language, doc=doc.to_json(), labels=labels, names=names, **frame)


def said(printed: Sheet) -> list[str]:
    """All that a print must say of a paper, one line a block, in the order of reading."""
    blocks = printed.doc["content"]
    signed = [each for one in printed.signatures for each in (one.office, one.name)]
    lines = [*printed.head, *(line for block in blocks for line in _said(block, printed)), *printed.record]
    return [line for line in map(folded, [*lines, *signed]) if line]


def folded(text: str) -> str:
    """A text without what only its setting in lines decides: white space is one space."""
    return " ".join(text.split())


def _said(block: Mapping[str, Any], printed: Sheet) -> Iterator[str]:
    attrs = block.get("attrs", {})
    label = printed.labels.get(attrs.get("id"), "")
    match block["type"]:
        case "title" | "paragraph" | "section" | "article":
            yield label + " " + "".join(_words(node, printed) for node in block.get("content", ()))
        case "recommendation":
            yield label
            for name, word in _NOTES[printed.language].items():
                if attrs[name]:
                    yield f"{word}{_COLONS[printed.language]}{attrs[name]}"
            yield from _below(block, printed)
        case _:
            yield from _below(block, printed)


def _below(block: Mapping[str, Any], printed: Sheet) -> Iterator[str]:
    for child in block.get("content", ()):
        yield from _said(child, printed)


def _words(node: Mapping[str, Any], printed: Sheet) -> str:
    match node["type"]:
        case "hard_break":
            return "\n"
        case "cross_reference":
            return printed.names[node["attrs"]["target"]]
        case _:
            return str(node["text"])


def rich() -> Sheet:
    """An Arabic opinion with one of everything, and what is hard in Arabic."""
    advice = recommendation(
        "إحداث لجنة لتتبع التنفيذ قبل 31 دجنبر 2026، ورصد 15% من الميزانية لها.",
        addressee="رئيس مجلس الجماعة",
        term="قبل 30/06/2027",
        indicator="نسبة الإنارة (80%)",
    )
    nested = bullet_list(["الأعضاء والعضوات لأن الإنارة من اللآلئ", "لا إلا الآراء [نص] {آخر}"])
    nested["content"][0]["content"].append(ordered_list(["بند أول", "بند ثانٍ"], start=4))
    link = words("الموقع")
    link["marks"] = [{"type": "link", "attrs": {"href": "https://mashura.example/ar?a=1&b=2"}}]
    grid = table(
        [["المجال", "الأنشطة", "2022-2027"], ["التواصل", "لقاءات (02/2022)", "12.5"], ["أ", "ب", "ج"]]
    )
    grid["content"][1]["content"][0]["attrs"] = {"colspan": 1, "rowspan": 2}
    del grid["content"][2]["content"][0]
    return sheet(
        "رأي استشاري حول الإنارة العمومية",
        [
            paragraph("بناء على المادة 120 من القانون التنظيمي رقم 113.14، ليوم الجمعة 27 ماي 2022."),
            section("سند الاختصاص"),
            written(
                words("للفترة "), words("2022", "strong"), words("-2027، "), words("نعم", "emphasis"), link
            ),
            section("المرجعيات", 2),
            paragraph(
                "وفق Plan d'action communal (PAC) ثم ISO 9001:2015 و«2022-2027» والبريد a.b@example.org."
            ),
            article("حول الإنارة"),
            written(
                words("انظر "), reference(advice), words("، ثم"), {"type": "hard_break"}, words("سطر جديد")
            ),
            {
                "type": "quotation",
                "attrs": {"id": new_id(), "dir": "auto"},
                "content": [paragraph("«تسعى».")],
            },
            nested,
            paragraph("بِسْمِ اللَّهِ، مُقَرِّرَةُ الهيئةِ، إنَّ لِلْجماعةِ حقًّا، هُهُ."),
            paragraph("Le plan communal 2022-2027 : « 12 % » du budget, رأي et fin."),
            paragraph(""),
            advice,
            grid,
        ],
        record=("صادقت الهيئة على هذا الرأي يوم الخميس 4 يونيو 2026، بحضور 15 عضوا من أصل 21.",),
        signatures=SIGNATURES,
    )


def letter() -> Letter:
    """A letter of the body to the council, that deposits its reports."""
    return Letter(
        language="ar",
        head=HEAD,
        place_and_date="واد الزيتون، بتاريخ 8 يونيو 2026",
        number="02/2026",
        sender="رئيسة هيئة المساواة وتكافؤ الفرص ومقاربة النوع",
        recipient="السيد رئيس مجلس جماعة واد الزيتون",
        subject="إيداع تقارير اجتماعات الهيئة",
        reference="المادة 92 من النظام الداخلي لمجلس الجماعة",
        opening=("سلام تام بوجود مولانا الإمام",),
        body=("وبعد، تبعا للموضوع أعلاه،", "يسعدني إيداع التقارير التالية لدى مجلسكم الموقر:"),
        enclosures=("تقرير الاجتماع الثالث (الجمعة 27 ماي 2022)", "النظام الداخلي للهيئة"),
        closing=("ختاما نتقدم إليكم بأسمى عبارات التقدير والاحترام.", "والسلام عليكم."),
        signature=SIGNATURES[0],
        foot=Foot("مراسلة عدد 02/2026", None, None, "https://mashura.example/l/02-2026"),
    )


def said_by_letter(printed: Letter) -> list[str]:
    """All that a print must say of an Arabic letter."""
    return [
        *printed.head,
        f"مراسلة عدد: {printed.number}",
        printed.place_and_date,
        *(printed.sender, "إلى", printed.recipient),
        f"الموضوع: {printed.subject}",
        f"المرجع: {printed.reference}",
        *(*printed.opening, *printed.body, *printed.enclosures, *printed.closing),
        *(printed.signature.office, printed.signature.name),
    ]
