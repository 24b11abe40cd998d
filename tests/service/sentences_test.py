"""Numbers agree with their nouns, places are named, days are those of Morocco."""

import re
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from service.pages.words import sentences
from service.pages.words.dates import clock, day, span


def plain(html: str) -> str:
    return re.sub(r"</?(bdi|strong)>", "", html)


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "حرف واحد"),
        (2, "حرفين"),
        (3, "3 أحرف"),
        (10, "10 أحرف"),
        (11, "11 حرفا"),
        (99, "99 حرفا"),
        (100, "100 حرف"),
        (101, "101 حرف"),
        (102, "102 حرف"),
        (103, "103 أحرف"),
        (340, "340 حرفا"),
        (1_200, "1,200 حرف"),
        (1_211, "1,211 حرفا"),
    ],
)
def test_a_number_agrees_with_its_noun(count: int, said: str) -> None:
    assert plain(sentences.counted(count, sentences._CHARACTERS)) == said


def burst(places: list[tuple[str, str]], added: int = 1, removed: int = 0, **more: Any) -> Any:
    at = datetime(2022, 5, 27, 9, 2, tzinfo=UTC)
    row = {
        "by": "amina",
        "places": [{"id": "", "kind": kind, "number": number} for kind, number in places],
        "added": added,
        "removed": removed,
        "since": at,
        "until": at,
        "typed_since": None,
        "typed_until": None,
    }
    return SimpleNamespace(**{**row, **more})


@pytest.mark.parametrize(
    ("places", "said"),
    [
        ([("article", "2")], "المادة 2"),
        ([("article", "3"), ("article", "2")], "المادتين 2 و3"),
        ([("article", "2"), ("article", "5"), ("article", "10")], "المواد 2 و5 و10"),
        ([("article", str(n)) for n in (1, 2, 3, 4, 9)], "المواد 1 إلى 4 و9"),
        ([("section", "2.1")], "القسم 2.1"),
        ([("section", "2"), ("section", "2.1")], "القسمين 2 و2.1"),
        ([("section", "2.1"), ("section", "2.2"), ("section", "2.3")], "الأقسام 2.1 إلى 2.3"),
        ([("recommendation", "1")], "التوصية 1"),
        ([("title", ""), ("opening", "")], "العنوان ومستهل النص"),
        ([("article", "2"), ("section", "1"), ("title", "")], "العنوان والقسم 1 والمادة 2"),
        ([("article", "2"), ("article", "2")], "المادة 2"),
        ([], "النص"),
    ],
)
def test_places_are_named_in_the_order_of_the_text(places: list[tuple[str, str]], said: str) -> None:
    sentence = plain(sentences.edited(burst(places), {"amina": "أمينة"}))
    assert sentence == f"تعديل {said} — أمينة: إضافة حرف واحد، 10:02"


@pytest.mark.parametrize(
    ("added", "removed", "said"),
    [
        (340, 25, "إضافة 340 حرفا وحذف 25 حرفا"),
        (0, 2, "حذف حرفين"),
        (0, 0, "دون تغيير في عدد الأحرف"),
    ],
)
def test_how_much_is_said(added: int, removed: int, said: str) -> None:
    assert f": {said}، " in plain(sentences.edited(burst([], added, removed), {}))


@pytest.mark.parametrize(
    ("first", "last", "commits", "said"),
    [
        (5, 5, 1, "النسخة 5"),
        (5, 6, 2, "النسختان 5 و6"),
        (5, 9, 5, "النسخ من 5 إلى 9"),
        (5, 9, 3, "3 نسخ بين 5 و9"),
        (5, 9, 2, "نسختان بين 5 و9"),
    ],
)
def test_versions_are_counted_or_named(first: int, last: int, commits: int, said: str) -> None:
    row: Any = SimpleNamespace(first=first, last=last, commits=commits)
    assert plain(sentences.versions(row)) == said


def test_a_name_is_never_html_and_a_lost_one_is_its_id() -> None:
    assert sentences.who("a", {"a": "<b>"}) == "<bdi>&lt;b&gt;</bdi>"
    assert sentences.who("k3", {}) == "<bdi>k3</bdi>"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2022-05-27T17:30:00", "الجمعة 27 ماي 2022 18:30"),
        ("2022-06-09T09:00:00", "الخميس 9 يونيو 2022 10:00"),
        ("2025-07-31T23:30:00", "الجمعة 1 غشت 2025 00:30"),
        ("2025-09-01T00:00:00", "الاثنين 1 شتنبر 2025 01:00"),
        ("2025-12-31T22:59:59", "الأربعاء 31 دجنبر 2025 23:59"),
        # Ramadan: the clocks of Morocco stand at Greenwich.
        ("2025-03-10T10:00:00", "الاثنين 10 مارس 2025 10:00"),
    ],
)
def test_days_and_hours_are_those_of_morocco(at: str, said: str) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert f"{day(moment)} {clock(moment)}" == said


def test_a_span_says_the_day_only_where_it_is_another() -> None:
    late = datetime(2022, 5, 27, 22, 50, tzinfo=UTC)
    early = datetime(2022, 5, 27, 23, 14, tzinfo=UTC)
    assert span(late, late, told=late) == "23:50"
    assert span(late, early, told=late) == "من 23:50 إلى السبت 28 ماي 2022 00:14"
    assert span(early, early, told=late) == "السبت 28 ماي 2022 00:14"


def test_the_end_of_the_calendar_is_a_time_too() -> None:
    assert day(datetime.max.replace(tzinfo=UTC)) == "الجمعة 31 دجنبر 9999"
