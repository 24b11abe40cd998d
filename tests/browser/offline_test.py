"""What is typed outlives the network, the page and the server, and is in the text once."""

import pytest
from playwright.async_api import expect

from domain.blocks import paragraph
from tests.browser.keeping import kept
from tests.browser.line import Line
from tests.browser.room import Room

LINE = "تعقد الهيئة دوراتها."
OFFLINE = "انقطع الاتصال. ما كتبته محفوظ على هذا الجهاز وسيُضاف عند العودة."


@pytest.mark.text("رأي", paragraph(LINE))
async def test_a_commit_whose_answer_was_lost_is_in_the_text_once_after_a_crash(room: Room) -> None:
    one = await room.somebody("سلمى التازي")
    line = await Line.of(one)
    await one.open(room.address)
    await one.caret(1, len(LINE))
    line.deaf = True
    await one.type(" غدا")
    colleague = await room.robot("إدريس بنعلي")
    while colleague.doc.child(1).text_content != LINE + " غدا":
        await colleague.reach(colleague.version + 1)
    await one.crash()
    line.deaf = False
    await one.open_again(room.address)
    assert await room.agree(one) == ["رأي", LINE + " غدا"]


@pytest.mark.text("رأي", paragraph(LINE))
async def test_a_commit_that_was_never_sent_is_in_the_text_once_after_a_reload(room: Room) -> None:
    one, colleague = await room.somebody("سلمى التازي"), await room.robot("إدريس بنعلي")
    line = await Line.of(one)
    await one.open(room.address)
    await one.caret(1, len(LINE))
    line.dumb = True
    await one.page.keyboard.insert_text(" غدا")
    await expect(one.save_state).to_have_text("كلمة واحدة لم تدخل السجل بعد")
    await kept(one, "غدا")
    line.dumb = False
    await one.page.reload()
    assert await room.agree(one) == ["رأي", LINE + " غدا"]
    await colleague.reach(await one.version())
    assert colleague.doc.child(1).text_content == LINE + " غدا"


@pytest.mark.text("رأي", paragraph(LINE))
async def test_what_is_typed_offline_is_sent_on_return(room: Room) -> None:
    one, colleague = await room.writer("سلمى التازي"), await room.robot("إدريس بنعلي")
    await one.context.set_offline(True)
    await one.caret(1, len(LINE))
    await one.type(" وتعلن مواعيدها")
    await expect(one.save_state).to_have_text(OFFLINE)
    await expect(one.page.locator("#aloud")).to_have_text(OFFLINE)
    await one.context.set_offline(False)
    assert await room.agree(one) == ["رأي", LINE + " وتعلن مواعيدها"]
    await expect(one.page.locator("#aloud")).to_have_text("عاد الاتصال.")
    await colleague.reach(await one.version())


@pytest.mark.text("رأي", paragraph(LINE))
async def test_colleagues_are_not_shown_as_present_while_nobody_knows_it(room: Room) -> None:
    one, colleague = await room.writer("سلمى التازي"), await room.robot("إدريس بنعلي")
    people, caret = one.page.locator("#people li"), one.page.locator("#cursors .caret")
    await colleague.point(8)
    await expect(caret).to_have_count(1)
    await expect(people).to_be_visible()
    await one.context.set_offline(True)
    await expect(one.save_state).to_have_text(OFFLINE)
    await expect(people).to_be_hidden()
    await expect(caret).to_have_count(0)
    await one.context.set_offline(False)
    await expect(people).to_be_visible()
    await expect(caret).to_have_count(1)


@pytest.mark.text("رأي", paragraph(LINE))
async def test_nothing_is_lost_when_server_and_page_both_die(own_room: Room) -> None:
    room = own_room
    one, two = await room.writer("سلمى التازي"), await room.writer("إدريس بنعلي")
    await one.caret(1, len(LINE))
    await two.caret(1, 0)
    await one.type(" غدا")
    await two.type("قد ")
    room.served.kill()
    await one.type(" صباحا")
    await two.type("لا ")
    await expect(two.save_state).to_have_text(OFFLINE)
    await kept(one, "صباحا")
    await one.crash()
    room.served.start()
    await one.open_again(room.address)
    assert await room.agree(one, two) == ["رأي", "قد لا " + LINE + " غدا صباحا"]
