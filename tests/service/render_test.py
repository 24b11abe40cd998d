"""A text as HTML: every node and mark of the schema, and nothing of the text taken for HTML."""

import random
from html.parser import HTMLParser
from typing import Any

import pytest

from domain.schema import MARKS, NODES
from service.pages.paper.render import render
from tests.domain.texts import text

EVIL = "\"'><script>alert(1)</script>&amp;{{ 7 }}{}%s"


def node(kind: str, *content: Any, **attrs: Any) -> dict[str, Any]:
    return {"type": kind, "attrs": {"id": "a" * 12, "dir": "auto", **attrs}, "content": list(content)}


def words(text: str = "نص", *marks: dict[str, Any]) -> dict[str, Any]:
    return {"type": "text", "text": text, "marks": list(marks)}


class Reader(HTMLParser):
    """What a browser makes of the page: its elements and its text; fails where tags do not match."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(str(page))
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("seed", range(60))
def test_a_text_is_read_as_it_was_written(seed: int) -> None:
    doc = text(random.Random(seed), blocks=12)
    read = Reader(render(doc.to_json(), {}, {}))
    # What a recommendation says of itself is in its attributes, not in its text.
    notes = [
        f"الجهة المعنية{each.attrs['addressee']}" for each in doc.content.content if "addressee" in each.attrs
    ]
    shown = read.text
    for note in notes:
        shown = shown.replace(note, "", 1)
    assert shown == doc.text_between(0, doc.content.size)
    assert [tag for tag, _ in read.seen].count("tr") == str(doc).count("table_row")


def test_every_node_has_its_element() -> None:
    inline = [words(), {"type": "hard_break"}, {"type": "cross_reference", "attrs": {"target": "b" * 12}}]
    paragraph = node("paragraph", *inline)
    header, cell = node("table_header", paragraph, colspan=2), node("table_cell", paragraph, rowspan=3)
    doc = node(
        "doc",
        node("title", words()),
        *(node("section", words(), level=level) for level in (1, 2, 3)),
        node("article", words()),
        node("quotation", paragraph),
        node("ordered_list", node("list_item", paragraph), start=4),
        node("bullet_list", node("list_item", paragraph)),
        node("table", node("table_row", header, cell)),
        node("recommendation", paragraph, addressee="المجلس", term="", indicator="عدد"),
    )
    page = render(doc, {}, {})
    tags = {tag for tag, _ in Reader(page).seen}
    expected = "h1 h2 h3 h4 h5 p br span blockquote ol ul li table tbody tr td th div dl dt dd"
    assert tags == set(expected.split())
    assert {"doc", "text", *(each["type"] for each in _all(doc))} == set(NODES)
    for attr in ('start="4"', 'colspan="2"', 'rowspan="3"', 'dir="auto"', 'id="aaaaaaaaaaaa"'):
        assert attr in page
    assert "الأجل" not in page


def test_every_mark_has_its_element_and_the_first_lies_outside() -> None:
    marks = [{"type": kind, "attrs": {"href": "https://example.org"}} for kind in MARKS]
    page = render(node("doc", node("paragraph", words("نص", *marks))), {}, {})
    assert (
        '<a href="https://example.org" rel="noopener noreferrer"><strong><em><u>نص</u></em></strong></a>'
        in page
    )


def test_a_list_stands_on_the_side_of_the_page_until_a_side_is_chosen() -> None:
    item = node("list_item", node("paragraph", words()))
    page = render(node("doc", node("bullet_list", item), node("bullet_list", item, dir="ltr")), {}, {})
    sides = [attrs.get("dir") for tag, attrs in Reader(page).seen if tag in ("ul", "p")]
    assert sides == [None, "auto", "ltr", "auto"]


def test_nothing_of_the_text_becomes_html() -> None:
    evil_link = {"type": "link", "attrs": {"href": "https://example.org/" + EVIL}}
    doc = node(
        "doc",
        node("title", words(EVIL)),
        node("paragraph", words(EVIL, evil_link), dir=EVIL, id=EVIL),
        node("ordered_list", node("list_item", node("paragraph", words(EVIL)), id=EVIL), start=EVIL),
        node("table", node("table_row", node("table_cell", node("paragraph"), colspan=EVIL, rowspan=EVIL))),
        node("recommendation", node("paragraph"), addressee=EVIL, term=EVIL, indicator=EVIL, id="r"),
        node("paragraph", {"type": "cross_reference", "attrs": {"target": "r"}}),
    )
    page = render(doc, {EVIL: EVIL, "r": EVIL}, {"r": EVIL})
    read = Reader(page)
    assert "script" not in {tag for tag, _ in read.seen}
    assert "<script" not in page
    allowed = {"id", "dir", "class", "href", "rel", "start", "colspan", "rowspan", "data-number", "tabindex"}
    assert {name for _, attrs in read.seen for name in attrs} <= allowed
    assert read.text.count(EVIL) == 8


@pytest.mark.parametrize("href", ["javascript:alert(1)", "data:text/html,x", "//example.org", " https://x"])
def test_a_link_that_is_no_link_is_text(href: str) -> None:
    link = {"type": "link", "attrs": {"href": href}}
    assert "<a" not in render(node("doc", node("paragraph", words("نص", link))), {}, {})


def test_a_reference_says_the_name_of_its_target_or_that_it_is_gone() -> None:
    doc = node("doc", node("paragraph", {"type": "cross_reference", "attrs": {"target": "t" * 12}}))
    assert '<a class="cross-reference" href="#tttttttttttt">المادة 5</a>' in render(
        doc, {}, {"t" * 12: "المادة 5"}
    )
    assert "إحالة إلى موضع حُذف" in render(doc, {}, {})


def _all(parent: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for child in parent.get("content", ()) for each in (child, *_all(child))]
