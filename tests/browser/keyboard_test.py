"""The editor without a mouse: the bar, its menu, tables, small forms; every control says what it is."""

import pytest
from playwright.async_api import expect

from domain.blocks import paragraph, section
from tests.browser.looking import inaccessible, too_small
from tests.browser.person import Person
from tests.browser.room import Room

PHONE = {"width": 390, "height": 844}


async def focused(one: Person) -> str:
    """The words on what has the focus."""
    words: str = await one.page.evaluate("() => document.activeElement.textContent.trim()")
    return words


@pytest.mark.text("رأي", paragraph("تقترح الهيئة"), paragraph())
async def test_the_bar_is_one_stop_and_arrows_lead_through_it(room: Room) -> None:
    one = await room.writer("سلمى التازي")
    await one.caret(1, len("تقترح الهيئة"))
    await one.press("Alt+F10")
    assert await focused(one) == "قسم"
    await one.press("ArrowLeft")
    assert await focused(one) == "مادة"
    await one.press("Enter")
    await expect(one.text.locator("h5")).to_have_text("تقترح الهيئة")
    # One writes on at once.
    await one.type("،")
    await one.press("Alt+F10", "End")
    assert await focused(one) == "المزيد"
    await one.press("Enter")
    await expect(one.page.get_by_role("menu")).to_be_visible()
    assert await inaccessible(one.page) == []
    assert await focused(one) == "إبراز"
    await one.press("Escape")
    assert await focused(one) == "المزيد"
    await one.press("Escape")
    await one.type(" غدا")
    assert await room.agree(one) == ["رأي", "تقترح الهيئة، غدا", ""]


@pytest.mark.text("رأي", section("السياق"))
async def test_no_tool_acts_before_somebody_has_put_the_caret_anywhere(room: Room) -> None:
    one = await room.writer("سلمى التازي")
    tool = one.page.get_by_role("button", name="قسم", exact=True)
    await expect(tool).to_have_attribute("aria-disabled", "true")
    await expect(tool).to_have_attribute("aria-pressed", "false")
    await tool.click(force=True)
    await expect(one.page.locator("#notice")).to_have_text("ضع المؤشر أولا حيث تريد في النص، ثم اختر «قسم».")
    await expect(one.text.locator("h2")).to_have_text("السياق")
    await one.caret(1, 0)
    await expect(tool).to_have_attribute("aria-disabled", "false")
    await expect(tool).to_have_attribute("aria-pressed", "true")
    await tool.click()
    await expect(one.text.locator("h3")).to_have_text("السياق")
    assert await room.agree(one) == ["رأي", "السياق"]


@pytest.mark.text("رأي", paragraph())
async def test_a_table_is_made_filled_and_left(room: Room) -> None:
    one = await room.writer("سلمى التازي")
    await one.caret(1, 0)
    await one.page.get_by_role("button", name="جدول", exact=True).press("Enter")
    for word in ("المحور", "النشاط", "المسؤول", "التنقل"):
        await one.type(word)
        await one.press("Tab")
    table = one.text.locator("table")
    await expect(table.locator("th")).to_have_text(["المحور", "النشاط", "المسؤول"])
    await one.press("Alt+F10")
    tools = one.page.get_by_role("group", name="أدوات الجدول")
    await expect(tools).to_be_visible()
    assert await inaccessible(one.page) == []
    await tools.get_by_role("button", name="صف بعده").press("Enter")
    await expect(table.locator("tr")).to_have_count(4)
    await tools.get_by_role("button", name="حذف العمود").press("Enter")
    await expect(table.locator("th")).to_have_text(["المحور", "المسؤول"])
    await one.press("Control+Enter")
    await one.type("بعد الجدول")
    await one.saved()
    await expect(one.text.locator("> p").first).to_have_text("بعد الجدول")
    await one.press("Shift+Tab")
    _, doc = await room.stored()
    assert [doc.child(1).child(index).child_count for index in range(4)] == [2, 2, 2, 2]


@pytest.mark.text("رأي", section("التوصيات"), paragraph("انظر "))
async def test_forms_take_the_focus_keep_it_and_give_it_back(room: Room) -> None:
    one = await room.writer("سلمى التازي")
    await one.caret(2, len("انظر "))
    await one.press("Alt+F10", "End", "Enter", "ArrowDown", "ArrowDown")
    assert await focused(one) == "رابط…"
    await one.press("Enter")
    form = one.page.get_by_role("dialog", name="رابط")
    await expect(form.get_by_role("textbox")).to_be_focused()
    assert await inaccessible(one.page) == []
    await form.get_by_role("textbox").fill("nowhere")
    await one.press("Enter")
    await expect(form).to_be_visible()
    await form.get_by_role("textbox").fill("https://example.org/avis")
    await one.press("Enter")
    await expect(form).to_be_hidden()
    await expect(one.text).to_be_focused()
    await expect(one.text.get_by_role("link")).to_have_attribute("href", "https://example.org/avis")

    await one.press("Alt+F10", "End", "Enter")
    await one.page.get_by_role("menuitem", name="إحالة…").press("Enter")
    form = one.page.get_by_role("dialog")
    await expect(form.get_by_role("combobox")).to_be_focused()
    await one.press("Escape")
    await expect(form).to_be_hidden()
    await expect(one.text).to_be_focused()
    await room.agree(one)


@pytest.mark.text("رأي", paragraph("نص"))
async def test_a_thumb_reaches_everything_on_a_phone(room: Room) -> None:
    one = await room.writer("سلمى التازي", viewport=PHONE, has_touch=True, is_mobile=True)
    await one.caret(1, 0)
    await one.page.get_by_role("button", name="جدول", exact=True).tap()
    await expect(one.page.get_by_role("group", name="أدوات الجدول")).to_be_visible()
    assert await too_small(one.page) == []
    await one.page.get_by_role("button", name="المزيد").tap()
    await expect(one.page.get_by_role("menu")).to_be_visible()
    assert await too_small(one.page) == []
    assert await inaccessible(one.page) == []
    bar = await one.page.get_by_role("toolbar").bounding_box()
    assert bar
    assert bar["y"] + bar["height"] == pytest.approx(PHONE["height"], abs=1)
