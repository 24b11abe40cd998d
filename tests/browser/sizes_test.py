"""What the first view of a paper costs over the wire, by kind."""

from collections import Counter

import pytest
from playwright.async_api import expect

from tests.browser.room import Room

EDITOR = 300_000
FIRST_VIEW = 150_000
"""All but the editor's script: what is seen before one can write."""


async def test_the_first_view_of_a_paper_stays_small(room: Room, capsys: pytest.CaptureFixture[str]) -> None:
    one = await room.somebody("سلمى التازي", viewport={"width": 390, "height": 844})
    devtools = await one.devtools()
    await devtools.send("Network.enable")
    kinds: dict[str, str] = {}
    sizes: Counter[str] = Counter()
    devtools.on("Network.responseReceived", lambda said: kinds.update({said["requestId"]: said["type"]}))
    devtools.on(
        "Network.loadingFinished",
        lambda said: sizes.update({kinds.get(said["requestId"], "?"): int(said["encodedDataLength"])}),
    )
    await one.page.goto(room.address, wait_until="networkidle")
    await expect(one.text).to_be_visible()
    with capsys.disabled():
        told = ", ".join(f"{kind.lower()} {size / 1000:.1f} kB" for kind, size in sizes.most_common())
        print(f"\n  a paper's first view over the wire: {told}")  # noqa: T201
    assert 0 < sizes["Script"] < EDITOR
    assert 0 < sizes.total() - sizes["Script"] < FIRST_VIEW
