"""Plain text to blocks: headings, lists, tab-separated tables, paragraphs.

Every character is kept but white space at the ends of lines and the marks that became a list; the items of a
numbered list keep their numbers. What looks like a heading is one only where it stands alone between blank
lines; doubtful lines stay paragraphs.
"""

import re
from collections.abc import Iterator
from itertools import count, groupby

from domain.blocks import Block, article, bullet_list, ordered_list, paragraph, section, table

_FORBIDDEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_BULLET = re.compile(r"(?:[-–•*▪]\s*[✓✔]?|[✓✔])\s*(?=\S)")
_NUMBER = re.compile(r"(?![0٠])([0-9٠-٩]{1,3})\s*[.)\-–]\s+(?=\S)")
_ARTICLE = re.compile(r"(?:المادة|الفصل|Article)\s+(?:\d+|الأولى|الاولى|premier)\s*(?::|[-–]|$)")
_SECTION = re.compile(
    r"(?:تقرير|النقطة|الباب|المحور|القسم|الجزء|أولا|ثانيا|ثالثا|رابعا|خامسا|سادسا|Chapitre|Titre|Partie|Point)\b"
)
MOST_OF_A_HEADING = 120
MOST_OF_A_LABEL = 20


def one_line(text: str) -> str:
    """A title as somebody typed it: on one line, without what no text may hold."""
    return " ".join(_FORBIDDEN.sub("", text).split())


def blocks(text: str) -> list[Block]:
    """The blocks of a plain text; control characters that no text may hold are left out."""
    lines = [_FORBIDDEN.sub("", line).strip(" \u00a0") for line in text.removeprefix("\ufeff").splitlines()]
    kept: list[tuple[str, str]] = []
    for index, line in enumerate(lines):
        kind = _kind(lines, index)
        # A blank line parts two tables; items of one list may have blank lines between them.
        if kind != "blank" or (kept and kept[-1][0] == "table"):
            kept.append((kind, line))
    found: list[Block] = []
    for kind, group in groupby(kept, key=lambda pair: pair[0]):
        found.extend(_block(kind, [line for _, line in group]))
    return found


def _kind(lines: list[str], index: int) -> str:
    line = lines[index]
    if "\t" in line and line.strip():
        return "table"
    if not line.strip():
        return "blank"
    if _BULLET.match(line):
        return "bullet"
    if _NUMBER.match(line):
        return "number"
    alone = (index == 0 or not lines[index - 1].strip()) and (
        index + 1 == len(lines) or not lines[index + 1].strip()
    )
    if alone and len(line) <= MOST_OF_A_HEADING:
        if _ARTICLE.match(line):
            return "article"
        label = line.endswith(":") and len(line) <= MOST_OF_A_LABEL
        if _SECTION.match(line) or label:
            return "section"
    return "paragraph"


def _block(kind: str, lines: list[str]) -> Iterator[Block]:
    match kind:
        case "table":
            yield table([[cell.strip() for cell in line.split("\t")] for line in lines])
        case "bullet":
            yield bullet_list(_BULLET.sub("", line, count=1) for line in lines)
        case "number":
            # Items are numbered in their order: where a number does not follow, another list begins.
            for _, run in groupby(zip(count(), lines), key=lambda pair: _number(pair[1]) - pair[0]):
                items = [line for _, line in run]
                yield ordered_list((_NUMBER.sub("", item, count=1) for item in items), _number(items[0]))
        case "article":
            yield from (article(line) for line in lines)
        case "section":
            yield from (section(line) for line in lines)
        case "paragraph":
            yield from (paragraph(line) for line in lines)


def _number(line: str) -> int:
    """What an item of a numbered list begins with."""
    return int(_NUMBER.split(line, maxsplit=1)[1])
