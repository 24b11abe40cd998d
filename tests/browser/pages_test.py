"""Every page: right to left, whole on a phone, open to all, and nothing that its own policy refuses."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from uuid import UUID

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ViewportSize, expect

from domain.blocks import article, bullet_list, document, paragraph, recommendation, section, table, title
from service.accounts import Accounts
from tests.adopting import People, adopt, people, written_paper
from tests.browser.looking import inaccessible, sideways, too_small
from tests.browser.person import Person
from tests.browser.room import Room
from tests.meeting import prepare
from tests.service.errand import HOUSE, at
from tests.serving import joined, put_paper, serving

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
    """A body with a paper in every state that has a page of its own, and who reads them."""

    room: Room
    readers: dict[str, Person]
    addresses: dict[str, str]

    @property
    def chair(self) -> Person:
        return self.readers["chair"]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def office(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    who = people(folder)
    draft, done = put_paper(folder, who.auditor.id, TEXT), written_paper(folder, who)
    with serving(folder) as served:
        async with Room(served, chromium, draft, who.auditor) as room:
            readers = {
                "chair": await room.visitor(who.chair),
                "secretary": await room.visitor(who.secretary),
                "clerk": await room.visitor(who.clerk),
                "stranger": await room.visitor(),
            }
            chair = readers["chair"]
            await chair.open(room.address)
            await chair.caret(2, 0)
            await chair.type("و")
            await expect(chair.page.locator("#version")).to_have_text("1")
            await chair.page.goto(f"{room.address}/audit")
            row = await chair.page.locator("details a").first.get_attribute("href")
            meeting = await asyncio.to_thread(decide, room, who, done)
            yield Office(room, readers, addresses(room, who, done, meeting, str(row)))


def decide(room: Room, who: People, done: UUID) -> str:
    """One paper is adopted, deposited and received; gives the other's point, which waits for the chair."""
    with (
        joined(room.served.folder) as (store, _),
        at(room.served, who.secretary) as secretary,
        at(room.served, who.clerk) as clerk,
        at(room.served, who.chair) as chair,
    ):
        adopt(store, done, who)
        secretary.send(f"/drafts/{done}/deposit", f"/drafts/{done}/deposit", 'method="post"')
        clerk.send(f"/drafts/{done}/dossier", f"/drafts/{done}/reception")
        chair.send(f"/drafts/{room.draft}/table/1", f"/drafts/{room.draft}/tabling")
        return prepare(secretary, chair, room.draft)


def addresses(room: Room, who: People, done: UUID, point: str, row: str) -> dict[str, str]:
    """Every page by its name."""
    with closing(Accounts(f"sqlite:///{room.served.folder / 'people.sqlite'}")) as accounts:
        token = accounts.make_link(accounts.add_member("ليلى الزياني").id)
    paper, meeting = f"/drafts/{room.draft}", point.partition("/items/")[0]
    return {
        "welcome": "/",
        "sign in": "/signin",
        "link": f"/enter/{token}",
        "unknown link": "/enter/" + "a" * len(token),
        "desk": "/",
        "new paper": "/papers/new",
        "paper": paper,
        "dossier": f"{paper}/dossier",
        "audit": f"{paper}/audit",
        "audit row": row,
        "version": f"{paper}/at/1",
        "table": f"{paper}/table/0",
        "tabled": f"{paper}/table/1",
        "withdraw": f"{paper}/withdraw",
        "paper adoption": f"{paper}/paper-adoption/1",
        "adopted texts": "/adopted",
        "adopted dossier": f"/drafts/{done}/dossier",
        "receipt": f"/drafts/{done}/receipt",
        "meetings": f"{HOUSE}/meetings",
        "new meeting": f"{HOUSE}/meetings/new",
        "meeting": meeting,
        "meeting details": f"{meeting}/details",
        "attendance": f"{meeting}/attendance",
        "point": point,
        "point for the chair": point,
        "end of a meeting": f"{meeting}/end",
        "screen": f"{meeting}/screen",
        "people": f"{HOUSE}/people",
        "invite": f"{HOUSE}/people/new",
        "person": f"{HOUSE}/people/{who.member.id}",
        "end of a mandate": f"{HOUSE}/people/{who.member.id}/leaving",
        "registers": f"{HOUSE}/registers",
        "rules": f"{HOUSE}/rules",
        "deposits": "/deposits",
        "received": f"/drafts/{done}/dossier",
        "password": "/password",
        "unknown paper": "/drafts/00000000-0000-4000-8000-000000000000",
    }


# Who opens a page, where it is not the chair.
READERS = {
    **dict.fromkeys(["welcome", "sign in", "link", "unknown link"], "stranger"),
    **dict.fromkeys(
        ["new meeting", "meeting details", "attendance", "point", "end of a meeting"], "secretary"
    ),
    **dict.fromkeys(["deposits", "received"], "clerk"),
}
PAGES = [
    "welcome",
    "sign in",
    "link",
    "unknown link",
    "desk",
    "new paper",
    "paper",
    "dossier",
    "audit",
    "audit row",
    "version",
    "table",
    "tabled",
    "withdraw",
    "paper adoption",
    "adopted texts",
    "adopted dossier",
    "receipt",
    "meetings",
    "new meeting",
    "meeting",
    "meeting details",
    "attendance",
    "point",
    "point for the chair",
    "end of a meeting",
    "screen",
    "people",
    "invite",
    "person",
    "end of a mandate",
    "registers",
    "rules",
    "deposits",
    "received",
    "password",
    "unknown paper",
]


@pytest.mark.parametrize("name", PAGES)
async def test_a_page(office: Office, name: str) -> None:
    person = office.readers[READERS.get(name, "chair")]
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


@pytest.mark.parametrize("name", ["version", "tabled"])
async def test_an_empty_row_of_a_table_is_a_line_high(office: Office, name: str) -> None:
    page = office.chair.page
    await page.goto(office.addresses[name])
    heights = await page.locator("tr").evaluate_all("(rows) => rows.map((row) => row.offsetHeight)")
    assert heights[2] == pytest.approx(heights[0], abs=2)


async def test_a_digest_stands_on_one_line_and_begins_where_all_else_does(office: Office) -> None:
    page = office.chair.page
    await page.set_viewport_size(DESKTOP)
    await page.goto(office.addresses["adopted texts"])
    lines = "(code) => code.getClientRects().length"
    assert await page.locator("td code").evaluate(lines) == 1
    await page.set_viewport_size(PHONE)
    digest, version = (
        await page.locator("td code").bounding_box(),
        await page.locator("td a").last.bounding_box(),
    )
    assert digest
    assert version
    assert digest["x"] + digest["width"] == pytest.approx(version["x"] + version["width"], abs=1)


async def test_a_paper_says_how_far_it_is_from_what_was_tabled(office: Office) -> None:
    chair = office.chair
    await chair.open(office.addresses["paper"])
    stands = chair.page.locator("#standing")
    await expect(stands).to_have_text("معروض على الهيئة · النسخة 1 · النص كما عُرض", use_inner_text=True)
    await chair.caret(2, 0)
    await chair.type("كذلك ")
    await expect(stands).to_contain_text("كلمة واحدة بعد النسخة المعروضة")
    for name in ("dossier", "version", "point", "tabled"):
        await chair.page.goto(office.addresses[name])
        await expect(chair.page.locator("main")).to_contain_text("كلمة واحدة بعد النسخة المعروضة")
