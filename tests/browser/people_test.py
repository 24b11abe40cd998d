"""The people, the registers and the desk in a browser; an invitation's sheet on a screen and on paper."""

import base64
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
import segno
from playwright.async_api import Browser, Locator, Page, expect

from domain.blocks import document, paragraph, title
from service.acts.people import end_mandate, give_link
from service.acts.registers import number, open_register, void_number
from service.authority import now
from service.store import Store
from tests.adopting import act
from tests.browser.looking import inaccessible, sideways, too_small
from tests.browser.pages_test import DESKTOP, PHONE
from tests.browser.person import Person
from tests.browser.room import Room
from tests.service.errand import HOUSE, PEOPLE
from tests.serving import BODY, GROUP, Somebody, joined, member, put_paper, serving

# What a picture shows in the middle of each module, once it is drawn on a canvas: whether it is dark.
_MODULES = """([picture, across]) => new Promise((done) => {
    const image = new Image();
    image.onload = () => {
        const canvas = document.createElement('canvas');
        [canvas.width, canvas.height] = [image.width, image.height];
        const drawn = canvas.getContext('2d', { willReadFrequently: true });
        drawn.drawImage(image, 0, 0);
        const middle = (at, side) => Math.floor((at + 0.5) * side / across);
        const each = [...Array(across).keys()];
        done(each.map((row) => each.map((column) => drawn.getImageData(
            middle(column, image.width), middle(row, image.height), 1, 1).data[0] < 128)));
    };
    image.src = `data:image/png;base64,${picture}`;
})"""
# What is seen around the sheet.
_AROUND = """() => {
    const leaf = document.querySelector('.leaf');
    return [...document.body.querySelectorAll('*')]
        .filter((each) => !leaf.contains(each) && !each.contains(leaf) && each.checkVisibility())
        .map((each) => each.outerHTML);
}"""
# A printer's pixel is a 96th of an inch.
CENTIMETRE = 96 / 2.54


@dataclass
class Office:
    """A body with a history, and its chair in a browser."""

    room: Room
    chair: Person
    addresses: dict[str, str]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def office(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Office]:
    folder = tmp_path_factory.mktemp("people")
    auditor = member(folder, "كمال الريفي", "auditor")
    coordinator = member(folder, "سلمى التازي", "coordinator")
    gone = member(folder, "إدريس بنعلي")
    draft = put_paper(folder, auditor.id, document(title("رأي حول ولوج المرافق"), [paragraph()]), group=GROUP)
    with serving(folder) as served:
        async with Room(served, chromium, draft, auditor) as room:
            chair = await room.somebody("نزهة الودغيري", "chair")
            with joined(folder) as (store, _):
                history(store, chair.signed_in, gone, coordinator)
            people = f"{PEOPLE}/{coordinator.id}"
            addresses = {
                "people": PEOPLE,
                "invite": f"{PEOPLE}/new",
                "member": people,
                "leaving": f"{people}/leaving",
                "registers": f"{HOUSE}/registers",
                "rules": f"{HOUSE}/rules",
                "desk": "/",
            }
            yield Office(room, chair, addresses)


def history(store: Store, chair: Somebody | None, gone: Somebody, coordinator: Somebody) -> None:
    """Somebody has left, somebody got a link, letters were numbered."""
    assert chair
    by = chair.id
    act(store, lambda reading: end_mandate(reading, BODY, gone.id, "استقالة", by, now()))
    act(store, lambda reading: give_link(reading, BODY, [BODY], coordinator.id, by, now()))
    act(store, lambda reading: open_register(reading, BODY, "letter", 2026, 7, by, now()))
    long = "طلب إدراج نقطة في جدول أعمال الدورة العادية حول ولوج النساء والفتيات إلى المرافق العمومية"
    act(store, lambda reading: number(reading, BODY, "letter", 2026, BODY, long, by, now())[1])
    act(store, lambda reading: void_number(reading, BODY, "letter", 2026, 8, "تكرار", by, now()))


async def clean(person: Person) -> None:
    """Whole on a phone and on a desk, room for thumbs, open to all, by day and by night."""
    page = person.page
    await page.set_viewport_size(PHONE)
    assert await sideways(page) <= 0
    assert await too_small(page) == []
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme=scheme)
        await page.set_viewport_size(PHONE)
        assert await inaccessible(page) == []
        await page.set_viewport_size(DESKTOP)
        assert await sideways(page) <= 0
        assert await inaccessible(page) == []
    await page.emulate_media(color_scheme="light")
    assert person.complaints == []


@pytest.mark.parametrize("name", ["people", "invite", "member", "leaving", "registers", "rules", "desk"])
async def test_a_page(office: Office, name: str) -> None:
    page = office.chair.page
    await page.goto(office.addresses[name])
    await page.evaluate("() => document.querySelectorAll('main details').forEach((each) => each.open = true)")
    await clean(office.chair)


