"""From a sign-in link to the register: typed in the page, read on the audit page, approved, downloaded."""

import asyncio
import json
import re
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from domain.blocks import paragraph, section
from service.accounts import Accounts
from tests.browser.room import Room
from tests.meeting import hold
from tests.node import NODE, ROOT
from tests.reading import digest_of
from tests.service.errand import at
from tests.serving import Somebody, member

TITLE = "رأي استشاري حول الإنارة العمومية بجماعة واد الزيتون"
TYPED = "تحتاج الأحياء الجنوبية إلى إنارة كافية."


def link(room: Room, name: str) -> str:
    """The link that the secretary sends to a new member."""
    somebody = member(room.served.folder, name)
    with closing(Accounts(f"sqlite:///{room.served.folder / 'people.sqlite'}")) as accounts:
        return f"/enter/{accounts.make_link(somebody.id)}"


def built(source: str) -> str:
    """A source of the editor as a script, which calls what it exports `ours`."""
    esbuild = ROOT / "web/node_modules/esbuild/bin/esbuild"
    options = ["--bundle", "--format=iife", "--global-name=ours", "--log-level=error"]
    made = subprocess.run(
        [NODE, esbuild, source, *options], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return made.stdout


def meet(room: Room, chair: Somebody) -> None:
    """The body meets about the paper and adopts what was tabled."""
    secretary = member(room.served.folder, "عمر السوسي", "secretary")
    with at(room.served, secretary) as recording, at(room.served, chair) as presiding:
        hold(recording, presiding, room.draft)


async def digest_in_browser(page: Page, text: dict[str, Any]) -> str:
    """What the editor's own digest.ts makes of a text, in a browser."""
    script = built("web/src/digest.ts")
    digest: str = await page.evaluate(
        f"(doc) => {{ {script}; return ours.digest({{ toJSON: () => doc }}) }}", text["doc"]
    )
    return digest


@pytest.mark.text(TITLE, section("التشخيص"), paragraph())
async def test_from_a_link_to_the_register(room: Room, tmp_path: Path) -> None:
    address = link(room, "سلمى التازي")
    one = await room.visitor()
    page = one.page
    await page.goto(address)
    await expect(page.get_by_role("heading", level=1)).to_have_text("مرحبا سلمى التازي")
    await page.get_by_role("button", name="الدخول الآن واختيار كلمة السر لاحقا").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("مكتبي")
    late = await room.visitor()
    refused = await late.page.goto(address)
    await expect(late.page.get_by_role("heading", level=1)).to_have_text("سبق استعمال هذا الرابط")
    assert refused
    # The browser says the status too.
    assert [str(refused.status) in said for said in late.complaints] == [True]
    late.complaints.clear()

    on_desk = page.get_by_role("link", name=TITLE, exact=True)
    # The desk follows the events: a server that has just started may be a moment behind.
    async with asyncio.timeout(10):
        while await on_desk.count() == 0:
            await page.reload()
    await on_desk.click()
    await expect(one.text).to_be_visible()
    await one.caret(2, 0)
    await one.type(TYPED)
    await one.saved()
    assert await room.agree(one) == [TITLE, "التشخيص", TYPED]
    version = await one.version()

    auditor = await room.visitor(room.auditor)
    await auditor.page.goto(f"{room.address}/audit")
    row = auditor.page.locator("details", has_text="سلمى التازي").first
    await expect(row.locator("summary")).to_contain_text("القسم 1")
    await row.locator("summary").click()
    await expect(row.locator("ins").first).to_be_visible()
    assert "".join(await row.locator("ins").all_inner_texts()) == TYPED

    chair = await room.writer("نزهة الودغيري", "chair")
    await chair.page.get_by_role("link", name="قراءة آخر نسخة لعرضها").click()
    await expect(chair.page.locator("article.text")).to_contain_text(TYPED)
    await chair.page.get_by_role("button", name=f"عرض النسخة {version} على الهيئة").click()
    await expect(chair.page).to_have_url(re.compile(r"/dossier$"))
    assert chair.signed_in
    await asyncio.to_thread(meet, room, chair.signed_in)
    # The page on which it was written hears of it, and closes.
    await expect(one.save_state).to_contain_text("بتت الهيئة في هذا النص")
    await chair.page.goto("/adopted")
    entry = chair.page.get_by_role("row", name=TITLE)
    await expect(entry).to_contain_text("01/")
    await entry.get_by_role("link", name=TITLE).click()
    async with chair.page.expect_download() as downloading:
        await chair.page.get_by_role("link", name="تنزيله للبرامج (JSON)").click()
    await (await downloading.value).save_as(tmp_path / "adopted.json")
    adopted = json.loads((tmp_path / "adopted.json").read_text("utf-8"))
    assert adopted["version"] == version
    assert adopted["digest"] == digest_of(adopted) == await digest_in_browser(page, adopted)
    await expect(chair.page.locator("code.digest").first).to_have_text(adopted["digest"])

    await auditor.page.reload()
    newest = auditor.page.locator(".rows > li").first
    await expect(newest).to_contain_text(f"المصادقة على النسخة {version} برقم 01/")
    await expect(newest).to_contain_text("نزهة الودغيري")
