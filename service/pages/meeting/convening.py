"""The form of a meeting's details: what it proposes, what was typed into it, and the details that follow."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any, Final, get_args
from uuid import UUID

from domain.dossier import Dossier
from domain.ids import new_id
from domain.meeting import Meeting
from domain.meeting_events import AgendaItem, Details, LegalReference, MeetingKind
from domain.outline import title_of
from domain.plain_text import one_line
from service.pages.meeting.recording import Wanting
from service.pages.words.sentences import UNTITLED
from service.standing import Standing
from service.store import Store

# Characters, and points of an agenda.
LONGEST: Final = 300
MOST_POINTS: Final = 50
HIGHEST: Final = 10_000


@dataclass(frozen=True)
class Offered:
    """A paper that may stand on the agenda, as the body will see it."""

    draft: UUID
    title: str
    version: int


@dataclass(frozen=True)
class Typed:
    """The fields of the form, as they were typed."""

    kind: str = "ordinary"
    ordinal: str = "1"
    on: str = ""
    hour: str = "18:30"
    place: str = ""
    instrument: str = ""
    article: str = ""
    papers: tuple[str, ...] = ()
    points: str = ""


def offered(standing: Standing, store: Store, body: UUID, also: Iterable[UUID] = ()) -> list[Offered]:
    """The papers that lie before the body, and those that are on the agenda already. Reads the disk."""
    wanted = set(also)
    return [
        _offer(store, dossier)
        for dossier in standing.dossiers()
        if dossier.body == body and (dossier.state == "tabled" or dossier.draft in wanted)
    ]


def proposed(last: Meeting | None, ordinal: int, today: date, papers: Sequence[Offered]) -> Typed:
    """What the form of a new meeting begins with: as last time, and with all that lies before the body."""
    typed = Typed(
        ordinal=str(ordinal), on=today.isoformat(), papers=tuple(str(each.draft) for each in papers)
    )
    if last is None:
        return typed
    before = last.details
    typed = replace(
        typed,
        hour=before.hour,
        place=before.place,
        instrument=before.basis.instrument,
        article=before.basis.article,
    )
    announced = last.closed.next if last.closed else None
    if announced is None or announced.on < today:
        return typed
    return replace(
        typed,
        on=announced.on.isoformat(),
        hour=announced.hour or typed.hour,
        place=announced.place or typed.place,
    )


def as_typed(details: Details) -> Typed:
    """The form of a meeting that was called, filled."""
    return Typed(
        kind=details.kind,
        ordinal=str(details.ordinal),
        on=details.on.isoformat(),
        hour=details.hour,
        place=details.place,
        instrument=details.basis.instrument,
        article=details.basis.article,
        papers=tuple(str(item.draft) for item in details.agenda if item.draft is not None),
        points="\n".join(item.title for item in details.agenda if item.draft is None),
    )


def typed_in(fields: Mapping[str, Any], papers: Sequence[str]) -> Typed:
    """What was sent."""
    names = [name for name in Typed.__dataclass_fields__ if name != "papers"]
    return Typed(**{name: str(fields.get(name, "")) for name in names}, papers=tuple(papers))


def details_of(typed: Typed, papers: Sequence[Offered], before: Details | None = None) -> Details:
    """The details that were typed; a point that was on the agenda `before` stays the same point.

    Raises Wanting for the first field that says nothing, or nothing that can be read.
    """
    if typed.kind not in get_args(MeetingKind):
        raise Wanting("kind", "نوع الاجتماع غير محدد. يرجى اختياره من القائمة.")
    kind: MeetingKind = typed.kind  # type: ignore[assignment]
    return Details(
        kind=kind,
        ordinal=_ordinal(typed.ordinal),
        on=day_of("on", typed.on),
        hour=hour_of("hour", typed.hour),
        place=_said("place", typed.place, "مكان الاجتماع غير مكتوب. يرجى كتابة القاعة أو العنوان."),
        basis=LegalReference(
            _said(
                "instrument",
                typed.instrument,
                "السند القانوني للدعوة غير مكتوب. يرجى كتابة النص الذي يُدعى الاجتماع بناء عليه.",
            ),
            one_line(typed.article)[:LONGEST],
        ),
        agenda=_agenda(typed, papers, before),
    )


def day_of(field: str, typed: str) -> date:
    """A day from a field; raises Wanting."""
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise Wanting(field, "التاريخ غير مكتوب، أو لا يُقرأ. يُكتب مثل 2026-05-27.") from None


def hour_of(field: str, typed: str) -> str:
    """An hour from a field; raises Wanting."""
    try:
        return f"{time.fromisoformat(typed.strip()):%H:%M}"
    except ValueError:
        raise Wanting(field, "الساعة غير مكتوبة، أو لا تُقرأ. تُكتب مثل 18:30.") from None


def _ordinal(typed: str) -> int:
    try:
        ordinal = int(typed)
    except ValueError:
        ordinal = 0
    if not 0 < ordinal < HIGHEST:
        raise Wanting("ordinal", "رقم الاجتماع عدد صحيح ابتداء من 1. يرجى كتابته بالأرقام.")
    return ordinal


def _said(field: str, typed: str, otherwise: str) -> str:
    said = one_line(typed)[:LONGEST]
    if not said:
        raise Wanting(field, otherwise)
    return said


def _agenda(typed: Typed, papers: Sequence[Offered], before: Details | None) -> list[AgendaItem]:
    """The papers first, then the points that were written."""
    old = before.agenda if before else []
    known = {item.draft or item.title: item.id for item in old}
    titles = [one_line(line)[:LONGEST] for line in typed.points.splitlines()]
    agenda = [
        AgendaItem(known.get(each.draft, new_id()), f"المصادقة على: {each.title}", each.draft)
        for each in papers
        if str(each.draft) in typed.papers
    ]
    agenda += [AgendaItem(known.get(title, new_id()), title) for title in dict.fromkeys(titles) if title]
    if not agenda:
        raise Wanting(
            "points", "جدول الأعمال فارغ. يرجى اختيار نص معروض على الهيئة، أو كتابة نقطة واحدة على الأقل."
        )
    if len(agenda) > MOST_POINTS:
        raise Wanting("points", f"جدول الأعمال أطول من {MOST_POINTS} نقطة. يرجى توزيعه على اجتماعين.")
    return agenda


def _offer(store: Store, dossier: Dossier) -> Offered:
    version = dossier.tabled.version if dossier.tabled else 0
    title = title_of(store.draft(dossier.draft, version).doc)
    return Offered(dossier.draft, one_line(title) or UNTITLED, version)
