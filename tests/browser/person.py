"""Somebody at a page: opens a paper, puts the caret somewhere, types, reads what the page says."""

import asyncio
from dataclasses import dataclass, field

from playwright.async_api import BrowserContext, CDPSession, ConsoleMessage, Locator, Page, expect

from tests.serving import Somebody

SAVED = "محفوظ في السجل"

# Puts the selection into a top-level block of the text, by its index, from one character to another.
_SELECT = """([block, anchor, head]) => {
    const at = (offset) => {
        const texts = document.createTreeWalker(
            document.querySelector('.ProseMirror').children[block], NodeFilter.SHOW_TEXT);
        let text = texts.nextNode();
        while (text && offset > text.length) { offset -= text.length; text = texts.nextNode(); }
        return text ? [text, offset] : [document.querySelector('.ProseMirror').children[block], 0];
    };
    document.querySelector('.ProseMirror').focus();
    getSelection().setBaseAndExtent(...at(anchor), ...at(head));
    // The editor hears of it after this.
    return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""
_BLOCKS = "() => [...document.querySelectorAll('.ProseMirror > *')].map((each) => each.textContent)"


@dataclass
class Person:
    """A browser context with one page at a time."""

    context: BrowserContext
    page: Page
    signed_in: Somebody | None
    complaints: list[str] = field(default_factory=list)
    """What the browser held against a page: scripts that failed, what the policy of the content refused."""

    def __post_init__(self) -> None:
        self._listen()

    def _listen(self) -> None:
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._said)

    def _said(self, message: ConsoleMessage) -> None:
        # That the server is away, the browser says too; the page has words of its own for it.
        if message.type in ("error", "warning") and "net::ERR_" not in message.text:
            self.complaints.append(message.text)

    @property
    def text(self) -> Locator:
        return self.page.locator(".ProseMirror")

    @property
    def save_state(self) -> Locator:
        return self.page.locator("#save-state")

    async def open(self, address: str) -> None:
        await self.page.goto(address)
        await expect(self.text).to_be_visible()
        await expect(self.save_state).not_to_have_text("يُفتح النص…")

    async def crash(self) -> None:
        """The page dies, with no chance to keep anything more."""
        devtools = await self.devtools()
        async with self.page.expect_event("crash"):
            dying = asyncio.ensure_future(devtools.send("Page.crash"))
        dying.cancel()

    async def open_again(self, address: str) -> None:
        """A new page in the place of one that has crashed."""
        await self.page.close()
        self.page = await self.context.new_page()
        self._listen()
        await self.open(address)

    async def select(self, block: int, anchor: int, head: int) -> None:
        await self.page.evaluate(_SELECT, [block, anchor, head])

    async def caret(self, block: int, offset: int) -> None:
        await self.select(block, offset, offset)

    async def type(self, text: str) -> None:
        await self.page.keyboard.type(text)

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.page.keyboard.press(key)

    async def blocks(self) -> list[str]:
        """The text of each top-level block, as it stands on the page."""
        blocks: list[str] = await self.page.evaluate(_BLOCKS)
        return blocks

    async def version(self) -> int:
        return int(await self.page.locator("#version").inner_text())

    async def is_saved(self) -> bool:
        return await self.save_state.inner_text() == SAVED

    async def saved(self) -> None:
        await expect(self.save_state).to_have_text(SAVED)

    async def devtools(self) -> CDPSession:
        return await self.context.new_cdp_session(self.page)
