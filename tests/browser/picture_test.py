"""The README's picture: the demo's opinion with two colleagues at work. MASHURA_PICTURES=1 writes it anew."""

import base64
import os
from contextlib import closing
from pathlib import Path

from playwright.async_api import Browser, expect

from service.accounts import Accounts
from service.demo import DRAFT, fill
from service.robots import Robot, end_of, insertion
from service.store import Store
from tests.browser.room import Room
from tests.node import ROOT
from tests.serving import Somebody, serving

PICTURE = ROOT / "docs/pictures/editor.png"
WIDTH, HEIGHT = 1280, 800
LARGEST = 250_000
# The size of a picture, and what share of it is as dark as ink.
_SEEN = """async (address) => {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
    canvas.drawImage(image, 0, 0);
    const { data } = canvas.getImageData(0, 0, image.width, image.height);
    let dark = 0;
    for (let at = 0; at < data.length; at += 4) if (data[at] + data[at + 1] + data[at + 2] < 240) dark++;
    return [image.width, image.height, dark / (image.width * image.height)];
}"""


async def test_the_picture_shows_a_text_and_who_writes_it(chromium: Browser, tmp_path: Path) -> None:
    with (
        closing(Store(tmp_path)) as store,
        closing(Accounts(f"sqlite:///{tmp_path / 'people.sqlite'}")) as at,
    ):
        links, work = fill(store, at)
        people = {part: at.use_link(token) for part, token in links}
        coordinator, auditor = (
            Somebody(each.id, each.name, at.sign_in(each.id))
            for each in (people["coordinator"], people["auditor"])
        )
    picture = PICTURE if "MASHURA_PICTURES" in os.environ else tmp_path / "editor.png"
    with serving(tmp_path) as served:
        async with Room(served, chromium, DRAFT, auditor) as room:
            one = await room.visitor(coordinator, viewport={"width": WIDTH, "height": HEIGHT})
            await one.open(room.address)
            for robot in work:
                colleague = await room.stack.enter_async_context(Robot(served.live(DRAFT), robot["cookie"]))
                block, sentence = robot["lines"][0]
                written = sentence.rsplit(" ", 2)[0]
                start = end_of(colleague.doc, block) or 0
                assert await colleague.commit(insertion(start, written))
                await colleague.point(start + len(written))
            await expect(one.page.locator("#cursors .caret")).to_have_count(2)
            await expect(one.page.locator("#version")).to_have_text("2")
            await one.page.wait_for_load_state("networkidle")
            await one.page.evaluate("() => document.fonts.ready")
            for flag in await one.page.locator("#cursors .caret span").all():
                await expect(flag).to_be_in_viewport(ratio=1)
            await one.page.screenshot(path=picture)
            address = f"data:image/png;base64,{base64.b64encode(picture.read_bytes()).decode()}"
            width, height, ink = await one.page.evaluate(_SEEN, address)
    assert (width, height) == (WIDTH, HEIGHT)
    assert 0.005 < ink < 0.2
    assert picture.stat().st_size < LARGEST
