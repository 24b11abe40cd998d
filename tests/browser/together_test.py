"""Two people in one article at once: one text for both and the server, and each sees where the other is."""

from itertools import zip_longest

import pytest
from playwright.async_api import expect

from domain.blocks import article, paragraph
from tests.browser.room import Room

LINE = "تخصص الجماعة اعتمادا سنويا للإنارة العمومية."
# The left end, top and bottom of a paragraph's first four letters.
_WORD = """(paragraph) => {
    const range = document.createRange();
    range.setStart(paragraph.firstChild, 0);
    range.setEnd(paragraph.firstChild, 4);
    const { left, top, bottom } = range.getBoundingClientRect();
    return [left, top, bottom];
}"""


@pytest.mark.text("رأي حول الإنارة", article("الموارد"), paragraph(LINE))
async def test_two_people_type_into_one_paragraph_and_read_the_same(room: Room) -> None:
    one, two = await room.writer("سلمى التازي"), await room.writer("إدريس بنعلي")
    await one.caret(2, len("تخصص الجماعة"))
    await two.caret(2, len(LINE))
    for mine, theirs in zip_longest("، كل سنة مالية،", " وتنشر حصيلته.", fillvalue=""):
        await one.type(mine)
        await two.type(theirs)
    blocks = await room.agree(one, two)
    assert blocks[2] == LINE.replace("الجماعة", "الجماعة، كل سنة مالية،") + " وتنشر حصيلته."


@pytest.mark.text("رأي حول الإنارة", article("الموارد"), paragraph(LINE))
async def test_two_people_at_the_same_letter_lose_nothing(room: Room) -> None:
    one, two = await room.writer("سلمى التازي"), await room.writer("إدريس بنعلي")
    await one.caret(2, 4)
    await two.caret(2, 4)
    for mine, theirs in zip("ابتثجح", "سشصضطظ", strict=True):
        await one.type(mine)
        await two.type(theirs)
    (_, _, line) = await room.agree(one, two)
    put_in = line[4 : 4 + 12]
    assert line == LINE[:4] + put_in + LINE[4:]
    assert [letter for letter in put_in if letter in "ابتثجح"] == list("ابتثجح")
    assert [letter for letter in put_in if letter in "سشصضطظ"] == list("سشصضطظ")


@pytest.mark.text("رأي حول الإنارة", article("الموارد"), paragraph(LINE))
async def test_carets_lie_over_the_text_and_not_in_it(room: Room) -> None:
    one, two = await room.writer("سلمى التازي"), await room.writer("إدريس بنعلي")
    await expect(one.page.locator("#people li")).to_have_attribute("title", "إدريس بنعلي")
    await two.select(2, 0, 4)
    caret = one.page.locator("#cursors .caret")
    await expect(caret).to_have_text("إ\u200cب")
    await expect(one.page.locator("#cursors .selected")).to_have_count(1)
    assert await one.blocks() == ["رأي حول الإنارة", "الموارد", LINE]
    # The word that the colleague stands at is one stretch of text still: its letters join.
    assert await one.text.locator("p").evaluate("(p) => p.childNodes.length") == 1

    left, top, bottom = await one.text.locator("p").evaluate(_WORD)
    shown = await caret.bounding_box()
    assert shown
    # At the left end of the word, where a right-to-left word ends.
    assert shown["x"] == pytest.approx(left, abs=2)
    assert top - 2 <= shown["y"] <= bottom

    # It keeps to its word while one types before it, and goes when the colleague goes.
    await one.caret(2, 0)
    await one.type("ثم ")
    await room.agree(one, two)
    await one.page.wait_for_function(
        "(x) => document.querySelector('.caret').getBoundingClientRect().left < x - 10", arg=shown["x"]
    )
    await two.page.close()
    await expect(caret).to_have_count(0)
    await expect(one.page.locator("#people li")).to_have_count(0)
