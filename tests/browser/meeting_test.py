"""A meeting on a phone: taken down without a network, sent once, and confirmed by the chair elsewhere."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, Route, expect

from domain.meeting_events import VoteRecorded
from tests.browser.chamber import MEMBERS, PHONE, Chamber, chamber
from tests.browser.looking import inaccessible, sideways, too_small
from tests.browser.pages_test import DESKTOP
from tests.browser.person import Person

KEPT = "محفوظ على هذا الجهاز، وسيُرسل عند عودة الاتصال."
FILLED = "محفوظ على هذا الجهاز، ولم يُسجل بعد."
RESTORED = "ما أُدخل من قبل محفوظ على هذا الجهاز، وقد عاد إلى مكانه. لم يُسجل بعد."
TAKEN = "سُجل في السجل."
RECORD, COUNT = "تسجيل التصويت", "تسجيل الحضور"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def body(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Chamber]:
    async with chamber(chromium, tmp_path_factory.mktemp("chamber")) as body:
        yield body


def safety(page: Page) -> Locator:
    return page.locator("[data-safety]")


def press(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


async def secretary(body: Chamber, meeting: UUID, step: str, **context: object) -> Person:
    """The secretary at a step of the meeting, with the other steps fetched ahead."""
    person = await body.visit(body.secretary, **context)
    await person.page.goto(f"/meetings/{meeting}{step}")
    await person.page.wait_for_load_state("networkidle")
    return person


async def everybody(page: Page) -> None:
    await press(page, "تسجيل حضور الجميع").click()
    await expect(page.locator(".count")).to_have_text(f"حضر {MEMBERS} من {MEMBERS}")


async def test_a_meeting_without_a_network_is_sent_once_and_confirmed_elsewhere(body: Chamber) -> None:
    meeting = body.meeting()
    one = await secretary(body, meeting, "/attendance")
    chair = await body.visit(body.chair)
    await chair.page.goto(f"/meetings/{meeting}/items/paper")
    page = one.page
    await one.context.set_offline(True)
    await everybody(page)
    await page.get_by_role("button", name="المنصوري 7").click()
    await expect(page.locator(".count")).to_have_text(f"حضر {MEMBERS - 1} من {MEMBERS}")
    await expect(safety(page)).to_have_text(FILLED)
    await press(page, COUNT).click()
    await expect(safety(page)).to_have_text(KEPT)
    await page.get_by_role("link", name="النقطة 1").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("النقطة الأولى")
    for _ in range(3):
        await page.get_by_role("button", name="زيادة صوت: ضد").click()
    await page.get_by_role("button", name="إنقاص صوت: ضد").click()
    await page.get_by_label("لفائدة", exact=True).fill("15")
    await expect(page.locator(".count")).to_have_text("صوت 17")
    await page.get_by_label("صوت رئاسة الاجتماع").select_option("for")
    await expect(page.get_by_text("سيُرسل بعد الحضور المحفوظ على هذا الجهاز.")).to_be_visible()
    await press(page, RECORD).click()
    await expect(safety(page)).to_have_text(KEPT)
    assert await page.get_by_text("صودق").count() == 0
    assert body.stored(meeting).last == 1
    await one.context.set_offline(False)
    await expect(safety(page)).to_have_text(TAKEN)
    await expect(page.locator("#recorded")).to_have_text("سُجل التصويت، وينتظر تأكيد الرئاسة")
    found = body.stored(meeting)
    recorded = found.recorded["paper"]
    assert found.last == 3
    assert found.attended
    assert found.attended.quorum.present == MEMBERS - 1
    assert isinstance(recorded, VoteRecorded)
    assert (recorded.ballot.votes.for_, recorded.ballot.votes.against, recorded.ballot.chair) == (
        15,
        2,
        "for",
    )
    assert await page.evaluate("() => Object.keys(localStorage)") == []
    # The chair's page brings itself what was recorded, and the secretary's what was confirmed.
    await press(chair.page, "تأكيد نتيجة التصويت").click()
    await expect(chair.page.locator("#recorded")).to_contain_text("تمت المصادقة، عدد")
    await expect(page.locator("#recorded")).to_contain_text("تمت المصادقة، عدد")
    await expect(page.get_by_text("صودق على المقترح بالأغلبية")).to_be_visible()


async def test_what_was_kept_outlives_the_page(body: Chamber) -> None:
    meeting = body.meeting()
    one = await secretary(body, meeting, "/attendance")
    await one.context.set_offline(True)
    await everybody(one.page)
    await one.page.close()
    await one.context.set_offline(False)
    one.page = await one.context.new_page()
    await one.page.goto(f"/meetings/{meeting}/attendance")
    await expect(safety(one.page)).to_have_text(RESTORED)
    await expect(one.page.locator(".count")).to_have_text(f"حضر {MEMBERS} من {MEMBERS}")
    assert body.stored(meeting).attended is None
    await one.page.wait_for_load_state("networkidle")
    await one.context.set_offline(True)
    await press(one.page, COUNT).click()
    await expect(safety(one.page)).to_have_text(KEPT)
    await one.page.close()
    await one.context.set_offline(False)
    one.page = await one.context.new_page()
    await one.page.goto(f"/meetings/{meeting}")
    await expect(one.page.get_by_role("heading", name="اكتمل النصاب")).to_be_visible()
    await expect(safety(one.page)).to_have_text(TAKEN)
    assert body.stored(meeting).last == 2


async def test_a_record_whose_answer_was_lost_is_there_once(body: Chamber) -> None:
    meeting = body.meeting()
    body.count(meeting)
    one = await secretary(body, meeting, "/items/paper")
    sent: list[str | None] = []

    async def lose(route: Route) -> None:
        sent.append(route.request.post_data)
        if len(sent) == 1:
            await route.fetch(max_redirects=0)
            await route.abort()
        else:
            await route.continue_()

    await one.page.route("**/vote", lose)
    await one.page.get_by_label("لفائدة", exact=True).fill("12")
    await press(one.page, RECORD).click()
    await expect(safety(one.page)).to_have_text(TAKEN)
    assert len(sent) == 2
    assert sent[0] == sent[1]
    assert body.stored(meeting).last == 3


async def test_what_is_refused_stays_as_it_was_typed(body: Chamber) -> None:
    meeting = body.meeting()
    body.count(meeting, 12)
    one = await secretary(body, meeting, "/items/paper")
    await one.page.get_by_label("لفائدة", exact=True).fill("13")
    await press(one.page, RECORD).click()
    await expect(one.page.get_by_role("alert")).to_contain_text("الأعداد لا تتوافق مع الحضور.")
    await expect(one.page.get_by_label("لفائدة", exact=True)).to_have_value("13")
    await one.page.get_by_label("لفائدة", exact=True).fill("12")
    await press(one.page, RECORD).click()
    await expect(safety(one.page)).to_have_text(TAKEN)
    # The browser says the status too.
    assert [("400" in said) for said in one.complaints] == [True]
    one.complaints.clear()


async def test_without_a_quorum_the_buttons_say_why(body: Chamber) -> None:
    meeting = body.meeting()
    body.count(meeting, 10)
    one = await secretary(body, meeting, "/items/paper")
    button = press(one.page, RECORD)
    await expect(button).to_be_disabled()
    await expect(button).to_have_accessible_description(
        "لا نصاب في هذا الاجتماع، فلا يُسجل تصويت ولا تُؤكد مصادقة. "
        "يمكن تصحيح الحضور إن كان ناقصا، أو تسجيل التأجيل."
    )
    await one.page.goto(f"/meetings/{meeting}")
    await expect(one.page.get_by_role("heading", name="لم يكتمل النصاب")).to_be_visible()
    await expect(one.page.get_by_text("حضر 10 من أصل 21 عضوا، والنصاب 11: ينقص عضو واحد.")).to_be_visible()


async def test_the_keyboard_does_it_all(body: Chamber) -> None:
    meeting = body.meeting()
    one = await secretary(body, meeting, "/attendance")
    page = one.page
    await press(page, "تسجيل حضور الجميع").focus()
    await one.press("Enter", "Tab", "Tab", "Space")
    await expect(page.locator("button.one").nth(1)).to_contain_text("اعتذار")
    await press(page, COUNT).focus()
    await one.press("Enter")
    await expect(page.get_by_role("heading", name="اكتمل النصاب")).to_be_visible()
    # Who goes on to another step is at its beginning.
    await expect(page.get_by_role("heading", level=1)).to_be_focused()
    await page.get_by_role("link", name="النقطة 1", exact=False).first.focus()
    await one.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("النقطة الأولى")
    await expect(page.get_by_role("heading", level=1)).to_be_focused()
    await page.go_back()
    await expect(page.get_by_role("heading", name="اكتمل النصاب")).to_be_visible()


async def test_without_a_script_the_forms_do_the_same(body: Chamber) -> None:
    meeting = body.meeting()
    one = await body.visit(body.secretary, java_script_enabled=False)
    page = one.page
    await page.goto(f"/meetings/{meeting}/attendance")
    await press(page, "تسجيل حضور الجميع").click()
    await page.get_by_label("المنصوري 3", exact=False).select_option("excused")
    await press(page, COUNT).click()
    await expect(page.get_by_text("حضر 20 من أصل 21 عضوا")).to_be_visible()
    await page.goto(f"/meetings/{meeting}/items/paper")
    await page.get_by_label("لفائدة", exact=True).fill("20")
    await press(page, RECORD).click()
    await expect(page.locator("#recorded")).to_have_text("سُجل التصويت، وينتظر تأكيد الرئاسة")
    assert body.stored(meeting).last == 3


async def test_the_screen_of_the_room_follows(body: Chamber) -> None:
    meeting = body.meeting()
    hall = await body.visit(body.rapporteur, viewport={"width": 1920, "height": 1080})
    await hall.page.goto(f"/meetings/{meeting}/screen")
    assert await hall.page.locator("button, form, nav").count() == 0
    await expect(hall.page.locator("main p").first).to_have_css("font-size", "48px")
    body.count(meeting)
    await expect(hall.page.get_by_text("حضر 21 من 21: اكتمل النصاب")).to_be_visible()


async def clean(page: Page) -> None:
    """Nothing that a careful eye finds, on a phone and a desktop, in light and dark."""
    for size in (DESKTOP, PHONE):
        await page.set_viewport_size(size)
        assert await sideways(page) <= 0
        assert await too_small(page) == []
        for scheme in ("dark", "light"):
            await page.emulate_media(color_scheme=scheme)
            assert await inaccessible(page) == []


@pytest.mark.parametrize(
    "step",
    [
        "",
        "/details",
        "/attendance",
        "/items/paper",
        "/items/paper?how=names",
        "/items/paper?how=deferral",
        "/items/talk0",
        "/end",
        "/screen",
    ],
)
@pytest.mark.parametrize("stage", ["called", "opened"])
async def test_each_step_is_open_to_all(body: Chamber, step: str, stage: str) -> None:
    meeting = body.meeting("أرضية برنامج العمل")
    if stage == "opened":
        body.count(meeting, 12)
    one = await secretary(body, meeting, step)
    await clean(one.page)


async def test_what_was_recorded_is_open_to_all(body: Chamber) -> None:
    meeting = body.meeting()
    body.count(meeting)
    one = await secretary(body, meeting, "/items/paper")
    await one.page.get_by_label("لفائدة", exact=True).fill("21")
    await press(one.page, RECORD).click()
    await expect(one.page.locator("#recorded")).to_be_visible()
    chair = await body.visit(body.chair)
    await chair.page.goto(f"/meetings/{meeting}/items/paper")
    for page in (one.page, chair.page):
        await clean(page)
    await press(chair.page, "تأكيد نتيجة التصويت").click()
    await expect(chair.page.locator("#recorded")).to_contain_text("تمت المصادقة")
    await clean(chair.page)
