"""What is printed of a paper: a working print of any version, the adopted text, the letter, the receipt.

A working print takes a text and always says that it is a draft. What is printed as adopted takes an
`AdoptedText`, and so cannot be given anything else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from domain.adopted_text import AdoptedText, Adoption
from domain.body import Body
from domain.dossier_events import Adopted, Deposited, Numbered, Received
from domain.draft import Draft
from domain.draft_events import Kind, Language
from domain.meeting import Meeting
from domain.numbering import numbers
from domain.ordinals import meeting as meeting_ordinal
from domain.outline import title_of
from domain.reasons import citation, outcome_sentence, quorum_sentence
from domain.register import written
from domain.rules import Source
from service import dates
from service.printing.sheet import Foot, Letter, Sheet, Signature

KINGDOM: Final = "المملكة المغربية"
CHAIR: Final = "رئيس(ة) الهيئة"
RAPPORTEUR: Final = "مقرر(ة) الهيئة"
SECRETARY: Final = "كاتب(ة) الهيئة"
CLERK: Final = "مكتب الضبط بالجماعة"
UNTITLED: Final = "نص بلا عنوان"

# With the article, as a letter names what it brings.
KINDS: Final[dict[Kind, str]] = {
    "opinion": "الرأي الاستشاري",
    "programme": "برنامج عمل الهيئة",
    "report": "تقرير الاجتماع",
}
_NUMBERED: Final[dict[Language, dict[str, str]]] = {
    "ar": {"section": "القسم", "article": "المادة", "recommendation": "التوصية"},
    "fr": {"section": "Section", "article": "Article", "recommendation": "Recommandation"},
}
OPENING: Final = ("سلام تام بوجود مولانا الإمام", "وبعد،")
CLOSING: Final = ("وختاما نتقدم إليكم بأسمى عبارات التقدير والاحترام.", "والسلام عليكم.")


@dataclass(frozen=True)
class Terms:
    """What the commune's own usage says of a letter: to whom it goes, and by which rule."""

    addressee: str
    reference: Source | None


def head(body: Body) -> tuple[str, ...]:
    """The lines above everything that a body prints."""
    return KINGDOM, body.founded.commune, body.founded.name


def working_sheet(text: Draft, body: Body, address: str) -> Sheet:
    """A print of any version: a draft, whatever became of it, and it says so across every page."""
    return _sheet(text, body, Foot(None, text.version, text.digest, address), working=True)


def adopted_sheet(
    text: AdoptedText, body: Body, meeting: Meeting | None, names: Mapping[str, str], address: str
) -> Sheet:
    """The adopted text with the record of its adoption; `body` as it stood then, `names` by the ids of
    people.
    """
    numbered = text.adoption.numbered
    foot = Foot(f"عدد {written(numbered.number, numbered.year)}", text.version, text.digest, address)
    signed = [(CHAIR, body.holder("chair")), (RAPPORTEUR, body.holder("rapporteur"))]
    return _sheet(
        text.text,
        body,
        foot,
        record=tuple(record(text.adoption, body, meeting, names)),
        signatures=tuple(Signature(office, names.get(held, held)) for office, held in signed if held),
    )


def record(
    adoption: Adoption, body: Body, meeting: Meeting | None, names: Mapping[str, str]
) -> Sequence[str]:
    """How a text was adopted: when, under which number, with what quorum and votes, who recorded it."""
    number = written(adoption.numbered.number, adoption.numbered.year)
    if not isinstance(adoption, Adopted):
        on = dates.written(adoption.decided_on)
        return [
            f"صادقت {body.founded.name} على هذا النص يوم {on}، كما هو ثابت على الورق، وسُجل تحت عدد {number}.",
            *([f"ورد في وثيقة المصادقة: «{adoption.told}»."] if adoption.told else []),
            "أعداد الحاضرين والأصوات غير مسجلة في المنصة.",
        ]
    where = "" if meeting is None else f" في {sitting(meeting)}"
    recorded, confirmed = (names.get(each, each) for each in (adoption.recorded_by, adoption.by))
    return [
        f"صادقت {body.founded.name} على هذا النص بالحرف{where}، وسُجل تحت عدد {number}.",
        quorum_sentence(adoption.rules, adoption.quorum),
        outcome_sentence(adoption.rules, adoption.ballot.votes, adoption.outcome, adoption.ballot.chair),
        f"سُجلت النتيجة من طرف {SECRETARY}: {recorded}، وتم تأكيدها من طرف رئاسة الاجتماع: {confirmed}.",
    ]


def sitting(meeting: Meeting) -> str:
    """A meeting, after a preposition: its place in the row, its day."""
    of = meeting.details
    return f"{meeting_ordinal(of.ordinal)} المنعقد يوم {dates.written(of.on)}"


