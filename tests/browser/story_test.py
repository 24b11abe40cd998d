"""The demo's whole story, by hand, in browsers: an opinion is written, tabled, voted, adopted, numbered,
deposited, received and answered, and its archive is verified offline.

MASHURA_PICTURES=1 writes the pictures of docs/pictures/story/ anew.
"""

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, Page, ViewportSize, expect

from service.accounts import Accounts
from service.demo import DRAFT, fill
from service.robots import Robot, end_of, insertion
from service.store import Store
from tests.browser.looking import inaccessible, sideways
from tests.browser.person import Person
from tests.browser.room import Room
from tests.node import ROOT
from tests.serving import Somebody, serving

PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PICTURES = ROOT / "docs/pictures/story"


@dataclass
class Story:
    """The demo body on a running service, and where pictures go."""

    room: Room
    links: dict[str, str]
    pictures: Path
    taken: int = 0

    async def enters(self, part: str, size: ViewportSize) -> Person:
        """Somebody opens their link, as the demo prints it."""
        person = await self.room.visitor(viewport=size)
        await person.page.goto(f"/enter/{self.links[part]}")
        await person.page.get_by_role("button", name="الدخول الآن").click()
        await expect(person.page.get_by_role("heading", level=1)).to_have_text("مكتبي")
        return person

    async def picture(self, page: Page, name: str) -> None:
        """What somebody sees at this step; nobody is shut out of it."""
        assert await sideways(page) <= 0, name
        assert await inaccessible(page) == [], name
        self.taken += 1
        await page.evaluate("() => document.fonts.ready")
        await page.screenshot(path=self.pictures / f"{self.taken:02}-{name}.png")


@pytest_asyncio.fixture(loop_scope="session")
async def story(chromium: Browser, tmp_path: Path) -> AsyncIterator[Story]:
    folder = tmp_path / "demo"
    with (
        closing(Store(folder)) as store,
        closing(Accounts(f"sqlite:///{folder / 'people.sqlite'}")) as people,
    ):
        links, work = fill(store, people)
    pictures = PICTURES if "MASHURA_PICTURES" in os.environ else tmp_path
    nobody = Somebody("", "", work[0]["cookie"])
    with serving(folder) as served:
        async with Room(served, chromium, DRAFT, nobody) as room:
            for robot in work:
                colleague = await room.stack.enter_async_context(Robot(served.live(DRAFT), robot["cookie"]))
                block, sentence = robot["lines"][0]
                assert await colleague.commit(insertion(end_of(colleague.doc, block) or 0, sentence))
                room.stack.callback(colleague.socket.transport.abort)
            yield Story(room, dict(links), pictures)


async def test_from_the_first_word_to_the_council_s_answer(story: Story, tmp_path: Path) -> None:
    await tables(story)
    meeting = await meets(story)
    await confirms(story, meeting)
    await closes(story, meeting)
    archive = await deposits(story, tmp_path)
    await receives(story)
    verified = await asyncio.to_thread(verify, archive)
    assert verified.returncode == 0, verified.stdout + verified.stderr


