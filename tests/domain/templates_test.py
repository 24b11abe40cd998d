"""What a new paper begins with: sound texts, each with ids of its own, and the sections of an opinion."""

from itertools import product
from typing import get_args

import pytest
from prosemirror.model import Node

from domain.check import check_whole, living_ids
from domain.draft_events import Kind, Language
from domain.templates import template

KINDS: tuple[Kind, ...] = get_args(Kind)
LANGUAGES: tuple[Language, ...] = get_args(Language)
OPINION: dict[Language, list[str]] = {
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
COLUMNS: dict[Language, list[str]] = {
    "ar": ["المحور", "النشاط", "المجموعة المكلفة", "الأهداف", "الآجال", "المؤشر", "الحالة"],
    "fr": ["Axe", "Activité", "Groupe responsable", "Objectifs", "Échéances", "Indicateur", "État"],
}


def kinds(doc: Node) -> list[str]:
    return [child.type.name for child in doc.content.content]


@pytest.mark.parametrize(("kind", "language"), list(product(KINDS, LANGUAGES)))
@pytest.mark.parametrize("full", [False, True])
def test_every_template_holds_and_has_ids_of_its_own(kind: Kind, language: Language, full: bool) -> None:
    one, other = template(kind, language, full=full), template(kind, language, full=full)
    ids = list(living_ids(one))
    assert check_whole(one) == set(ids)
    assert len(set(ids)) == len(ids) > 1
    assert check_whole(other).isdisjoint(ids)
    assert one.child(0).text_content


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_opinion_has_its_sections_and_a_place_for_recommendations(language: Language) -> None:
    doc = template("opinion", language)
    assert [child.text_content for child in doc.content.content[1::2]] == OPINION[language]
    below = ["paragraph"] * 7 + ["recommendation"] + ["paragraph"] * 3
    assert kinds(doc) == ["title", *(kind for under in below for kind in ("section", under))]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("full", "columns"), [(False, 4), (True, 7)])
def test_a_programme_is_a_table(language: Language, full: bool, columns: int) -> None:
    doc = template("programme", language, full=full)
    assert kinds(doc) == ["title", "paragraph", "table", "paragraph"]
    header, row = doc.child(2).content.content
    assert [cell.text_content for cell in header.content.content] == COLUMNS[language][:columns]
    assert {cell.type.name for cell in header.content.content} == {"table_header"}
    assert [cell.type.name for cell in row.content.content] == ["table_cell"] * columns


def test_a_heading_that_is_given_is_the_title() -> None:
    assert template("report", "ar", "تقرير الاجتماع الأول").child(0).text_content == "تقرير الاجتماع الأول"
    assert kinds(template("report", "fr")) == ["title", "paragraph"]
