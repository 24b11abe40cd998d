"""What found no place in the record is offered back: put in elsewhere, or let go."""

import pytest
from playwright.async_api import expect

from domain.blocks import paragraph
from service.robots import insertion
from tests.browser.keeping import kept
from tests.browser.person import Person
from tests.browser.room import Room

LINE = "تقترح الهيئة إحداث خزانة متنقلة."
WRITTEN = "دار للشباب في كل حي"


async def replaced_under_a_colleagues_hand(room: Room) -> Person:
    """One replaces words offline, while a colleague writes into those very words."""
    one, colleague = await room.writer("سلمى التازي"), await room.robot("إدريس بنعلي")
    await one.context.set_offline(True)
    await one.select(1, len("تقترح الهيئة "), len("تقترح الهيئة إحداث خزانة متنقلة"))
    await one.page.keyboard.insert_text(WRITTEN)
    at = colleague.doc.child(0).node_size + 1 + len("تقترح الهيئة إحداث خزانة")
    assert await colleague.commit(insertion(at, " ومسرح"))
    await one.context.set_offline(False)
    return one


@pytest.mark.text("رأي", paragraph(LINE), paragraph("خاتمة: "))
async def test_rescued_text_is_put_in_at_the_caret(room: Room) -> None:
    one = await replaced_under_a_colleagues_hand(room)
    offered = one.page.locator("#rescues")
    await expect(offered.locator("blockquote")).to_have_text(WRITTEN)
    await expect(offered.locator("h2")).to_have_text("تعديل واحد لم يدخل السجل")
    kept = [LINE.replace(" متنقلة", " ومسرح متنقلة"), "خاتمة: "]
    assert await room.agree(one) == ["رأي", *kept]
    # Undo knows nothing of what never was.
    await one.text.focus()
    await one.press("Control+z")
    assert await room.agree(one) == ["رأي", *kept]

    await one.caret(2, len("خاتمة: "))
    await offered.get_by_role("button", name="أدرجه عند المؤشر").click()
    await expect(offered).to_be_hidden()
    assert await room.agree(one) == ["رأي", kept[0], "خاتمة: " + WRITTEN]
    # One goes on writing behind it.
    await one.type(".")
    assert await room.agree(one) == ["رأي", kept[0], "خاتمة: " + WRITTEN + "."]


@pytest.mark.text("رأي", paragraph(LINE), paragraph("خاتمة: "))
async def test_rescued_text_outlives_the_page_until_it_is_let_go(room: Room) -> None:
    one = await replaced_under_a_colleagues_hand(room)
    offered = one.page.locator("#rescues")
    await expect(offered.locator("blockquote")).to_have_text(WRITTEN)
    before = await room.agree(one)
    await one.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await offered.get_by_role("button", name="انسخ").click()
    await expect(offered.get_by_role("button", name="نُسخ")).to_be_visible()
    assert await one.page.evaluate("() => navigator.clipboard.readText()") == WRITTEN
    await kept(one, WRITTEN)
    await one.page.reload()
    await expect(offered.locator("blockquote")).to_have_text(WRITTEN)
    await offered.get_by_role("button", name="تجاهل").click()
    await expect(offered).to_be_hidden()
    await kept(one, WRITTEN, expected=False)
    await one.page.reload()
    assert await room.agree(one) == before
    await expect(offered).to_be_hidden()
