"""A paper and the people at it: each in a browser of their own, or as a robot over the same protocol."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any, Self
from uuid import UUID

from playwright.async_api import Browser
from prosemirror.model import Node

from service.robots import Robot
from tests.browser.person import Person
from tests.serving import Part, Served, Somebody, member


@dataclass
class Room:
    """One paper of a running server."""

    served: Served
    chromium: Browser
    draft: UUID
    auditor: Somebody
    people: list[Person] = field(default_factory=list)
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, failed: type[BaseException] | None, *_: object) -> None:
        await self.stack.aclose()
        for person in self.people:
            await person.context.close()
        if failed is None:
            assert [said for person in self.people for said in person.complaints] == []

    @property
    def address(self) -> str:
        return f"{self.served.origin}/drafts/{self.draft}"

    async def somebody(self, name: str, role: Part = "member", **context: Any) -> Person:
        """A member who is signed in, with an empty page."""
        return await self.visitor(member(self.served.folder, name, role), **context)

    async def visitor(self, signed_in: Somebody | None = None, **context: Any) -> Person:
        """A browser, of somebody signed in or of a stranger."""
        options = {"viewport": {"width": 1000, "height": 700}, "reduced_motion": "reduce", **context}
        opened = await self.chromium.new_context(base_url=self.served.origin, **options)
        opened.set_default_timeout(10_000)
        if signed_in:
            cookie = {"name": "mashura", "value": signed_in.cookie, "url": self.served.origin}
            await opened.add_cookies([cookie])  # type: ignore[list-item]
        person = Person(opened, await opened.new_page(), signed_in)
        self.people.append(person)
        return person

    async def writer(self, name: str, role: Part = "member", **context: Any) -> Person:
        """A member with the paper open."""
        person = await self.somebody(name, role, **context)
        await person.open(self.address)
        return person

    async def robot(self, name: str) -> Robot:
        """A colleague without a browser, whose acts the test says one by one; gone when the test ends."""
        signed_in = member(self.served.folder, name)
        robot = await self.stack.enter_async_context(Robot(self.served.live(self.draft), signed_in.cookie))
        # It reads only when the test tells it to: what it never read would hold up its good-bye.
        self.stack.callback(robot.socket.transport.abort)
        return robot

    async def stored(self) -> tuple[int, Node]:
        """The newest version on the server, and its text."""
        async with Robot(self.served.live(self.draft), self.auditor.cookie) as robot:
            return robot.version, robot.doc

    async def agree(self, *people: Person) -> list[str]:
        """Waits until everything is in the record and all see the same; gives the text of each block."""
        seen: list[Any] = []
        try:
            async with asyncio.timeout(10):
                while True:
                    version, doc = await self.stored()
                    blocks = [doc.child(index).text_content for index in range(doc.child_count)]
                    seen = [(version, True, blocks)]
                    seen += [
                        (await each.version(), await each.is_saved(), await each.blocks()) for each in people
                    ]
                    if all(each == seen[0] for each in seen):
                        return blocks
        except TimeoutError:
            raise AssertionError(f"the record, and what each sees: {seen}") from None
