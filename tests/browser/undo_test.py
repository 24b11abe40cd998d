"""Undo and redo of one's own: what colleagues wrote stays, also within what one takes back."""

import pytest
from playwright.async_api import expect

from domain.blocks import paragraph
from service.robots import Robot, insertion
from tests.browser.room import Room

LINE = "تعقد الهيئة دوراتها."


async def write_at(robot: Robot, offset: int, text: str) -> None:
    """A colleague writes into the second block."""
    assert await robot.commit(insertion(robot.doc.child(0).node_size + 1 + offset, text))


@pytest.mark.text("رأي", paragraph(LINE))
async def test_a_colleague_within_the_undone_words_keeps_theirs(room: Room) -> None:
    one, colleague = await room.writer("سلمى التازي"), await room.robot("إدريس بنعلي")
    await one.caret(1, len("تعقد الهيئة"))
    await one.type(" الاستشارية")
    await one.saved()
    await colleague.reach(await one.version())
    await write_at(colleague, len("تعقد الهيئة الاستش"), "زز")
    await room.agree(one)
    await one.press("Control+z")
    assert await room.agree(one) == ["رأي", "تعقد الهيئةزز دوراتها."]
    await one.press("Control+y")
    assert await room.agree(one) == ["رأي", "تعقد الهيئة الاستشززارية دوراتها."]


@pytest.mark.text("رأي", paragraph(LINE))
async def test_what_a_colleague_wrote_is_not_mine_to_undo(room: Room) -> None:
    one, colleague = await room.writer("سلمى التازي"), await room.robot("إدريس بنعلي")
    await write_at(colleague, 0, "اليوم ")
    await room.agree(one)
    await one.caret(1, 0)
    await one.press("Control+z")
    await expect(one.page.locator("[data-tool=undo]").first).to_have_attribute("aria-disabled", "true")
    assert await room.agree(one) == ["رأي", "اليوم " + LINE]


@pytest.mark.text("رأي", paragraph(LINE))
async def test_what_was_carried_over_others_is_undone_where_it_is_now(room: Room) -> None:
    one, colleague = await room.writer("سلمى التازي"), await room.robot("إدريس بنعلي")
    await one.caret(1, len(LINE))
    await one.context.set_offline(True)
    await one.type(" غدا")
    await write_at(colleague, 0, "غالبا ما ")
    await one.context.set_offline(False)
    assert await room.agree(one) == ["رأي", "غالبا ما " + LINE + " غدا"]
    await one.press("Control+z")
    assert await room.agree(one) == ["رأي", "غالبا ما " + LINE]
    await one.page.locator("[data-tool=redo]").first.click()
    assert await room.agree(one) == ["رأي", "غالبا ما " + LINE + " غدا"]


@pytest.mark.text("رأي", paragraph(LINE))
async def test_a_deletion_comes_back_around_a_colleagues_words(room: Room) -> None:
    one, colleague = await room.writer("سلمى التازي"), await room.robot("إدريس بنعلي")
    await one.select(1, len("تعقد"), len("تعقد الهيئة"))
    await one.press("Backspace")
    await room.agree(one)
    await colleague.reach(await one.version())
    await write_at(colleague, len("تعقد"), " غدا")
    assert await room.agree(one) == ["رأي", "تعقد غدا دوراتها."]
    await one.press("Control+z")
    (_, line) = await room.agree(one)
    assert line in ("تعقد الهيئة غدا دوراتها.", "تعقد غدا الهيئة دوراتها.")