def named(text: AdoptedText) -> str:
    """An adopted text as a letter names it: «الرأي الاستشاري عدد 02/2022»."""
    numbered = text.adoption.numbered
    return f"{KINDS[text.text.kind]} عدد {written(numbered.number, numbered.year)}"


def subject(text: AdoptedText, body: Body) -> str:
    """What the letter is about."""
    return f"إيداع {named(text)} لدى رئاسة {body.founded.council}"


def letter(
    text: AdoptedText,
    body: Body,
    numbered: Numbered,
    terms: Terms,
    enclosures: Sequence[str],
    signer: str,
    moment: datetime,
    address: str,
) -> Letter:
    """The letter with which an adopted text is deposited, in the formulas of such letters."""
    by_rule = f"، وبناء على {citation(terms.reference)}" if terms.reference else ""
    on = dates.written(dates.local(moment).date())
    number = written(numbered.number, numbered.year)
    laid_down = (
        f"تبعا للموضوع أعلاه{by_rule}، يشرفني أن أودع لدى رئاسة {body.founded.council} {named(text)}"
        f" بعنوان «{title_of(text.text.doc) or UNTITLED}»، كما صادقت عليه الهيئة."
    )
    return Letter(
        language="ar",
        head=head(body),
        place_and_date=f"{body.founded.town} بتاريخ : {on}",
        number=number,
        sender=f"رئيس(ة) {body.founded.name}",
        recipient=terms.addressee,
        subject=subject(text, body),
        reference=citation(terms.reference) if terms.reference else "",
        opening=OPENING,
        body=(laid_down, "وتجدون رفقته:"),
        enclosures=tuple(enclosures),
        closing=CLOSING,
        signature=Signature(CHAIR, signer),
        foot=Foot(number, None, None, address),
    )


def receipt(
    deposited: Deposited, received: Received, body: Body, names: Mapping[str, str], address: str
) -> Sheet:
    """The receipt of a deposit: number, day and hour, who brought and received, the pieces, the digest."""
    number = written(received.receipt.number, received.receipt.year)
    facts = [f"{word}: {said}" for word, said in receipt_facts(deposited, received, body, names)]
    pieces = [_block("list_item", [_paragraph(piece)]) for piece in deposited.enclosures]
    content = [
        _block("title", _words(f"وصل إيداع عدد {number}")),
        *map(_paragraph, facts),
        _paragraph("الوثائق المتسلمة:"),
        _block("bullet_list", pieces),
        _paragraph("بصمة ملف الإيداع (SHA-256):"),
        _paragraph(deposited.submission),
    ]
    return Sheet(
        language="ar",
        head=(KINGDOM, body.founded.commune, CLERK),
        doc={"type": "doc", "content": content},
        labels={},
        names={},
        foot=Foot(number, None, deposited.submission, address),
        signatures=(Signature(CLERK, names.get(received.by, received.by)),),
    )


def receipt_facts(
    deposited: Deposited, received: Received, body: Body, names: Mapping[str, str]
) -> list[tuple[str, str]]:
    """What a receipt says, line by line: what is told, and what is said of it."""
    at = dates.local(received.at)
    return [
        ("يوم التسلم", dates.written(at.date())),
        ("ساعة التسلم", f"{at:%H:%M}"),
        ("الجهة المودعة", body.founded.name),
        ("من أودع الملف", names.get(deposited.by, deposited.by)),
        ("من تسلم الملف", names.get(received.by, received.by)),
        ("مراسلة الإيداع", f"عدد {written(deposited.letter.number, deposited.letter.year)}"),
    ]


def _sheet(
    text: Draft,
    body: Body,
    foot: Foot,
    *,
    record: tuple[str, ...] = (),
    signatures: tuple[Signature, ...] = (),
    working: bool = False,
) -> Sheet:
    words = _NUMBERED[text.language]
    found = numbers(text.doc)
    names = {key: f"{words[each.kind]} {each.number}" for key, each in found.items()}
    labels = {key: each.number if each.kind == "section" else names[key] for key, each in found.items()}
    return Sheet(
        language=text.language,
        head=head(body),
        doc=text.doc.to_json(),
        labels=labels,
        names=names,
        foot=foot,
        record=record,
        signatures=signatures,
        working=working,
    )


def _block(kind: str, content: Sequence[object]) -> dict[str, object]:
    # A receipt is no text under drafting: its blocks need ids only because the form of a text has them.
    return {"type": kind, "attrs": {"id": ""}, "content": list(content)}


def _words(text: str) -> list[object]:
    return [{"type": "text", "text": text}]


def _paragraph(text: str) -> dict[str, object]:
    return _block("paragraph", _words(text))
