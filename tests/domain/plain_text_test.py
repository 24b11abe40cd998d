"""Whatever the text, each of its lines is found again in the draft, whole."""

import re
from collections.abc import Iterator
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.blocks import Block, document, paragraph, title
from domain.check import check_whole, is_visible
from domain.plain_text import blocks

MARKS = ["- ", "-", "– ✓ ", "✓", "• ", "1. ", "2) ", "3 - ", "10. ", "0. ", "007. ", "٣. ", "٠. "]
HEADINGS = ["المادة 5:", "المادة ", "النقطة الأولى", "توصيات :"]
SPACES = [
    " ",
    "\t",
    "\t\t",
    "\u00a0",
    "\u3000",
    "\u200f",
    "\ufeff",
    "\r",
    "\x0c",
    "\x00",
    "\x85",
    "\u2028",
    "\u202e",
]
PIECES = [*MARKS, *HEADINGS, *SPACES, "كلمة", "مُقَرِّر", "👩‍👩‍👧", "5"]
LINES = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)
TEXTS = st.one_of(
    st.lists(LINES, max_size=12).map("\n".join), st.lists(LINES, max_size=5).map("\r\n".join), st.text()
)
MARK = re.compile(r"[-–•*▪✓✔]+")
NUMBER = re.compile(r"([0-9٠-٩]{1,3})[.)\-–]")

# A line of the text in the draft: its characters, and what it must have begun with besides.
Line = tuple[str, re.Pattern[str] | int | None]


def visible(text: str) -> str:
    """The characters that somebody sees, and that a text may hold."""
    return "".join(each for each in text if is_visible(each) and not each.isspace())


def characters(node: dict[str, Any]) -> str:
    return visible(node.get("text", "")) + "".join(map(characters, node.get("content", ())))


def lines_of(block: Block) -> Iterator[Line]:
    match block["type"]:
        case "table":
            yield from ((characters(row), None) for row in block["content"])
        case "bullet_list":
            yield from ((characters(item), MARK) for item in block["content"])
        case "ordered_list":
            numbers = enumerate(block["content"], block["attrs"]["start"])
            yield from ((characters(item), number) for number, item in numbers)
        case _:
            yield characters(block), None


@settings(deadline=None)
@given(TEXTS)
@example("1. أولى\n2. ثانية\n\n3. ثالثة\n7. سابعة\n")
@example("قبل\rبعد\x0cصفحة\n")
@example("\ufeffنص")
def test_every_line_is_kept_in_its_order(text: str) -> None:
    found = blocks(text)
    check_whole(document(title(), found or [paragraph()]))
    lines = [line for line in map(visible, text.removeprefix("\ufeff").splitlines()) if line]
    kept = [line for block in found for line in lines_of(block)]
    assert len(kept) == len(lines)
    for line, (said, began) in zip(lines, kept, strict=True):
        assert line.endswith(said)
        mark = line.removesuffix(said)
        match began:
            case None:
                assert mark == ""
            case re.Pattern():
                assert said
                assert began.fullmatch(mark)
            case number:
                numbered = NUMBER.fullmatch(mark)
                assert said
                assert numbered
                assert int(numbered[1]) == number


def shape(text: str) -> list[Any]:
    return [
        [len(row["content"]) for row in block["content"]]
        if block["type"] == "table"
        else (block["type"], len(block["content"]))
        if block["type"].endswith("list")
        else block["type"]
        for block in blocks(text)
    ]


def test_what_each_kind_of_line_becomes() -> None:
    text = """
النقطة الأولى: الإنارة

نص يتبعه نص
نص ثان

المادة 3:

- أولى

- ✓ ثانية
1. واحد
2. اثنان
المحور\tالنشاط\tالهدف
\tاجتماع

أ\tب
"""
    assert shape(text) == [
        "section",
        "paragraph",
        "paragraph",
        "article",
        ("bullet_list", 2),
        ("ordered_list", 2),
        [3, 3],
        [2],
    ]


def test_a_heading_stands_alone() -> None:
    assert shape("النقطة الأولى: الإنارة\nنص") == ["paragraph", "paragraph"]
    assert shape("تقرير " + "ا" * 200) == ["paragraph"]


def test_a_first_row_is_a_header() -> None:
    [table] = blocks("المحور\tالنشاط\nأول\tثان")
    kinds = [[cell["type"] for cell in row["content"]] for row in table["content"]]
    assert kinds == [["table_header"] * 2, ["table_cell"] * 2]
