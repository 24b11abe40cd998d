"""What a careful eye finds on any page: its width, room for a thumb, and what axe-core knows of access."""

from functools import cache

from playwright.async_api import Page

from tests.node import ROOT

# Whatever one can press, too small for a thumb. A link within a sentence is as high as its line.
_SMALL = """() => [...document.querySelectorAll('a, button, input:not([type=hidden]), select, summary')]
    .filter((each) => each.checkVisibility({ visibilityProperty: true }) && !each.matches('.skip'))
    .filter((each) => {
        const around = each.parentElement.closest('p, td, li, span, div');
        const inSentence = each.matches('a') && getComputedStyle(each).display === 'inline'
            && around.textContent.trim().length > each.textContent.trim().length + 3;
        return !inSentence && each.getBoundingClientRect().height < 43.5;
    })
    .map((each) => `${each.outerHTML.slice(0, 90)} ${Math.round(each.getBoundingClientRect().height)}`)"""
# The order of a text's headings is its authors'. A table under the caret scrolls with it.
_AXE = """async () => {
    const { violations } = await axe.run(
        { exclude: '.ProseMirror .table' },
        {
            runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'],
            rules: { 'heading-order': { enabled: false } },
        },
    );
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) =>
        `${id}: ${html.slice(0, 160)} ${failureSummary.replaceAll('\\n', ' ')}`));
}"""

# axe-core takes a word whose letters join for a picture of an icon font, and would not look at its contrast.
# It compares what it draws: let it draw a word's first letter only.
_JOINED = """() => {
    const { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (text, ...at) {
        fillText.call(this, text.charAt(0), ...at);
    };
}"""


@cache
def _axe() -> str:
    return (ROOT / "web/node_modules/axe-core/axe.min.js").read_text("utf-8")


async def inaccessible(page: Page) -> list[str]:
    """What axe-core holds against the page as it stands."""
    if not await page.evaluate("() => 'axe' in window"):
        await page.evaluate(_axe())
        await page.evaluate(_JOINED)
    found: list[str] = await page.evaluate(_AXE)
    return found


async def too_small(page: Page) -> list[str]:
    """What one cannot press safely."""
    found: list[str] = await page.evaluate(_SMALL)
    return found


async def sideways(page: Page) -> int:
    """By how many pixels the page is wider than the screen."""
    over: int = await page.evaluate("() => document.scrollingElement.scrollWidth - innerWidth")
    return over
