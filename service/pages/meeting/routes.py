"""All pages of a meeting."""

from typing import Any

from service.pages.meeting.attendance import attendance_handlers
from service.pages.meeting.ending import ending_handlers
from service.pages.meeting.items import items_handlers
from service.pages.meeting.meeting import meeting_handlers
from service.pages.meeting.meetings import meetings_handlers

meeting_routes: list[Any] = [
    *meetings_handlers,
    *meeting_handlers,
    *attendance_handlers,
    *items_handlers,
    *ending_handlers,
]
