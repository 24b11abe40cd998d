"""What is pasted from an office program: its structure stays, its styling goes."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import expect

from domain.blocks import bullet_list, paragraph
from tests.browser.person import Person
from tests.browser.room import Room

WORD = (Path(__file__).parent / "word.html").read_text("utf-8")
_PASTE = """(html) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/html', html);
    clipboardData.setData('text/plain', 'x');
    document.querySelector('.ProseMirror').dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
}"""


async def paste(one: Person, html: str) -> None:
    await one.page.evaluate(_PASTE, html)


def plain(node: Any) -> Any:
    """A node without ids: its type, what differs from the defaults, its content."""
    if node["type"] == "text":
        marks = [mark["type"] for mark in node.get("marks", ())]
        return (node["text"], *marks) if marks else node["text"]
    usual = {"id": None, "dir": "auto", "colspan": 1, "rowspan": 1, "start": 1, "level": 1}
    attrs = {
        name: value
        for name, value in node.get("attrs", {}).items()
        if name != "id" and value != usual.get(name)
    }
    content = [plain(child) for child in node.get("content", ())]
    return [node["type"], *([attrs] if attrs else []), *content]


@pytest.mark.text("رأي", paragraph("مقدمة"))
async def test_structure_stays_and_styling_goes(room: Room) -> None:
    one = await room.writer("سلمى التازي")
    await one.caret(1, len("مقدمة"))
    await one.press("Enter")
    await paste(one, WORD)
    await expect(one.text).to_contain_text("خلاصة")
    await room.agree(one)
    _, doc = await room.stored()
    assert plain(doc.to_json())[1:] == [
        ["title", "رأي"],
        ["paragraph", "مقدمة"],
        ["section", {"level": 2}, "تشخيص الوضعية"],
        [
            "paragraph",
            ("يتبين", "strong"),
            " من ",
            ("المعطيات", "emphasis"),
            " أن الولوج ضعيف، ",
            ("حسب الدراسة", "link"),
            " المنجزة. ",
            ("عاجل", "strong"),
            " ",
            ("ومهم", "emphasis", "underline"),
        ],
        [
            "bullet_list",
            [
                "list_item",
                ["paragraph", "النقل المدرسي"],
                ["ordered_list", ["list_item", ["paragraph", "الحافلات"]]],
            ],
            ["list_item", ["paragraph", "الإنارة"]],
        ],
        [
            "table",
            [
                "table_row",
                ["table_cell", {"colspan": 2}, ["paragraph", ("المحور والنشاط", "strong")]],
                ["table_cell", {"rowspan": 2}, ["paragraph", "المسؤول"]],
            ],
            [
                "table_row",
                ["table_cell", ["paragraph", "التنقل"]],
                ["table_cell", ["paragraph", "زيارة ميدانية"]],
            ],
        ],
        ["paragraph", "خلاصة"],
    ]
    assert await one.text.locator("[style]:not(br, img)").count() == 0
    await expect(one.page).to_have_title("رأي · مشورة")
    # The browser says that it refused the styles of what was pasted, and has nothing else to say.
    assert one.complaints
    one.complaints[:] = [said for said in one.complaints if "Applying inline style violates" not in said]


@pytest.mark.text("رأي", paragraph("الأولى"), bullet_list(["نقطة"]), paragraph("الأخيرة"))
async def test_a_copy_of_the_text_within_itself_is_a_text_of_its_own(room: Room) -> None:
    one = await room.writer("سلمى التازي")
    await one.caret(1, 0)
    await one.press("Control+a", "Control+c")
    await one.caret(3, len("الأخيرة"))
    await one.press("Enter", "Control+v")
    blocks = await room.agree(one)
    assert blocks == ["رأي", "الأولى", "نقطة", "الأخيرة"] * 2
    await expect(one.page.locator("#rescues")).to_be_hidden()
