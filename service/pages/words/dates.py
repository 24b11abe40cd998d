"""Times as people in Morocco write them: «الجمعة 27 ماي 2022», hours of 24, the clock of Casablanca."""

from datetime import date, datetime

from markupsafe import Markup

from service.dates import local, written


def day(at: datetime) -> str:
    """The day: «الجمعة 27 ماي 2022»."""
    return written(_date(at))


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
