"""Arrow keys in right-to-left text with vowel signs, digits and Latin words: one press, one step."""

import pytest

from domain.blocks import paragraph
from tests.browser.person import Person
from tests.browser.room import Room

MARKED = "قَرَّرَ لأَوَّلِ مَرَّةٍ"
NUMBERED = "في 27 ماي 2022: 14,5 مليون"
MIXED = "الميثاق (Charte 2015) في 1/3"

# Where the moving and the standing end of the selection are, counted in characters of the paragraph.
_PLACE = """() => {
    const { focusNode, focusOffset, anchorNode, anchorOffset } = getSelection();
    const offset = (node, at) => {
        const before = document.createRange();
        before.selectNodeContents(document.querySelector('.ProseMirror').children[1]);
        before.setEnd(node, at);
        return before.toString().length;
    };
    return [offset(focusNode, focusOffset), offset(anchorNode, anchorOffset)];
}"""
# Where one letter with its signs ends and the next begins.
_LETTERS = """(text) =>
    [...new Intl.Segmenter('ar').segment(text)].map(({ index, segment }) => index + segment.length)"""


async def steps(one: Person, key: str, count: int) -> list[tuple[int, int]]:
    """The places after each press."""
    found = []
    for _ in range(count):
        await one.press(key)
        moving, standing = await one.page.evaluate(_PLACE)
        found.append((moving, standing))
    return found


async def walk(room: Room, text: str) -> None:
    one = await room.writer("سلمى التازي")
    ends: list[int] = await one.page.evaluate(_LETTERS, text)
    back = [0, *ends[:-1]][::-1]
    await one.caret(1, 0)
    assert await steps(one, "ArrowLeft", len(ends)) == [(end, end) for end in ends]
    assert await steps(one, "ArrowRight", len(ends)) == [(end, end) for end in back]
    assert await steps(one, "Shift+ArrowLeft", len(ends)) == [(end, 0) for end in ends]
    assert await steps(one, "Shift+ArrowRight", len(ends)) == [(end, 0) for end in back]
    # The editor stands where the caret is seen.
    await steps(one, "ArrowLeft", 7)
    await one.type("ـ")
    at = ends[6]
    assert await room.agree(one) == ["رأي", text[:at] + "ـ" + text[at:]]


@pytest.mark.text("رأي", paragraph(MARKED))
async def test_through_vowel_signs_and_lam_alef(room: Room) -> None:
    await walk(room, MARKED)


@pytest.mark.text("رأي", paragraph(NUMBERED))
async def test_through_numbers(room: Room) -> None:
    await walk(room, NUMBERED)


@pytest.mark.text("رأي", paragraph(MIXED))
async def test_through_latin_words_and_brackets(room: Room) -> None:
    await walk(room, MIXED)
