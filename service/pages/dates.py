"""Times as people in Morocco write them: «الجمعة 27 ماي 2022», hours of 24, the clock of Casablanca."""

from datetime import date, datetime, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from markupsafe import Markup

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


def day(at: datetime) -> str:
    """The day: «الجمعة 27 ماي 2022»."""
    here = local(at)
    return f"{DAYS[here.weekday()]} {here.day} {MONTHS[here.month - 1]} {here.year}"


def clock(at: datetime) -> str:
    """The hour and minute: «18:30»."""
    return f"{local(at):%H:%M}"


def same_day(one: datetime, other: datetime) -> bool:
    """Whether two times fall on one day in Casablanca."""
    return _date(one) == _date(other)


def span(since: datetime, until: datetime, told: datetime | None = None) -> str:
    """From when to when; a day is said where it is not that of `told`, which the reader knows."""
    begin = clock(since) if told and same_day(since, told) else f"{day(since)} {clock(since)}"
    if (_date(since), clock(since)) == (_date(until), clock(until)):
        return begin
    end = clock(until) if same_day(since, until) else f"{day(until)} {clock(until)}"
    return f"من {begin} إلى {end}"


def time_tag(at: datetime, words: str | None = None) -> Markup:
    """A time for readers and for programs; without `words` the day and the hour."""
    shown = words or f"{day(at)}، {clock(at)}"
    return Markup('<time datetime="{}">{}</time>').format(at.isoformat(timespec="seconds"), shown)


def _date(at: datetime) -> date:
    return local(at).date()
