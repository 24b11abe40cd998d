"""The websocket between a page and the server, as a network that loses what is said on it."""

from dataclasses import dataclass
from typing import Self

from playwright.async_api import WebSocketRoute

from tests.browser.person import Person


@dataclass
class Line:
    """Cut in one direction at a time, while the other end believes that it stands."""

    deaf: bool = False
    """Nothing of what the server says arrives."""
    dumb: bool = False
    """Nothing of what the page says arrives."""

    @classmethod
    async def of(cls, person: Person) -> Self:
        """The line of all pages that the person opens from now on."""
        line = cls()
        await person.context.route_web_socket("**/live", line._connect)
        return line

    def _connect(self, page: WebSocketRoute) -> None:
        server = page.connect_to_server()
        page.on_message(lambda said: None if self.dumb else server.send(said))
        server.on_message(lambda said: None if self.deaf else page.send(said))
