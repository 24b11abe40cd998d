"""A reader of tagged PDF that is not the printer: what a file says, by its structure and not by its looks.

It follows the specification (ISO 32000-1, 14.7 to 14.9): elements in the order of the tree, their marked
content in the order of its ids, glyphs by the font's map to Unicode or by an ActualText that replaces it.
Glyphs lie from left to right; those of a word that runs from right to left are read from its end. Nothing
is guessed from the places of things, but for this: Typst cuts a word where a vowel sign is raised or lowered,
and tags the parts from left to right, the text of the letter and of its sign at both.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from itertools import chain
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream

_ENTRY = re.compile(r"<([0-9A-F]{4})> <([0-9A-F]+)>")


@dataclass
class Cluster:
    """The text of a letter with its signs, and the glyphs that draw it."""

    text: str
    glyphs: list[int] = field(default_factory=list)


@dataclass
class Content:
    """A text object: its id or «/Artifact», where it begins, and its clusters from left to right."""

    page: int
    mark: str
    x: float = 0
    y: float = 0
    clusters: list[Cluster] = field(default_factory=list)
    reversed: bool = False

    @property
    def leftward(self) -> bool:
        """Whether it shows Arabic letters or is marked as reversed, as a word with vowel signs never is."""
        letters = (letter for cluster in self.clusters for letter in cluster.text)
        return self.reversed or any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in letters)

    @property
    def blank(self) -> bool:
        return all(cluster.text.isspace() for cluster in self.clusters)


@dataclass
class Element:
    """A structure element: its type, what it says with all that is in it, and the page where it begins."""

    kind: str
    page: int
    text: str
    inside: list["Element"]
    attrs: dict[str, Any]

    def all(self, *kinds: str) -> Iterator["Element"]:
        """Every element of these kinds below, in order."""
        for each in self.inside:
            if each.kind in kinds:
                yield each
            yield from each.all(*kinds)


class Tagged:
    """A file as its tags tell it."""

    def __init__(self, file: bytes) -> None:
        self.reader = PdfReader(BytesIO(file))
        self._numbers = {page.indirect_reference: index for index, page in enumerate(self.reader.pages)}

    @cached_property
    def tree(self) -> Element:
        """The whole text."""
        found, _ = self._element(self.reader.root_object["/StructTreeRoot"], 0)
        return found

    def pieces(self, page: int) -> list[str]:
        """The text of a page, object by object, as they are tagged."""
        return [_read([each]) for each in self._pages[page] if each.mark != "/Artifact"]

    def artifacts(self, page: int) -> str:
        """What stands on a page and belongs to no text: its foot, its background, a header repeated."""
        return _read(self._marked[page, "/Artifact"])

    @cached_property
    def _pages(self) -> list[list[Content]]:
        return [list(_contents(page, index)) for index, page in enumerate(self.reader.pages)]

    @cached_property
    def _marked(self) -> dict[tuple[int, str], list[Content]]:
        found: dict[tuple[int, str], list[Content]] = {}
        for each in chain(*self._pages):
            found.setdefault((each.page, each.mark), []).append(each)
        return found

    def _element(self, node: Any, page: int) -> tuple[Element, list[Content]]:
        page = self._numbers[node.raw_get("/Pg")] if "/Pg" in node else page
        inside: list[Element] = []
        contents: list[Content] = []
        children = node.get("/K", [])
        for child in children if isinstance(children, list) else [children]:
            below = child.get_object()
            if isinstance(below, int):
                contents += self._marked.get((page, str(below)), [])
            elif below.get("/Type") == "/MCR":
                there = self._numbers[below.raw_get("/Pg")]
                contents += self._marked.get((there, str(below["/MCID"])), [])
            elif below.get("/Type") != "/OBJR":
                element, theirs = self._element(below, page)
                inside.append(element)
                contents += theirs
        attrs = {key: value for owned in node.get("/A", []) for key, value in owned.get_object().items()}
        return Element(
            str(node.get("/S", "")), contents[0].page if contents else page, _read(contents), inside, attrs
        ), contents


def _contents(page: PageObject, number: int) -> Iterator[Content]:
    """What a page shows, one text object after the other, in the order of painting."""
    resources: Any = page["/Resources"]
    fonts = {name: _unicode(font.get_object()) for name, font in resources.get("/Font", {}).items()}
    marks: list[tuple[str, Any]] = []
    content, font = Content(number, ""), dict[int, str]()
    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        match operator:
            case b"BDC" | b"BMC":
                marks.append((str(operands[0]), operands[1] if len(operands) > 1 else {}))
                if "/ActualText" in marks[-1][1]:
                    content.clusters.append(Cluster(marks[-1][1]["/ActualText"]))
            case b"EMC":
                marks.pop()
            case b"cm":
                x, y = float(operands[4]), float(operands[5])
            case b"BT":
                ids = [str(about["/MCID"]) for _, about in marks if "/MCID" in about]
                content = Content(number, ids[-1] if ids else marks[-1][0], x, y)
            case b"ET":
                yield content
            case b"Tf":
                font = fonts[operands[0]]
            case b"Tj" | b"TJ":
                content.reversed |= any(tag == "/ReversedChars" for tag, _ in marks)
                glyphs = list(_glyphs(operands[0]))
                if any("/ActualText" in about for _, about in marks):
                    content.clusters[-1].glyphs += glyphs
                else:
                    content.clusters += [Cluster(font[glyph], [glyph]) for glyph in glyphs]


def _glyphs(shown: Any) -> Iterator[int]:
    for part in shown if isinstance(shown, list) else [shown]:
        if not isinstance(part, int | float):
            raw = part if isinstance(part, bytes) else part.original_bytes
            for at in range(0, len(raw), 2):
                yield int.from_bytes(raw[at : at + 2], "big")


def _unicode(font: Any) -> dict[int, str]:
    entries = _ENTRY.findall(font["/ToUnicode"].get_data().decode("latin-1"))
    return {
        int(glyph, 16): bytes.fromhex(text).decode("utf-16-be")
        for glyph, text in entries
        if (glyph, text) != ("0000", "FFFF")
    }


def _read(contents: list[Content]) -> str:
    words: list[list[Content]] = []
    for content in contents:
        if words and _one_word(words[-1][-1], content):
            words[-1].append(content)
        else:
            words.append([content])
    return "".join(map(_word, words))


def _one_word(left: Content, right: Content) -> bool:
    """Whether both are parts of one word, cut at a sign: of two words, the latter would lie to the left."""
    raised = left.page == right.page and 0 < abs(left.y - right.y) < 10 and left.x <= right.x
    return raised and not left.blank and not right.blank and (left.leftward or right.leftward)


def _word(parts: list[Content]) -> str:
    clusters: list[Cluster] = []
    for part in parts:
        for index, cluster in enumerate(part.clusters):
            last = clusters[-1] if clusters and index == 0 else None
            if last and last.text == cluster.text and not set(last.glyphs) & set(cluster.glyphs):
                last.glyphs.extend(cluster.glyphs)
            else:
                clusters.append(Cluster(cluster.text, list(cluster.glyphs)))
    if any(part.leftward for part in parts):
        clusters.reverse()
    return "".join(each.text for each in clusters)
