"""What has ended in a body, and which links were given: the sentences of its history, the newest first."""

from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup

from domain.body_events import GroupFormed, GroupLeft, LinkGiven, MandateEnded, OfficeEnded
from domain.event import Event
from service.acts.people import CONSOLE
from service.dates import written
from service.pages.words.dates import day, time_tag
from service.pages.words.offices import OFFICES
from service.pages.words.sentences import who

AT_CONSOLE = Markup("من له حاسوب المنصة")


def ended(events: Iterable[Event], names: Mapping[str, str]) -> list[Markup]:
    """Whose mandate, office or place ended, when and by whom; and who gave whom a new link."""
    groups: dict[str, str] = {}
    said = []
    for event in events:
        if isinstance(event, GroupFormed):
            groups[event.group] = event.name
        if (sentence := _sentence(event, names, groups)) is not None:
            said.append(sentence)
    return said[::-1]


def _sentence(event: Event, names: Mapping[str, str], groups: Mapping[str, str]) -> Markup | None:
    match event:
        case MandateEnded():
            return Markup("{}: انتهت عضوية {}، «<bdi>{}</bdi>»{}").format(
                written(event.until), who(event.member, names), event.reason, _by(event, names)
            )
        case OfficeEnded():
            return Markup("{}: انتهت صفة {} لدى {}{}").format(
                written(event.until), OFFICES[event.office], who(event.member, names), _by(event, names)
            )
        case GroupLeft():
            return Markup("{}: انتهت مشاركة {} في <bdi>{}</bdi>{}").format(
                written(event.until), who(event.member, names), groups[event.group], _by(event, names)
            )
        case LinkGiven():
            return Markup("{}: مُنح رابط جديد للدخول: {}{}").format(
                time_tag(event.at, day(event.at)), who(event.member, names), _by(event, names)
            )
    return None


def _by(event: Any, names: Mapping[str, str]) -> Markup:
    return Markup(" — {}").format(AT_CONSOLE if event.by == CONSOLE else who(event.by, names))
