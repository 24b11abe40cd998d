"""What a new paper begins with: the sections of an advisory opinion, or the table of a work programme."""

from prosemirror.model import Node

from domain.blocks import Block, document, paragraph, recommendation, section, table, title
from domain.draft_events import Kind, Language

_TITLES: dict[Kind, dict[Language, str]] = {
    "opinion": {"ar": "رأي استشاري حول ", "fr": "Avis consultatif sur "},
    "programme": {"ar": "برنامج عمل الهيئة لسنة ", "fr": "Programme de travail de l’instance pour l’année "},
    "report": {"ar": "تقرير الاجتماع ", "fr": "Rapport de la réunion "},
}

# An opinion's sections, in the order that such bodies are used to; the record of its
# adoption, signatures and numbers is not written by hand and has no place here.
_OPINION: dict[Language, list[str]] = {
    "ar": [
        "سند الاختصاص",
        "الإحالة أو الإحالة الذاتية",
        "السياق والموضوع",
        "المرجعيات",
        "المنهجية",
        "التشخيص",
        "التحليل والملاحظات",
        "التوصيات",
        "الخلاصة ومنطوق الرأي",
        "المواقف المخالفة وتعليل التصويت",
        "الملاحق",
    ],
    "fr": [
        "Fondement de la compétence",
        "Saisine ou auto-saisine",
        "Contexte et objet",
        "Références",
        "Méthodologie",
        "Diagnostic",
        "Analyse et observations",
        "Recommandations",
        "Conclusion et dispositif de l’avis",
        "Avis divergents et explications de vote",
        "Annexes",
    ],
}
_RECOMMENDATIONS = _OPINION["ar"].index("التوصيات")

_PROGRAMME: dict[Language, list[str]] = {
    "ar": ["المحور", "النشاط", "المجموعة المكلفة", "الأهداف", "الآجال", "المؤشر", "الحالة"],
    "fr": ["Axe", "Activité", "Groupe responsable", "Objectifs", "Échéances", "Indicateur", "État"],
}
# Dates, indicator and state are for those who want them.
_ALWAYS = 4


def _opinion(language: Language) -> list[Block]:
    blocks: list[Block] = []
    for index, heading in enumerate(_OPINION[language]):
        blocks += [section(heading), recommendation() if index == _RECOMMENDATIONS else paragraph()]
    return blocks


def _programme(language: Language, *, full: bool) -> list[Block]:
    columns = _PROGRAMME[language] if full else _PROGRAMME[language][:_ALWAYS]
    return [paragraph(), table([columns, [""] * len(columns)]), paragraph()]


def template(kind: Kind, language: Language, heading: str | None = None, *, full: bool = False) -> Node:
    """The first text of a paper; `full` gives a programme its optional columns."""
    match kind:
        case "opinion":
            blocks = _opinion(language)
        case "programme":
            blocks = _programme(language, full=full)
        case "report":
            blocks = [paragraph()]
    return document(title(_TITLES[kind][language] if heading is None else heading), blocks)
