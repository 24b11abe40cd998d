"""What a browser has kept on the device, read behind the page's back."""

import asyncio

from tests.browser.person import Person

_KEPT = """() => new Promise((resolve) => {
    const opening = indexedDB.open('mashura');
    opening.onsuccess = () => {
        const asking = opening.result.transaction('replicas').objectStore('replicas').getAll();
        asking.onsuccess = () => {
            opening.result.close();
            resolve(JSON.stringify(asking.result));
        };
    };
})"""


async def kept(person: Person, text: str, *, expected: bool = True) -> None:
    """Waits until the device has the text in one of its records, or in none."""
    async with asyncio.timeout(5):
        while (text in await person.page.evaluate(_KEPT)) is not expected:
            pass
