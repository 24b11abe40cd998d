"""Every page: right to left, whole on a phone, open to all, and nothing that its own policy refuses."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ViewportSize, expect

from domain.blocks import article, bullet_list, document, paragraph, recommendation, section, table, title
from service.accounts import Accounts
from tests.browser.looking import inaccessible, sideways, too_small
from tests.browser.person import Person
from tests.browser.room import Room
from tests.serving import member, put_paper, serving

PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
TITLE = "رأي استشاري حول ولوج النساء والفتيات إلى المرافق العمومية بجماعة واد الزيتون"
TEXT = document(
    title(TITLE),
    [
        section("السياق والموضوع"),
        paragraph("قررت الهيئة أن تبدي رأيها بمبادرة منها، بتاريخ 27 ماي 2022 (Charte communale, art. 14)."),
        section("المعطيات", level=2),
        bullet_list(["ملعبان للقرب من أصل خمسة.", "تفتح المكتبة إلى غاية الخامسة مساء."]),
        table(
            [
                ["المحور", "النشاط", "المجموعة المكلفة", "الأهداف", "المؤشر"],
                ["التنقل", "زيارة ميدانية للدواوير", "مجموعة التجهيزات", "تحديد النقط السوداء", "عدد النقط"],
                [""],
            ]
        ),
        article("الرأي"),
        paragraph("توصي الهيئة بما يلي."),
        recommendation(
            "تجهيز ملاعب القرب.", addressee="مجلس الجماعة", term="قبل نهاية السنة", indicator="عدد الملاعب"
        ),
    ],
)


@dataclass
class Office:
    """A body that has written and approved something, its chair, and a stranger at the door."""

    room: Room
    chair: Person
    stranger: Person
    addresses: dict[str, str]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def office(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    auditor = member(folder, "كمال الريفي", "auditor")
    draft = put_paper(folder, auditor.id, TEXT)
    with serving(folder) as served:
        async with Room(served, chromium, draft, auditor) as room:
            chair = await room.writer("نزهة الودغيري", "chair")
            await chair.caret(2, 0)
            await chair.type("و")
            await expect(chair.page.locator("#version")).to_have_text("1")
            await chair.page.goto(f"{room.address}/approve/1")
            await chair.page.get_by_role("button", name="المصادقة على النسخة 1").click()
            await expect(chair.page).to_have_url(f"{served.origin}/register?approved=1")
            await chair.page.goto(f"{room.address}/audit")
            row = await chair.page.locator("details a").first.get_attribute("href")
            yield Office(room, chair, await room.visitor(), addresses(room, str(row)))


def addresses(room: Room, row: str) -> dict[str, str]:
    """Every page by its name."""
    accounts = Accounts(f"sqlite:///{room.served.folder / 'people.sqlite'}")
    token = accounts.make_link(accounts.add_member("ليلى الزياني", "rapporteur").id)
    accounts.close()
    paper = f"/drafts/{room.draft}"
    return {
        "welcome": "/",
        "sign in": "/signin",
        "link": f"/enter/{token}",
        "unknown link": "/enter/" + "a" * len(token),
        "desk": "/",
        "new paper": "/papers/new",
        "paper": paper,
        "audit": f"{paper}/audit",
        "audit row": row,
        "register": "/register",
        "version": f"{paper}/at/1",
        "approve": f"{paper}/approve/1",
        "approve the next": f"{paper}/approve/0",
        "password": "/password",
        "unknown paper": "/drafts/00000000-0000-4000-8000-000000000000",
    }


PAGES = [
    "welcome",
    "sign in",
    "link",
    "unknown link",
    "desk",
    "new paper",
    "paper",
    "audit",
    "audit row",
    "register",
    "version",
    "approve",
    "approve the next",
    "password",
    "unknown paper",
]
STRANGERS = {"welcome", "sign in", "link", "unknown link"}


@pytest.mark.parametrize("name", PAGES)
async def test_a_page(office: Office, name: str) -> None:
    person = office.stranger if name in STRANGERS else office.chair
    page = person.page
    await page.set_viewport_size(PHONE)
    answer = await page.goto(office.addresses[name])
    if name == "paper":
        await person.saved()
    assert await page.locator("html").get_attribute("dir") == "rtl"
    assert await sideways(page) <= 0
    assert await too_small(page) == []
    assert await inaccessible(page) == []
    await page.set_viewport_size(DESKTOP)
    assert await sideways(page) <= 0
    await page.emulate_media(color_scheme="dark")
    assert await inaccessible(page) == []
    await page.emulate_media(color_scheme="light")
    if name.startswith("unknown"):
        # The browser says the status too.
        assert answer
        assert [str(answer.status) in said for said in person.complaints] == [True]
        person.complaints.clear()
    assert person.complaints == []


@pytest.mark.parametrize("name", ["version", "approve"])
async def test_an_empty_row_of_a_table_is_a_line_high(office: Office, name: str) -> None:
    page = office.chair.page
    await page.goto(office.addresses[name])
    heights = await page.locator("tr").evaluate_all("(rows) => rows.map((row) => row.offsetHeight)")
    assert heights[2] == pytest.approx(heights[0], abs=2)


async def test_a_digest_stands_on_one_line_and_begins_where_all_else_does(office: Office) -> None:
    page = office.chair.page
    await page.set_viewport_size(DESKTOP)
    await page.goto(office.addresses["register"])
    lines = "(code) => code.getClientRects().length"
    assert await page.locator("td code").evaluate(lines) == 1
    await page.set_viewport_size(PHONE)
    digest, version = (
        await page.locator("td code").bounding_box(),
        await page.locator("td a").first.bounding_box(),
    )
    assert digest
    assert version
    assert digest["x"] + digest["width"] == pytest.approx(version["x"] + version["width"], abs=1)


async def test_a_paper_says_where_it_stands_beside_what_was_approved_of_it(office: Office) -> None:
    chair = office.chair
    await chair.open(office.addresses["paper"])
    stands = chair.page.locator(".about span:has(> #version)")
    await expect(stands).to_have_text("النسخة 1", use_inner_text=True)
    await chair.caret(2, 0)
    await chair.type("و")
    await expect(stands).to_have_text("الآن في النسخة 2", use_inner_text=True)
    await chair.open(office.addresses["paper"])
    await expect(stands).to_have_text("الآن في النسخة 2", use_inner_text=True)