def verify(archive: Path) -> subprocess.CompletedProcess[str]:
    """What `mashura verify` says of the archive, far from the installation."""
    return subprocess.run(
        [sys.executable, "-m", "service.cli", "verify", archive.name],
        capture_output=True,
        text=True,
        check=False,
        cwd=archive.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


async def tables(story: Story) -> None:
    """The coordinator writes the last sentence and lays the text before the body."""
    one = await story.enters("coordinator", DESKTOP)
    await one.open(f"/drafts/{DRAFT}")
    blocks = await one.blocks()
    await one.caret(len(blocks) - 1, 0)
    await one.type("توصي الهيئة المجلس بالعمل بالتوصيتين أعلاه.")
    await one.saved()
    await story.picture(one.page, "writing")
    await one.page.get_by_role("link", name="قراءة آخر نسخة لعرضها").click()
    button = one.page.get_by_role("button", name=re.compile("عرض النسخة"))
    await button.scroll_into_view_if_needed()
    await story.picture(one.page, "tabling")
    await button.click()
    await expect(one.page.get_by_text("معروض على الهيئة").first).to_be_visible()
    await story.picture(one.page, "tabled")
    # Editing goes on, and every page says how far the text has come from what was tabled.
    await one.open(f"/drafts/{DRAFT}")
    await one.caret(len(blocks) - 1, 0)
    await one.type("لذلك ")
    await one.saved()
    await expect(one.page.locator("#standing")).to_contain_text("كلمة واحدة بعد النسخة المعروضة")
    await one.context.close()
    story.room.people.remove(one)


async def meets(story: Story) -> str:
    """The secretary, on a phone: calls the meeting, counts who came, records the vote."""
    secretary = await story.enters("secretary", PHONE)
    page = secretary.page
    await story.picture(page, "secretary-desk")
    await page.get_by_role("link", name=re.compile("إدراجه في اجتماع")).click()
    await page.get_by_label("المكان").fill("قاعة الخزانة الجماعية")
    await page.locator("[name=instrument]").fill("النظام الداخلي لمجلس جماعة واد الزيتون")
    await page.locator("[name=article]").fill("78")
    await page.locator("[name=points]").fill("متفرقات وتوصيات")
    await story.picture(page, "calling")
    await page.locator("form.card button.primary").click()
    await page.wait_for_url(re.compile(r"/meetings/[0-9a-f-]+$"))
    meeting = page.url
    await page.goto(f"{meeting}/attendance")
    await page.get_by_role("button", name="تسجيل حضور الجميع").click()
    rows = page.locator(".people-of-meeting li")
    await expect(rows).to_have_count(21)
    # One is excused, one did not come.
    for index, taps in ((5, 1), (6, 2)):
        for _ in range(taps):
            await rows.nth(index).get_by_role("button").click()
    await story.picture(page, "attendance")
    await page.get_by_role("button", name="تسجيل الحضور", exact=True).click()
    await expect(page.locator(".aloud, .quorum").first).to_be_visible()
    await story.picture(page, "quorum")
    await page.goto(meeting)
    await story.picture(page, "agenda")
    await page.locator(".agenda a").first.click()
    for name, count in (("for", "13"), ("against", "4"), ("abstaining", "2")):
        await page.locator(f"[name={name}]").fill(count)
    await page.locator("[name=chair]").select_option("for")
    await story.picture(page, "vote")
    await page.get_by_role("button", name="تسجيل التصويت").click()
    await expect(page.get_by_text("تؤكده رئاسة الاجتماع")).to_be_visible()
    await story.picture(page, "recorded")
    await page.goto(meeting)
    await page.locator(".agenda a").nth(1).click()
    await page.locator("textarea[name=conclusion]").fill("الاتفاق على مراسلة رئيس المجلس لتوفير وسائل العمل.")
    await page.locator("form[data-keep$=conclusion] button.primary, form button.primary").first.click()
    await expect(page.locator(".aloud")).to_contain_text("الاتفاق على مراسلة")
    return meeting


async def confirms(story: Story, meeting: str) -> None:
    """The chair, on another phone, reads the outcome aloud and confirms it."""
    chair = await story.enters("chair", PHONE)
    page = chair.page
    await story.picture(page, "chair-desk")
    await page.goto(meeting)
    await page.locator(".agenda a").first.click()
    await story.picture(page, "confirming")
    await page.get_by_role("button", name="تأكيد نتيجة التصويت").click()
    await expect(page.get_by_role("button", name="تأكيد نتيجة التصويت")).to_have_count(0)
    await story.picture(page, "confirmed")


async def closes(story: Story, meeting: str) -> None:
    """The secretary ends the meeting and has its report written."""
    secretary = story.room.people[0]
    page = secretary.page
    await page.goto(f"{meeting}/end")
    await page.locator("[name=hour]").first.fill("20:15")
    await story.picture(page, "ending")
    await page.locator("main form button.primary").click()
    await page.wait_for_url(meeting)
    await page.goto("/")
    await page.get_by_role("link", name=re.compile("تحرير تقرير الاجتماع")).click()
    await page.get_by_role("button", name="تحرير تقرير الاجتماع").click()
    await expect(secretary.text).to_be_visible()
    await expect(secretary.text).to_contain_text("متفرقات وتوصيات")
    await story.picture(page, "report")


async def deposits(story: Story, tmp_path: Path) -> Path:
    """The secretary reads the letter, deposits, and keeps the archive."""
    secretary = story.room.people[0]
    page = secretary.page
    await page.set_viewport_size(DESKTOP)
    await page.goto(f"/drafts/{DRAFT}/dossier")
    await story.picture(page, "adopted")
    await page.goto(f"/drafts/{DRAFT}/deposit")
    await page.locator("[name=article]").first.fill("92")
    await page.locator("[name=instrument]").first.fill("النظام الداخلي لمجلس جماعة واد الزيتون")
    await page.get_by_role("button", name="عرض المراسلة بهذه البيانات").click()
    await expect(page.locator("article.letter")).to_contain_text("المادة 92")
    await page.locator("article.letter").scroll_into_view_if_needed()
    await story.picture(page, "letter")
    await page.get_by_role("button", name=re.compile("إيداع المراسلة")).click()
    await expect(page.get_by_text("أُودع لدى رئاسة المجلس").first).to_be_visible()
    async with page.expect_download() as downloading:
        await page.get_by_role("link", name="تنزيل ملف الإيداع كاملا").click()
    archive = tmp_path / "submission.zip"
    await (await downloading.value).save_as(archive)
    return archive


async def receives(story: Story) -> None:
    """The council's clerk sees what was deposited and nothing else, gives a receipt, and answers."""
    clerk = await story.enters("clerk", DESKTOP)
    page = clerk.page
    await story.picture(page, "clerk-desk")
    await page.goto("/deposits")
    await page.get_by_role("link", name=re.compile("فتح ملف")).click()
    await story.picture(page, "deposited")
    await page.get_by_role("button", name="تسليم وصل الإيداع").click()
    await expect(page).to_have_url(re.compile("/receipt$"))
    await story.picture(page, "receipt")
    await page.goto(f"/drafts/{DRAFT}/dossier")
    await page.get_by_label("قبول جزئي").check()
    await page.locator("[name=text]").fill("يعتمد المجلس التوصية الأولى، ويبرمج الثانية في السنة المقبلة.")
    await page.get_by_role("button", name="تسجيل جواب المجلس").click()
    await expect(page.get_by_text("أجاب عنه المجلس").first).to_be_visible()
    await story.picture(page, "answered")
