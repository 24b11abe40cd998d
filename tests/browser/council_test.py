"""The way to the council in a browser: a file brought, a letter read and sent, a receipt given."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, ViewportSize, expect

from tests.adopting import People, adopt, people, written_paper
from tests.browser.looking import inaccessible, sideways, too_small
from tests.browser.person import Person
from tests.browser.room import Room
from tests.serving import Somebody, joined, serving

PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("council")


@pytest.fixture(scope="module")
def who(folder: Path) -> People:
    return people(folder)


@pytest.fixture(scope="module")
def draft(folder: Path, who: People) -> UUID:
    """A paper that the body has adopted."""
    made = written_paper(folder, who)
    with joined(folder) as (store, _):
        adopt(store, made, who)
    return made


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def room(chromium: Browser, folder: Path, draft: UUID, who: People) -> AsyncIterator[Room]:
    with serving(folder) as served:
        async with Room(served, chromium, draft, who.auditor) as room:
            yield room


async def look(page: Page) -> None:
    """What a careful eye holds against the page, on a phone, on a desk and in the dark."""
    await page.set_viewport_size(PHONE)
    assert await sideways(page) <= 0
    assert await too_small(page) == []
    assert await inaccessible(page) == []
    await page.set_viewport_size(DESKTOP)
    assert await sideways(page) <= 0
    await page.emulate_media(color_scheme="dark")
    assert await inaccessible(page) == []
    await page.emulate_media(color_scheme="light")


async def at(room: Room, somebody: Somebody, path: str) -> Person:
    """Somebody at a page of the paper."""
    person = await room.visitor(somebody)
    await person.page.goto(f"{room.address}/{path}")
    return person


async def test_from_the_dossier_to_the_receipt(room: Room, who: People) -> None:
    secretary = await at(room, who.secretary, "dossier")
    page = secretary.page
    await look(page)
    await page.get_by_label("نوع الوثيقة").select_option("minutes")
    scan = {"name": "محضر الاجتماع.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 scan"}
    await page.get_by_label("الملف", exact=True).set_input_files(scan)  # type: ignore[arg-type]
    await page.get_by_role("button", name="إرفاق الوثيقة بالملف").click()
    await expect(page.get_by_role("link", name="محضر الاجتماع.pdf")).to_be_visible()

    await page.get_by_role("link", name="قراءة مراسلة الإيداع").click()
    await page.get_by_label("المرجع: رقم المادة").fill("92")
    await page.get_by_label("المرجع: النص القانوني أو النظام الداخلي").fill("النظام الداخلي لمجلس الجماعة")
    await page.get_by_role("button", name="عرض المراسلة بهذه البيانات").click()
    await expect(page.get_by_role("article")).to_contain_text("المادة 92 من النظام الداخلي لمجلس الجماعة")
    await look(page)
    await page.get_by_role("button", name="إيداع المراسلة 01/").click()
    await expect(page.get_by_text("ينتظر وصل مكتب الضبط")).to_be_visible()

    clerk = await room.visitor(who.clerk)
    page = clerk.page
    await page.goto("/")
    await page.get_by_role("link", name="ما أُودع لدى المجلس").click()
    await look(page)
    await page.get_by_role("link", name="فتح ملف").click()
    await look(page)
    async with page.expect_download() as coming:
        await page.get_by_role("link", name="تنزيل ملف الإيداع كاملا (ZIP)").click()
    assert (await coming.value).suggested_filename == "mashura-submission.zip"
    await page.get_by_role("button", name="تسليم وصل الإيداع").click()
    await expect(page.get_by_role("heading", name="وصل إيداع عدد 01/")).to_be_visible()
    await look(page)
    await page.get_by_role("link", name="الرجوع إلى ملف النص").click()
    await page.get_by_label("قبول جزئي").check()
    await page.get_by_label("نص الجواب").fill("تُبرمج في السنة القادمة")
    await look(page)
    await page.get_by_role("button", name="تسجيل جواب المجلس").click()
    await expect(page.get_by_text("جواب المجلس: قبول جزئي").first).to_be_visible()
    await look(page)


async def test_an_adoption_on_paper_is_read_before_it_is_recorded(
    room: Room, who: People, folder: Path
) -> None:
    draft = written_paper(folder, who)
    chair = await room.visitor(who.chair)
    page = chair.page
    await page.goto(f"/drafts/{draft}/dossier")
    await look(page)
    await page.get_by_role("link", name="تسجيل مصادقة تمت على الورق").click()
    await look(page)
    await page.get_by_label("يوم المصادقة").fill("2019-05-27")
    await page.get_by_label("ما تقوله الوثيقة").fill("بحضور أغلبية أعضائها")
    await page.get_by_role("button", name="تسجيل المصادقة على النسخة 0").click()
    await expect(page.get_by_text("الاثنين 27 ماي 2019").first).to_be_visible()
