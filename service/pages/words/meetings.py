"""How a meeting is called, where it stands, and what became of each point: in words, numbers isolated."""

import re
from typing import Final, Literal

from markupsafe import Markup, escape

from domain.dossier import Dossier
from domain.dossier_events import Ballot
from domain.meeting import Meeting, Recorded
from domain.meeting_events import (
    AgendaItem,
    DecisionConfirmed,
    DeferralRecorded,
    Details,
    ItemConcluded,
    LegalReference,
    MeetingKind,
    Presence,
    Result,
    VoteRecorded,
)
from domain.ordinals import meeting as meeting_ordinal
from domain.reasons import outcome_sentence
from domain.register import written as written_number
from domain.rules import Choice, Outcome, decide
from service.dates import written
from service.pages.words.sentences import number

KINDS: Final[dict[MeetingKind, str]] = {"ordinary": "اجتماع عادي", "extraordinary": "اجتماع استثنائي"}
STAGES: Final = {"called": "دُعي إليه", "open": "منعقد", "closed": "اختُتم"}
PRESENCES: Final[dict[Presence, str]] = {"present": "حضور", "excused": "اعتذار", "absent": "غياب"}
CHOICES: Final[dict[Choice, str]] = {"for": "لفائدة", "against": "ضد", "abstain": "امتناع"}
RESULTS: Final[dict[Result, str]] = {
    "adopted": "تمت المصادقة",
    "rejected": "لم تتم المصادقة",
    "deferred": "تم التأجيل",
}

OUTGROWN: Final = "صُحح الحضور بعد تسجيل هذا التصويت، فلم يعد العدد يتوافق معه. يُسجل التصويت من جديد."

# How a state looks; the words say it too.
Look = Literal["", "waits", "done", "failed"]

_NUMBERS: Final = re.compile(r"\d+(?:[./:]\d+)*")


def isolated(sentence: str) -> Markup:
    """A sentence with its numbers kept apart from the direction of the line."""
    return Markup(_NUMBERS.sub(r"<bdi>\g<0></bdi>", str(escape(sentence))))


def heading(details: Details) -> Markup:
    """«الاجتماع الثالث»."""
    return isolated(meeting_ordinal(details.ordinal))


def when(details: Details) -> Markup:
    """«الجمعة 27 ماي 2022، الساعة 18:30»."""
    return Markup('<time datetime="{}T{}">{}</time>').format(
        details.on.isoformat(), details.hour, isolated(f"{written(details.on)}، الساعة {details.hour}")
    )


def basis(reference: LegalReference) -> Markup:
    """«المادة 78 من النظام الداخلي»."""
    if not reference.article:
        return isolated(reference.instrument)
    return isolated(f"المادة {reference.article} من {reference.instrument}")


def stands(found: Meeting, item: AgendaItem, dossier: Dossier | None) -> tuple[Look, Markup]:
    """Where a point stands, in a few words."""
    recorded, confirmed = found.recorded.get(item.id), found.confirmed.get(item.id)
    if confirmed is not None:
        look: Look = {"adopted": "done", "rejected": "failed", "deferred": "waits"}[confirmed.result]  # type: ignore[assignment]
        return look, Markup(RESULTS[confirmed.result]) + _numbered(found, dossier)
    match recorded:
        case VoteRecorded():
            return "waits", Markup("سُجل التصويت، وينتظر تأكيد الرئاسة")
        case DeferralRecorded():
            return "waits", Markup("سُجل التأجيل، وينتظر تأكيد الرئاسة")
        case ItemConcluded():
            return "done", Markup("سُجلت الخلاصة")
        case None:
            return "", Markup("لم يتم تناولها بعد" if found.stage != "closed" else "لم يتم تناولها")


def parted(reason: str) -> tuple[Markup, Markup]:
    """A reason in two: what is read aloud, and the rule with its source."""
    first, _, rule = reason.partition(". ")
    return isolated(f"{first}."), isolated(rule)


def outgrown(found: Meeting, ballot: Ballot) -> bool:
    """Whether a vote was recorded on an attendance that was corrected since: so it cannot have been."""
    attended, votes = found.attended, ballot.votes
    if attended is None:
        return True
    here = {member for member, presence in attended.attendance.items() if presence == "present"}
    return votes.for_ + votes.against + votes.abstaining > len(here) or not ballot.names.keys() <= here


def said(found: Meeting, recorded: Recorded, confirmed: DecisionConfirmed | None) -> tuple[Markup, Markup]:
    """What was recorded of a point, as a sentence to be read aloud, and the rule that makes it so.

    Before the chair confirms it, it says what the rules make of the counts.
    """
    match recorded:
        case VoteRecorded(ballot=ballot):
            attended = found.attended
            assert attended is not None
            outcome: Outcome | None = confirmed.outcome if confirmed else None
            if outcome is None and outgrown(found, ballot):
                return Markup(), Markup()
            if outcome is None:
                outcome = decide(attended.rules, ballot.votes, ballot.chair, attended.quorum.present)
            return parted(outcome_sentence(attended.rules, ballot.votes, outcome, ballot.chair))
        case DeferralRecorded():
            where = "إلى اجتماع لاحق" if recorded.to == "meeting" else "إلى المجموعة المكلفة"
            why = Markup("، والسبب: <bdi>{}</bdi>").format(recorded.reason) if recorded.reason else Markup()
            return Markup("تأجيل البت في هذه النقطة {}{}.").format(where, why), Markup()
        case ItemConcluded():
            return Markup("<bdi>{}</bdi>").format(recorded.conclusion), Markup()


def _numbered(found: Meeting, dossier: Dossier | None) -> Markup:
    """The number that an adoption in this very meeting got."""
    adoption = None if dossier is None else dossier.adoption
    if adoption is None or getattr(adoption, "meeting", None) != found.id:
        return Markup()
    numbered = written_number(adoption.numbered.number, adoption.numbered.year)
    return Markup("، عدد {}").format(number(numbered))
