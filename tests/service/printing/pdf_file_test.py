"""A PDF as an archive keeps it: PDF/A-3a, tagged, in Amiri alone, the same bytes every time."""

import json
from dataclasses import replace
from datetime import timedelta, timezone
from typing import Any

import pytest

from domain.blocks import paragraph
from service.printing.pdf import pdf
from service.printing.sheet import Letter, Sheet
from tests.service.printing.papers import MOMENT, letter, rich, sheet
from tests.service.printing.tagged import Tagged


@pytest.fixture(scope="module", params=[rich, letter], ids=["sheet", "letter"])
def printed(request: pytest.FixtureRequest) -> Sheet | Letter:
    made: Sheet | Letter = request.param()
    return made


def test_it_says_that_it_is_pdf_a_3a(printed: Sheet | Letter) -> None:
    reader = Tagged(pdf(printed, MOMENT)).reader
    stated = reader.xmp_metadata
    assert stated is not None
    xml = stated.stream.get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in xml
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xml
    assert reader.root_object["/OutputIntents"]


def test_it_is_tagged_in_its_language_and_named(printed: Sheet | Letter) -> None:
    reader = Tagged(pdf(printed, MOMENT)).reader
    root: Any = reader.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == "ar-MA"
    assert root["/ViewerPreferences"]["/Direction"] == "/R2L"
    assert reader.xmp_metadata is not None
    named = "رأي استشاري حول الإنارة العمومية" if isinstance(printed, Sheet) else printed.subject
    assert reader.xmp_metadata.dc_title == {"x-default": named}
    assert reader.xmp_metadata.xmp_create_date == MOMENT.replace(tzinfo=None)


def test_every_face_is_amiri_and_lies_in_the_file(printed: Sheet | Letter) -> None:
    faces: dict[str, Any] = {}
    for page in Tagged(pdf(printed, MOMENT)).reader.pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            [face] = font.get_object()["/DescendantFonts"]
            descriptor = face.get_object()["/FontDescriptor"].get_object()
            faces[str(descriptor["/FontName"])] = descriptor
    assert faces
    assert {name.partition("+")[2].partition("-")[0] for name in faces} == {"Amiri"}
    assert all({"/FontFile2", "/FontFile3"} & descriptor.keys() for descriptor in faces.values())


def test_a_file_lies_in_it() -> None:
    content = json.dumps({"نص": "x" * 5_000}, ensure_ascii=False).encode()
    reader = Tagged(pdf(rich(), MOMENT, ("text.json", content))).reader
    [lies] = reader.attachment_list
    assert (lies.name, lies.content) == ("text.json", content)
    root: Any = reader.root_object
    [specification] = root["/AF"]
    assert specification.get_object()["/AFRelationship"] == "/Source"


def test_the_same_input_and_moment_give_the_same_bytes() -> None:
    paper, attachment = rich(), ("text.json", b"{}")
    first = pdf(paper, MOMENT, attachment)
    elsewhere = MOMENT.astimezone(timezone(timedelta(hours=1)))
    assert pdf(paper, elsewhere, attachment) == first
    assert pdf(paper, MOMENT + timedelta(seconds=1), attachment) != first


def test_the_least_paper_is_printed() -> None:
    bare = replace(sheet("", [paragraph()], head=()), labels={}, names={})
    assert len(Tagged(pdf(bare, MOMENT)).reader.pages) == 1
