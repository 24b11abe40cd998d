"""The document schema: what an advisory opinion may be made of.

Schema 1 is pinned by a draft's first event and never changes; a later schema gets a new number
and the old one stays loadable. The same data, exported as JSON, builds the browser's schema, so
both sides agree on nodes, marks, attributes and their validators.

Sections and articles are flat headings, not containers: an article reaches to the next heading.
Their numbers are computed while drafting and never stored in the text.
"""

import re
from collections.abc import Callable
from typing import Any, Final

from prosemirror.model import Schema

SCHEMA_VERSION: Final = 1

MAX_SPAN: Final = 50
MAX_HREF: Final = 2_000

ID_PATTERN: Final = "^[0-9a-z]{12}$"

# Validators are data so that Python and TypeScript interpret the very same rules:
# an integer range, a closed list of words, or a pattern with a greatest length in UTF-16 units.
Rule = dict[str, Any]

_ID: Rule = {"pattern": ID_PATTERN, "max": 12}
_DIR: Rule = {"words": ["auto", "rtl", "ltr"]}
_SPAN: Rule = {"from": 1, "to": MAX_SPAN}
# One line of visible text: no controls, no bidi embeddings, overrides or isolates.
VISIBLE_TEXT: Final = "^[^\\u0000-\\u001f\\u007f-\\u009f\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]*$"
_NOTE: Rule = {"pattern": VISIBLE_TEXT, "max": 300}
# No white space is written as a class: \s differs between Python and JavaScript.
_HREF: Rule = {
    "pattern": "^(https?://|mailto:)[^\\u0000-\\u0020\\u007f-\\u00a0\\u1680\\u2000-\\u200f"
    "\\u2028-\\u202f\\u205f-\\u206f\\u3000\\ufeff\\ud800-\\udfff]+$",
    "max": MAX_HREF,
}

_id: Rule = {"default": None, "rule": _ID}
_dir: Rule = {"default": "auto", "rule": _DIR}
_block: dict[str, Rule] = {"id": _id, "dir": _dir}
_note: Rule = {"default": "", "rule": _NOTE}
_cell: dict[str, Any] = {
    "content": "flow+",
    "attrs": {
        "colspan": {"default": 1, "rule": _SPAN},
        "rowspan": {"default": 1, "rule": _SPAN},
    },
    "isolating": True,
}

# Order matters: it decides which node ProseMirror creates to fill a gap, and which mark lies outside.
NODES: Final[dict[str, dict[str, Any]]] = {
    "doc": {"content": "title block+"},
    "paragraph": {"content": "inline*", "group": "block flow", "attrs": _block},
    "title": {"content": "inline*", "attrs": _block, "defining": True, "isolating": True},
    "section": {
        "content": "inline*",
        "group": "block",
        "attrs": {**_block, "level": {"default": 1, "rule": {"from": 1, "to": 3}}},
        "defining": True,
    },
    "article": {"content": "inline*", "group": "block", "attrs": _block, "defining": True},
    "quotation": {"content": "paragraph+", "group": "block", "attrs": _block, "defining": True},
    "ordered_list": {
        "content": "list_item+",
        "group": "block flow",
        "attrs": {**_block, "start": {"default": 1, "rule": {"from": 1, "to": 9999}}},
    },
    "bullet_list": {"content": "list_item+", "group": "block flow", "attrs": _block},
    "list_item": {
        "content": "paragraph (paragraph | ordered_list | bullet_list)*",
        "attrs": {"id": _id},
        "defining": True,
    },
    "table": {
        "content": "table_row+",
        "group": "block",
        "attrs": _block,
        "isolating": True,
        "tableRole": "table",
    },
    "table_row": {
        "content": "(table_cell | table_header)*",
        "attrs": {"id": _id},
        "tableRole": "row",
    },
    "table_cell": {**_cell, "tableRole": "cell"},
    "table_header": {**_cell, "tableRole": "header_cell"},
    "recommendation": {
        "content": "flow+",
        "group": "block",
        "attrs": {**_block, "addressee": _note, "term": _note, "indicator": _note},
        "defining": True,
    },
    "text": {"group": "inline"},
    "cross_reference": {
        "inline": True,
        "group": "inline",
        "attrs": {"target": {"rule": _ID}},
        "atom": True,
    },
    "hard_break": {"inline": True, "group": "inline", "selectable": False},
}

MARKS: Final[dict[str, dict[str, Any]]] = {
    "link": {"attrs": {"href": {"rule": _HREF}}, "inclusive": False},
    "strong": {},
    "emphasis": {},
    "underline": {},
}


def validator(rule: Rule) -> Callable[[Any], None]:
    """The check of one attribute's value; it raises ValueError where the rule is broken."""
    if "words" in rule:
        words = frozenset(rule["words"])

        def check(value: Any) -> None:
            if type(value) is not str or value not in words:
                raise ValueError(f"not one of {sorted(words)}")

    elif "pattern" in rule:
        pattern, most = re.compile(rule["pattern"].replace("$", r"\Z")), rule["max"]

        def check(value: Any) -> None:
            # Length in code points first: a value that long is refused before it is encoded.
            if type(value) is not str or len(value) > most or not pattern.match(value):
                raise ValueError("not in the pattern")
            if len(value.encode("utf-16-le")) // 2 > most:
                raise ValueError("too long")

    else:
        least, most = rule["from"], rule["to"]

        def check(value: Any) -> None:
            if type(value) is not int or not least <= value <= most:
                raise ValueError(f"not an integer from {least} to {most}")

    return check


def _with_validators(specs: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        name: {
            **spec,
            "attrs": {
                attr: {
                    **({"default": about["default"]} if "default" in about else {}),
                    "validate": validator(about["rule"]),
                }
                for attr, about in spec.get("attrs", {}).items()
            },
        }
        for name, spec in specs.items()
    }


def exported() -> dict[str, Any]:
    """Schema 1 as JSON data: what the browser builds its schema from."""
    return {"schema": SCHEMA_VERSION, "nodes": NODES, "marks": MARKS, "text": VISIBLE_TEXT}


SCHEMA: Final[Schema[Any, Any]] = Schema({"nodes": _with_validators(NODES), "marks": _with_validators(MARKS)})
SCHEMAS: Final[dict[int, Schema[Any, Any]]] = {SCHEMA_VERSION: SCHEMA}
