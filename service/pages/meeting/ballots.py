"""What a form says of a vote: the counts of raised hands, or each member's choice by name."""

from collections.abc import Mapping
from typing import Any, Final, get_args

from domain.dossier_events import Ballot
from domain.meeting_events import AttendanceTaken
from domain.rules import Choice, Votes
from service.pages.meeting.recording import Wanting

# What the fields of the members are called: this, and their id.
VOTER: Final = "vote-"
COUNTS: Final = ("for", "against", "abstaining")
# More than any body has members.
MOST: Final = 1000


def by_hands(fields: Mapping[str, Any]) -> Ballot:
    """The counts as they were typed; raises Wanting where one is no number, all are empty, or a
    tie leaves open how the chair voted."""
    typed = [str(fields.get(name, "")).strip() for name in COUNTS]
    if not any(typed):
        raise Wanting("for", "الأصوات غير مكتوبة. يرجى كتابة عدد الأصوات، ولو كان صفرا.")
    votes = Votes(*map(_count, COUNTS, typed))
    if votes.for_ == votes.against > 0 and not fields.get("chair"):
        raise Wanting(
            "chair",
            "تعادلت الأصوات، وصوت رئاسة الاجتماع هو المرجح. يرجى تسجيل صوتها، أو أنها لم تصوت.",
        )
    return Ballot("hands", votes, _choice(fields.get("chair")))


def by_names(fields: Mapping[str, Any], attended: AttendanceTaken) -> Ballot:
    """Each member's choice; who chose nothing did not vote. Raises Wanting where nobody did."""
    names = {
        name.removeprefix(VOTER): choice
        for name, value in fields.items()
        if name.startswith(VOTER) and (choice := _choice(value)) is not None
    }
    if not names:
        raise Wanting("names", "لم يُسجل أي صوت. يرجى تسجيل صوت كل حاضر صوت.")
    choices = list(names.values())
    votes = Votes(choices.count("for"), choices.count("against"), choices.count("abstain"))
    return Ballot("names", votes, names.get(attended.presiding), names)


def _choice(typed: Any) -> Choice | None:
    return typed if typed in get_args(Choice) else None


def _count(field: str, typed: str) -> int:
    try:
        count = int(typed or "0")
    except ValueError:
        count = -1
    if not 0 <= count <= MOST:
        raise Wanting(field, "عدد الأصوات يُكتب بالأرقام، من 0 إلى عدد الحاضرين.")
    return count
