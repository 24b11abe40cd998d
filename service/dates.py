"""Days as people in Morocco write them, «الجمعة 27 ماي 2022», and the clock of Casablanca."""

from datetime import date, datetime, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

DAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
MONTHS = (
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "ماي",
    "يونيو",
    "يوليوز",
    "غشت",
    "شتنبر",
    "أكتوبر",
    "نونبر",
    "دجنبر",
)


@cache
def _zone() -> tzinfo:
    return ZoneInfo("Africa/Casablanca")


def local(at: datetime) -> datetime:
    """The time on a clock in Casablanca."""
    try:
        return at.astimezone(_zone())
    except OverflowError:
        return at  # The last hours of the calendar, which only a device's clock can claim.


def written(on: date) -> str:
    """A day: «الجمعة 27 ماي 2022»."""
    return f"{DAYS[on.weekday()]} {on.day} {MONTHS[on.month - 1]} {on.year}"
