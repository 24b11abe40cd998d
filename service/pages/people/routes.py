"""All pages of the body."""

from typing import Any

from service.pages.people.member import member_handlers
from service.pages.people.members import people_handlers
from service.pages.people.registers import register_handlers
from service.pages.people.rules import rules_handlers

people_routes: list[Any] = [
    *people_handlers,
    *member_handlers,
    *register_handlers,
    *rules_handlers,
]
