"""Words that are composed, as nearly all are on Android, while a colleague writes into the same paragraph."""

from dataclasses import dataclass

import pytest
from playwright.async_api import CDPSession, expect

from domain.blocks import paragraph
from service.robots import Robot, end_of, insertion
from tests.browser.person import Person
from tests.browser.room import Room

LINE = "تعقد الهيئة اجتماعها"
BOUND = 5


@dataclass
class Keyboard:
    """A phone's keyboard: it owns the word under way until it is finished, or until the page ends it."""

    person: Person
    devtools: CDPSession
    word: str = ""

    @classmethod
    async def of(cls, person: Person) -> "Keyboard":
        await person.page.evaluate(
            "() => { window.ended = 0; addEventListener('compositionend', () => { window.ended++ }) }"
        )
        return cls(person, await person.devtools())

    async def ended(self) -> int:
        count: int = await self.person.page.evaluate("() => window.ended")
        return count

    async def letters(self, letters: str) -> None:
        for letter in letters:
            self.word += letter
            await self.devtools.send(
                "Input.imeSetComposition",
                {"text": self.word, "selectionStart": len(self.word), "selectionEnd": len(self.word)},
            )

    async def finish(self) -> None:
        await self.devtools.send("Input.insertText", {"text": self.word})
        self.word = ""


async def write(robot: Robot, text: str) -> None:
    """A colleague writes at the end of the second block."""
    block = str(robot.doc.child(1).attrs["id"])
    assert await robot.commit(insertion(end_of(robot.doc, block) or 0, text))


@pytest.mark.text("رأي", paragraph(LINE))
async def test_a_word_is_whole_though_a_colleague_writes_into_its_line(room: Room) -> None:
    one, colleague = await room.writer("سلمى التازي"), await room.robot("إدريس بنعلي")
    await one.caret(1, len("تعقد الهيئة"))
    keyboard = await Keyboard.of(one)
    await keyboard.letters(" العا")
    await write(colleague, " غدا")
    await keyboard.letters("مة")
    # Until the word is finished, nothing moves beneath it.
    assert await one.blocks() == ["رأي", LINE.replace("الهيئة", "الهيئة العامة")]
    await keyboard.finish()
    blocks = await room.agree(one)
    assert blocks == ["رأي", LINE.replace("الهيئة", "الهيئة العامة") + " غدا"]
    assert await keyboard.ended() == 1


@pytest.mark.text("رأي", paragraph(LINE))
async def test_words_follow_one_another_while_a_colleague_writes_before_them(room: Room) -> None:
    one, colleague = await room.writer("سلمى التازي"), await room.robot("إدريس بنعلي")
    await one.caret(1, len(LINE))
    keyboard = await Keyboard.of(one)
    start = colleague.doc.child(0).node_size + 1
    for word in (" في", " مقر", " الجماعة"):
        await keyboard.letters(word[:2])
        assert await colleague.commit(insertion(start, "و"))
        await keyboard.letters(word[2:])
        await keyboard.finish()
    blocks = await room.agree(one)
    assert blocks == ["رأي", "ووو" + LINE + " في مقر الجماعة"]


@pytest.mark.text("رأي", paragraph(LINE))
async def test_a_word_that_takes_too_long_is_ended_and_goes_on_without_doubling(room: Room) -> None:
    one, colleague = await room.somebody("سلمى التازي"), await room.robot("إدريس بنعلي")
    await one.page.clock.install()
    await one.open(room.address)
    await one.caret(1, len("تعقد الهيئة"))
    keyboard = await Keyboard.of(one)
    await keyboard.letters(" طو")
    assert await colleague.commit(insertion(colleague.doc.child(0).node_size + len("تعقد") + 1, " اليوم"))
    await expect(one.page.locator("#people li")).to_have_count(1)
    assert await keyboard.ended() == 0
    await one.page.clock.fast_forward((BOUND + 1) * 1000)
    # What has waited comes in; before that the keyboard is told that its word is over.
    await expect(one.text.locator("p")).to_have_text("تعقد اليوم الهيئة طو اجتماعها")
    if await keyboard.ended():
        keyboard.word = ""
    await keyboard.letters("يل")
    await keyboard.finish()
    assert await room.agree(one) == ["رأي", "تعقد اليوم الهيئة طويل اجتماعها"]
