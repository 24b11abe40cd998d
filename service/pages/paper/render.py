"""A text of schema 1 as HTML, to be read where there is no editor: the same elements, everything escaped.

Receives a document as JSON and the names of its numbered blocks; knows no more of the house.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from markupsafe import Markup, escape

Json = Mapping[str, Any]

BROKEN_REFERENCE: Final = "إحالة إلى موضع حُذف"
_NOTES: Final = {"addressee": "الجهة المعنية", "term": "الأجل", "indicator": "مؤشر التتبع"}
_MARKS: Final = {"strong": "strong", "emphasis": "em", "underline": "u"}
_PLAIN: Final = {
    "paragraph": "p",
    "quotation": "blockquote",
    "ordered_list": "ol",
    "bullet_list": "ul",
    "list_item": "li",
    "table_row": "tr",
    "table_cell": "td",
    "table_header": "th",
}
_BLOCKS_OF_BLOCKS: Final = {"quotation", "ordered_list", "bullet_list", "table", "recommendation"}
_SAFE: Final = ("http://", "https://", "mailto:")


def render(doc: Json, labels: Mapping[str, str], names: Mapping[str, str]) -> Markup:
    """A document as HTML. By id: `labels` stand beside numbered blocks, `names` are what references say."""
    return _Renderer(labels, names).inside(doc)


class _Renderer:
    def __init__(self, labels: Mapping[str, str], names: Mapping[str, str]) -> None:
        self._labels = labels
        self._names = names

    def inside(self, node: Json) -> Markup:
        return Markup().join(self._node(child) for child in node.get("content", ()))

    def _node(self, node: Json) -> Markup:
        kind = node["type"]
        match kind:
            case "text":
                return self._marked(escape(node["text"]), node.get("marks", ()))
            case "hard_break":
                return self._marked(Markup("<br>"), node.get("marks", ()))
            case "cross_reference":
                return self._marked(self._reference(node["attrs"]["target"]), node.get("marks", ()))
            case "title":
                return self._element("h1", node, {"class": "title"})
            case "section":
                return self._element(f"h{node['attrs']['level'] + 1}", node, {"class": "section"})
            case "article":
                return self._element("h5", node, {"class": "article"})
            case "table":
                rows = Markup("<tbody>{}</tbody>").format(self.inside(node))
                return Markup('<div class="table" tabindex="0">{}</div>').format(
                    _tag("table", _own(node), rows)
                )
            case "recommendation":
                return self._recommendation(node)
            case _:
                return self._element(_PLAIN[kind], node, {})

    def _element(self, tag: str, node: Json, more: Mapping[str, Any]) -> Markup:
        attrs = node.get("attrs", {})
        label = self._labels.get(attrs.get("id", ""))
        numbers = {name: attrs[name] for name in ("start", "colspan", "rowspan") if attrs.get(name, 1) != 1}
        return _tag(tag, {**_own(node), "data-number": label, **numbers, **more}, self.inside(node))

    def _recommendation(self, node: Json) -> Markup:
        attrs = node["attrs"]
        notes = Markup().join(
            Markup('<div><dt>{}</dt><dd dir="auto">{}</dd></div>').format(word, attrs[name])
            for name, word in _NOTES.items()
            if attrs[name]
        )
        head = Markup('<div class="head"><span class="number">{}</span><dl>{}</dl></div>').format(
            self._labels.get(attrs["id"], ""), notes
        )
        return _tag("div", {**_own(node), "class": "recommendation"}, head + self.inside(node))

    def _reference(self, target: str) -> Markup:
        name = self._names.get(target)
        if name is None:
            return Markup('<span class="cross-reference broken">{}</span>').format(BROKEN_REFERENCE)
        return Markup('<a class="cross-reference" href="#{}">{}</a>').format(target, name)

    @staticmethod
    def _marked(inner: Markup, marks: Iterable[Json]) -> Markup:
        """The first mark lies outermost, as in the editor."""
        for mark in reversed(list(marks)):
            if mark["type"] == "link":
                href = str(mark["attrs"]["href"])
                if href.startswith(_SAFE):
                    inner = _tag("a", {"href": href, "rel": "noopener noreferrer"}, inner)
            else:
                inner = _tag(_MARKS[mark["type"]], {}, inner)
        return inner


def _own(node: Json) -> dict[str, Any]:
    """A block's own id and direction.

    A block of blocks has no text of its own to find a direction by: it takes that of the page, as `auto`
    would
    make it left to right.
    """
    attrs = node.get("attrs", {})
    direction = attrs.get("dir")
    inherits = direction == "auto" and node["type"] in _BLOCKS_OF_BLOCKS
    return {"id": attrs.get("id"), "dir": None if inherits else direction}


def _tag(name: str, attrs: Mapping[str, Any], inner: Markup) -> Markup:
    shown = Markup().join(
        Markup(' {}="{}"').format(key, value) for key, value in attrs.items() if value is not None
    )
    return Markup("<{0}{1}>{2}</{0}>").format(name, shown, inner)
