"""The report of a meeting: its first text follows from the events, and the body then edits and adopts it.

It is an official act, so it names people; from then on it is a text like any other.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from domain.blocks import Block, bullet_list, document, ordered_list, paragraph, section, title
from domain.body import Body
from domain.errors import OutOfTurn, UnknownDraft
from domain.event import Event
from domain.meeting import Meeting
from domain.meeting_events import (
    AgendaItem,
    AttendanceTaken,
    DeferralRecorded,
    Details,
    ItemConcluded,
    LegalReference,
    MeetingClosed,
    Presence,
    VoteRecorded,
)
from domain.ordinals import meeting as meeting_ordinal
from domain.ordinals import point
from domain.plain_text import one_line
from domain.reasons import outcome_sentence, quorum_sentence
from domain.register import written as written_number
from domain.rules import Choice
from service.dates import written
from service.papers import paper
from service.procedure import Reading

Names = Callable[[Iterable[str]], Mapping[str, str]]

_KINDS: Final = {"ordinary": "اجتماع عادي", "extraordinary": "اجتماع استثنائي"}
_CHOSE: Final[dict[Choice, str]] = {"for": "لفائدة المقترح", "against": "ضد المقترح", "abstain": "امتناع"}
# Digits of a digest that a person compares.
_SHORT: Final = 12


def report_of(meeting: UUID) -> UUID:
    """The draft of a meeting's report: there is one, so its id follows from the meeting's."""
    return uuid5(meeting, "report")


def report(reading: Reading, meeting: UUID, names: Names, by: str, now: datetime) -> list[Event]:
    """Begin the report of a closed meeting; nothing where it was begun. Raises NotAllowed, OutOfTurn."""
    found = reading.meeting(meeting)
    body = reading.require_in(by, "begin", found.body)
    if found.closed is None or found.attended is None:
        raise OutOfTurn("a report tells of a meeting that is closed")
    with suppress(UnknownDraft):
        reading.dossier(report_of(meeting))
        return []
    named = names({*found.attended.attendance, found.attended.presiding, body.holder("rapporteur") or ""})
    doc = document(
        title(f"تقرير {meeting_ordinal(found.details.ordinal)}"),
        [
            *_opening(body, found.details, found.attended, named),
            section("جدول الأعمال"),
            ordered_list(item.title for item in found.details.agenda),
            *_points(reading, found, found.attended, named),
            *_closing(body, found.attended, found.closed, named),
        ],
    )
    return paper(found.body, "report", "ar", by, doc, now, report_of(meeting), meeting=meeting)


def _opening(
    body: Body, details: Details, attended: AttendanceTaken, named: Mapping[str, str]
) -> Iterator[Block]:
    name, meeting = body.founded.name, f"{meeting_ordinal(details.ordinal)} ({_KINDS[details.kind]})"
    who = f"{name}، {body.founded.commune}،"
    # Without a quorum the body was called, and did not meet.
    met = f"عقدت {who} {meeting}" if attended.quorum.established else f"دُعيت {who} إلى {meeting}"
    yield paragraph(
        f"بدعوة من رئاسة الهيئة، وبناء على {_cited(details.basis)}، {met} "
        f"يوم {written(details.on)}، على الساعة {details.hour}، في {details.place}."
    )
    yield section("الحضور والنصاب")
    yield paragraph(quorum_sentence(attended.rules, attended.quorum))
    yield paragraph(f"رئاسة الاجتماع: {_name(attended.presiding, named)}.")
    for presence, words in (
        ("present", "الحاضرون والحاضرات"),
        ("excused", "اعتذر عن الحضور"),
        ("absent", "الغياب بدون عذر"),
    ):
        if those := _those(attended, presence, named):  # type: ignore[arg-type]
            yield paragraph(f"{words}: {'، '.join(those)}.")


def _points(
    reading: Reading, found: Meeting, attended: AttendanceTaken, named: Mapping[str, str]
) -> Iterator[Block]:
    yield section("ما تقرر في كل نقطة")
    for index, item in enumerate(found.details.agenda, 1):
        yield section(f"{point(index)}: {item.title}", level=2)
        yield from _decided(reading, found, attended, item, named)


def _decided(
    reading: Reading, found: Meeting, attended: AttendanceTaken, item: AgendaItem, named: Mapping[str, str]
) -> Iterator[Block]:
    confirmed = found.confirmed.get(item.id)
    match found.recorded.get(item.id):
        case None:
            yield paragraph("لم يتم تناول هذه النقطة.")
        case ItemConcluded(conclusion=conclusion):
            lines = [line for line in map(one_line, conclusion.splitlines()) if line]
            yield paragraph(lines[0]) if len(lines) == 1 else bullet_list(lines)
        case DeferralRecorded() as deferred:
            where = "إلى اجتماع لاحق"
            if deferred.to == "group":
                where = f"إلى {reading.body(found.body).group(deferred.group or '').name}"
            yield paragraph(f"تقرر تأجيل البت في هذه النقطة {where}، للسبب التالي: {deferred.reason}")
        case VoteRecorded() as vote:
            assert confirmed is not None
            assert confirmed.outcome is not None
            if vote.version is not None:
                yield paragraph(
                    f"عُرضت على التصويت النسخة {vote.version} من النص، وبصمتها {(vote.digest or '')[:_SHORT]}."
                )
            yield paragraph(
                outcome_sentence(attended.rules, vote.ballot.votes, confirmed.outcome, vote.ballot.chair)
            )
            if vote.ballot.names:
                yield bullet_list(_by_name(vote.ballot.names, named))
            yield from _number(reading, found, item)


def _by_name(names: Mapping[str, Choice], named: Mapping[str, str]) -> Iterator[str]:
    for choice, words in _CHOSE.items():
        if those := [_name(member, named) for member, chose in names.items() if chose == choice]:
            yield f"{words}: {'، '.join(those)}."


def _number(reading: Reading, found: Meeting, item: AgendaItem) -> Iterator[Block]:
    """The number that the text got where this meeting adopted it."""
    adoption = None if item.draft is None else reading.dossier(item.draft).adoption
    if adoption is not None and getattr(adoption, "meeting", None) == found.id:
        given = written_number(adoption.numbered.number, adoption.numbered.year)
        yield paragraph(f"سُجل النص المصادق عليه تحت عدد {given}.")


def _closing(
    body: Body, attended: AttendanceTaken, closed: MeetingClosed, named: Mapping[str, str]
) -> Iterator[Block]:
    yield section("اختتام الاجتماع")
    yield paragraph(f"اختُتم الاجتماع على الساعة {closed.hour}.")
    if (following := closed.next) is not None:
        hour = f"، على الساعة {following.hour}" if following.hour else ""
        place = f"، في {following.place}" if following.place else ""
        yield paragraph(f"الاجتماع الموالي: {written(following.on)}{hour}{place}.")
    yield section("التوقيعات")
    yield paragraph(f"رئاسة الاجتماع: {_name(attended.presiding, named)}")
    if (rapporteur := body.holder("rapporteur")) is not None:
        yield paragraph(f"مقرر(ة) الهيئة: {_name(rapporteur, named)}")


def _cited(basis: LegalReference) -> str:
    return f"المادة {basis.article} من {basis.instrument}" if basis.article else basis.instrument


def _those(attended: AttendanceTaken, presence: Presence, named: Mapping[str, str]) -> list[str]:
    return [_name(member, named) for member, was in attended.attendance.items() if was == presence]


def _name(member: str, named: Mapping[str, str]) -> str:
    return named.get(member, member)
