"""Numbers are computed: sections by level, articles and recommendations through the whole text."""

from domain.blocks import article, bullet_list, document, paragraph, recommendation, section, title
from domain.numbering import numbers


def test_each_kind_counts_by_itself_through_the_text() -> None:
    doc = document(
        title("رأي"),
        [
            section("أول"),
            article("أ"),
            paragraph("نص"),
            recommendation("ت"),
            section("ثان"),
            article("ب"),
            bullet_list(["بند"]),
            recommendation("ث"),
        ],
    )
    found = [(each.kind, each.number) for each in numbers(doc).values()]
    assert found == [
        ("section", "1"),
        ("article", "1"),
        ("recommendation", "1"),
        ("section", "2"),
        ("article", "2"),
        ("recommendation", "2"),
    ]


def test_sections_count_by_level_and_begin_anew_below_a_new_one() -> None:
    levels = [1, 2, 2, 3, 1, 2, 3, 3, 2]
    doc = document(title(), [section(str(level), level) for level in levels])
    assert [each.number for each in numbers(doc).values()] == [
        "1",
        "1.1",
        "1.2",
        "1.2.1",
        "2",
        "2.1",
        "2.1.1",
        "2.1.2",
        "2.2",
    ]


def test_a_skipped_level_counts_as_the_next_one_down() -> None:
    doc = document(title(), [section("", level) for level in (2, 3, 1, 3, 2)])
    assert [each.number for each in numbers(doc).values()] == ["1", "1.1", "2", "2.1", "2.2"]


def test_a_number_belongs_to_the_id_that_the_block_keeps() -> None:
    first, second = article("أ"), article("ب")
    before = numbers(document(title(), [first, second]))
    after = numbers(document(title(), [second, first]))
    id_of_second = second["attrs"]["id"]
    assert (before[id_of_second].number, after[id_of_second].number) == ("2", "1")
