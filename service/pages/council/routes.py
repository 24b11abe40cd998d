"""All pages of what goes to the council."""

from typing import Any

from service.pages.council.clerk import clerk_handlers
from service.pages.council.deposit import deposit_handlers

council_routes: list[Any] = [
    *deposit_handlers,
    *clerk_handlers,
]
