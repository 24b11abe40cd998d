# ruff: noqa: E501  (a case reads best on one line)
"""The gate: every trap that was measured in the libraries is refused with a code, and nothing else escapes."""

import json
from typing import Any

import msgspec
import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.blocks import document, paragraph, title
from domain.check import check_whole
from domain.errors import Invalid
from domain.schema import SCHEMA
from domain.steps import apply, canonical, decode, sent_as

DOC = document(title("ع"), [paragraph("😀 لا بأس"), paragraph("two")])


def typed(text: str, at: Any = 4) -> dict[str, Any]:
    slice_ = {"content": [{"type": "text", "text": text}]}
    return {"stepType": "replace", "from": at, "to": at, "slice": slice_}


def through(steps: Any) -> None:
    doc = DOC
    for step in decode(SCHEMA, steps, sent_as(steps)):
        doc = apply(doc, step)
    check_whole(doc)


def nested(levels: int) -> dict[str, Any]:
    node: dict[str, Any] = paragraph("x")
    for _ in range(levels):
        node = {"type": "quotation", "attrs": {"id": None, "dir": "auto"}, "content": [node]}
    return node


HOSTILE: dict[str, Any] = {
    "not a list": {"stepType": "replace"},
    "no steps": [],
    "too many steps": [typed("x")] * 201,
    "unknown kind": [{"stepType": "explode"}],
    "the kind is no text": [{"stepType": ["replace"]}],
    "inverted range": [{"stepType": "replace", "from": 6, "to": 4}],
    "true as a position": [typed("x", True)],
    "a fraction": [typed("x", 4.0)],
    "a negative position": [typed("x", -1)],
    "a position as text": [typed("x", "4")],
    "out of bounds": [typed("x", 999)],
    "does nothing": [{"stepType": "replace", "from": 4, "to": 4}],
    "splits a surrogate pair": [typed("x", 5)],
    "deletes half a pair": [{"stepType": "replace", "from": 4, "to": 5}],
    "lone surrogate": json.loads('[{"stepType":"replace","from":4,"to":4,"slice":{"content":[{"type":"text","text":"\\ud83d"}]}}]'),
    "control character": [typed("a\u0007b")],
    "line feed in text": [typed("a\nb")],
    "bidi override": [typed("abc\u202edef")],
    "bidi isolate": [typed("abc\u2066def")],
    "empty text": [typed("")],
    "nested beyond reason": [{"stepType": "replace", "from": 3, "to": 3, "slice": {"content": [nested(3_000)]}}],
    "nested too deep": [{"stepType": "replace", "from": 3, "to": 3, "slice": {"content": [nested(40)]}}],
    "open deeper than it is": [{"stepType": "replace", "from": 4, "to": 4, "slice": {"content": [paragraph("x")], "openStart": 2}}],
    "open by true": [{"stepType": "replace", "from": 4, "to": 4, "slice": {"content": [paragraph("x")], "openStart": True}}],
    "unknown node": [{"stepType": "replace", "from": 3, "to": 3, "slice": {"content": [{"type": "script"}]}}],
    "unknown attribute": [{"stepType": "replace", "from": 3, "to": 3, "slice": {"content": [{"type": "paragraph", "attrs": {"id": "a" * 12, "dir": "auto", "onclick": "x"}}]}}],
    "attribute left out": [{"stepType": "replace", "from": 3, "to": 3, "slice": {"content": [{"type": "paragraph", "attrs": {"id": "a" * 12}}]}}],
    "no id": [{"stepType": "replace", "from": 3, "to": 3, "slice": {"content": [{"type": "paragraph", "attrs": {"id": None, "dir": "auto"}}]}}],
    "unknown field": [{**typed("x"), "extra": 1}],
    "structure false": [{**typed("x"), "structure": False}],
    "attr without check": [{"stepType": "attr", "pos": 3, "attr": "dir", "value": {"_type_": "nope", "_data_": 1}}],
    "attr that does not exist": [{"stepType": "attr", "pos": 3, "attr": "level", "value": 1}],
    "attr nowhere": [{"stepType": "attr", "pos": 900, "attr": "dir", "value": "rtl"}],
    "attr deep value": [{"stepType": "attr", "pos": 3, "attr": "dir", "value": msgspec.json.decode("[" * 900 + "]" * 900)}],
    "script link": [{"stepType": "addMark", "from": 4, "to": 6, "mark": {"type": "link", "attrs": {"href": "javascript:alert(1)"}}}],
    "data link": [{"stepType": "addMark", "from": 4, "to": 6, "mark": {"type": "link", "attrs": {"href": "data:text/html,x"}}}],
    "link with a space": [{"stepType": "addMark", "from": 4, "to": 6, "mark": {"type": "link", "attrs": {"href": "http://a b"}}}],
    "unknown mark": [{"stepType": "addMark", "from": 4, "to": 6, "mark": {"type": "blink"}}],
    "mark over nothing": [{"stepType": "addMark", "from": 4, "to": 4, "mark": {"type": "strong"}}],
    "replaceAround without fields": [{"stepType": "replaceAround", "from": 3, "to": 5}],
    "gap outside": [{"stepType": "replaceAround", "from": 3, "to": 9, "gapFrom": 2, "gapTo": 8, "insert": 0}],
    "insert outside": [{"stepType": "replaceAround", "from": 3, "to": 13, "gapFrom": 3, "gapTo": 13, "insert": 7, "slice": {"content": [{"type": "quotation", "attrs": {"id": "q" * 12, "dir": "auto"}}]}}],
    "a number that is too large": [typed("x", 10**30)],
    "removes the title": [{"stepType": "replace", "from": 0, "to": 3}],
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_step_is_refused(name: str) -> None:
    with pytest.raises(Invalid):
        through(HOSTILE[name])


def test_ordinary_steps_pass() -> None:
    through([typed("سلام"), {"stepType": "addMark", "from": 4, "to": 6, "mark": {"type": "strong"}}])
    through([{"stepType": "attr", "pos": 3, "attr": "dir", "value": "rtl"}])
    through([typed("👩‍👩‍👧 مُقَرِّر e\u0301 \u200f\u200c")])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FIELDS = [
    "stepType",
    "from",
    "to",
    "gapFrom",
    "gapTo",
    "insert",
    "slice",
    "pos",
    "attr",
    "value",
    "mark",
    "structure",
]
NEARLY = st.fixed_dictionaries(
    {"stepType": st.sampled_from(["replace", "replaceAround", "addMark", "removeMark", "attr"])},
    optional={field: JSON | st.integers(0, 20) for field in FIELDS[1:]},
)


@settings(max_examples=150, deadline=None)
@given(st.lists(NEARLY | JSON, min_size=1, max_size=3))
def test_only_invalid_escapes_the_gate(steps: list[Any]) -> None:
    try:
        through(steps)
    except Invalid:
        return


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.integers(-(2**53) + 1, 2**53 - 1)
        | st.booleans()
        | st.none()
        | st.text(st.characters(exclude_categories=["Cs"])),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(st.text(st.characters(max_codepoint=0x7E)), inner, max_size=4)
        ),
        max_leaves=12,
    )
)
def test_canonical_is_rfc_8785_for_what_steps_hold(data: Any) -> None:
    assert canonical(data).encode() == rfc8785.dumps(data)
