"""Plain text to blocks: headings, lists, tab-separated tables, paragraphs.

Every character is kept but white space at the ends of lines and the marks that became a list. What looks
like a heading is one only where it stands alone between blank lines; doubtful lines stay paragraphs.
"""

import re
from collections.abc import Iterator
from itertools import groupby

from domain.blocks import Block, article, bullet_list, ordered_list, paragraph, section, table

_BULLET = re.compile(r"(?:[-–•*▪]\s*[✓✔]?|[✓✔])\s*(?=\S)")
_NUMBER = re.compile(r"(\d{1,3})\s*[.)\-–]\s+(?=\S)")
_ARTICLE = re.compile(r"(?:المادة|الفصل|Article)\s+(?:\d+|الأولى|الاولى|premier)\s*(?::|[-–]|$)")
_SECTION = re.compile(
    r"(?:تقرير|النقطة|الباب|المحور|القسم|الجزء|أولا|ثانيا|ثالثا|رابعا|خامسا|سادسا|Chapitre|Titre|Partie|Point)\b"
)
MOST_OF_A_HEADING = 120
MOST_OF_A_LABEL = 20


def blocks(text: str) -> list[Block]:
    """The blocks of a plain text; control characters that no text may hold are left out."""
    clean = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\u202a-\u202e\u2066-\u2069]", "", text)
    lines = [line.strip(" \u00a0\r") for line in clean.split("\n")]
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
            first = _NUMBER.match(lines[0])
            start = max(1, int(first[1])) if first else 1
            yield ordered_list((_NUMBER.sub("", line, count=1) for line in lines), start)
        case "article":
            yield from (article(line) for line in lines)
        case "section":
            yield from (section(line) for line in lines)
        case "paragraph":
            yield from (paragraph(line) for line in lines)
