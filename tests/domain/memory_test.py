"""What nobody holds any more leaves the memory: a service runs for months."""

import gc
import weakref

from prosemirror.model import Fragment, Slice
from prosemirror.transform import ReplaceStep

from domain.blocks import document, paragraph, title
from domain.schema import SCHEMA
from domain.steps import apply


def test_a_version_that_was_replaced_is_gone() -> None:
    doc = document(title("ع"), [paragraph("نص")])
    earlier = []
    for _ in range(10):
        earlier.append(weakref.ref(doc))
        doc = apply(doc, ReplaceStep(1, 1, Slice(Fragment.from_(SCHEMA.text("ب")), 0, 0)))
    gc.collect()
    assert [one() for one in earlier] == [None] * 10