async def tab_to(page: Page, there: Locator) -> None:
    """Go on with the tabulator until it is reached, as who has no mouse."""
    for _ in range(200):
        if await there.evaluate("(each) => each === document.activeElement"):
            return
        await page.keyboard.press("Tab")
    raise AssertionError("the tabulator does not come there")


async def invite(person: Person, name: str) -> str:
    """From the people to the sheet by keyboard alone; gives the link."""
    page = person.page
    await page.goto(PEOPLE)
    await tab_to(page, page.get_by_role("link", name="دعوة عضو(ة)"))
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="دعوة عضو(ة)")).to_be_visible()
    await tab_to(page, page.get_by_label("الاسم الكامل"))
    await page.keyboard.type(name)
    await tab_to(page, page.locator("select[name=office]"))
    await page.keyboard.press("ArrowDown")
    await tab_to(page, page.get_by_role("button", name="تسجيل الدعوة وإظهار الورقة"))
    await page.keyboard.press("Enter")
    await expect(page.locator("#link")).to_be_visible()
    return await page.locator("#link").inner_text()


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
async def test_an_invitation_by_keyboard_alone(office: Office, size: dict[str, int]) -> None:
    page = office.chair.page
    await page.set_viewport_size(size)  # type: ignore[arg-type]
    link = await invite(office.chair, f"رجاء الوزاني {size['width']}")
    assert page.url == f"{office.room.served.origin}{PEOPLE}"
    assert link.startswith(f"{office.room.served.origin}/enter/")
    await expect(page.locator(".leaf")).to_contain_text(f"رجاء الوزاني {size['width']}")
    # One below the member's part, whoever is taken already being passed over.
    await expect(page.locator(".leaf")).to_contain_text("نائب(ة) رئيس(ة) الهيئة")
    await clean(office.chair)


async def test_the_link_is_copied_whole(office: Office) -> None:
    page = office.chair.page
    await office.chair.context.grant_permissions(["clipboard-read", "clipboard-write"])
    link = await invite(office.chair, "هدى المريني")
    await tab_to(page, page.get_by_role("button", name="نسخ الرابط"))
    await page.keyboard.press("Enter")
    await expect(page.locator("#copied")).to_have_text("نُسخ الرابط.")
    assert await page.evaluate("() => navigator.clipboard.readText()") == link
    # Without the script one touch takes it whole.
    await page.locator("#link").click()
    assert await page.evaluate("() => getSelection().toString()") == link


async def test_the_sheet_shown_again_is_no_second_invitation(office: Office) -> None:
    page = office.chair.page
    await invite(office.chair, "يوسف الغماري")
    await page.reload()
    await expect(page.get_by_role("heading")).to_have_text("سُجلت هذه الدعوة من قبل.")
    assert [said for said in office.chair.complaints if "409" not in said] == []
    office.chair.complaints.clear()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_on_paper_there_is_the_code_and_nothing_of_the_site(office: Office, scheme: str) -> None:
    page = office.chair.page
    link = await invite(office.chair, f"نعيمة الصقلي {scheme}")
    await page.emulate_media(media="print", color_scheme=scheme)  # type: ignore[arg-type]
    assert await page.evaluate(_AROUND) == []
    for shown in (".issuer", ".to", "#link", "h1"):
        await expect(page.locator(shown)).to_be_visible()
    await expect(page.locator(".leaf")).to_contain_text("صالح لمدة 48 ساعة", use_inner_text=True)
    code = page.locator(".code")
    box = await code.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 3 * CENTIMETRE
    assert await modules(page, code) == expected(link)
    assert await modules(page, code) != expected(f"{link}x")
    await page.emulate_media(media="screen", color_scheme=scheme)  # type: ignore[arg-type]
    assert await modules(page, code) == expected(link)
    await page.emulate_media(media="screen", color_scheme="light")


async def test_the_registers_on_paper_are_the_tables_alone(office: Office) -> None:
    page = office.chair.page
    await page.goto(office.addresses["registers"])
    await page.emulate_media(media="print")
    for hidden in (".site", ".site-foot", "form", "details"):
        assert not any([await each.is_visible() for each in await page.locator(hidden).all()])
    await expect(page.locator(".void .number")).to_contain_text("08/2026")
    assert await page.locator("thead").first.evaluate("(head) => getComputedStyle(head).display") == (
        "table-header-group"
    )
    await page.emulate_media(media="screen")


async def modules(page: Page, code: Locator) -> list[list[bool]]:
    """The code as it is seen: which modules are dark, its quiet border with them."""
    link = await page.locator("#link").inner_text()
    picture = base64.b64encode(await code.screenshot()).decode()
    found: list[list[bool]] = await page.evaluate(_MODULES, [picture, len(expected(link))])
    return found


def expected(address: str) -> list[list[bool]]:
    """The code of an address, as the library has it."""
    code = segno.make_qr(address, error="m", boost_error=False)
    return [[bool(module) for module in row] for row in code.matrix_iter(border=4)]
