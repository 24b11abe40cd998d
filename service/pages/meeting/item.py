"""What the screen of a point shows: its paper, what was recorded, and the one form that is open."""

from collections.abc import Mapping
from typing import Any, Final

from litestar.response import Template

from domain.body import Body
from domain.dossier import Dossier
from domain.errors import MashuraError
from domain.ids import new_id
from domain.meeting import Meeting, Recorded
from domain.meeting_events import AgendaItem, ItemConcluded, VoteRecorded
from domain.ordinals import point
from service.accounts import SignIn
from service.pages.meeting.ballots import VOTER
from service.pages.meeting.meeting import meeting_screen, paper_of
from service.pages.meeting.recording import Wanting, reason
from service.pages.person import accounts_of
from service.pages.reader import Asked, standing_of
from service.pages.words.meetings import CHOICES, OUTGROWN, isolated, outgrown, said, stands
from service.pages.words.states import KINDS, STATES, ahead
from service.store import Store

# Digits of a digest that a person compares.
SHORT: Final = 12
# The ways to record a point, with the words of each.
OF_PAPER: Final = {"hands": "تصويت برفع الأيدي", "names": "تصويت بالاسم", "deferral": "تأجيل"}
OF_TALK: Final = {"conclusion": "خلاصة", **OF_PAPER}
# A paper that was withdrawn, or decided elsewhere, is not voted; what was recorded of it gives way to this.
OF_GONE: Final = {"conclusion": "خلاصة"}

FIRST_ATTENDANCE: Final = "يُسجل الحضور أولا، ثم تُسجل القرارات."
NO_QUORUM: Final = (
    "لا نصاب في هذا الاجتماع، فلا يُسجل تصويت ولا تُؤكد مصادقة. "
    "يمكن تصحيح الحضور إن كان ناقصا، أو تسجيل التأجيل."
)
TABLED_ANEW: Final = "عُرضت نسخة أخرى من النص بعد هذا التسجيل. يُسجل ما تقرر من جديد على النسخة المعروضة."
OWN: Final = "من سجل ما تقرر لا يؤكده: تؤكده رئاسة الاجتماع من حساب آخر."
ENDED: Final = "اختُتم الاجتماع."


def item_screen(
    request: Asked,
    person: SignIn,
    found: Meeting,
    id: str,
    *,
    how: str = "",
    typed: Mapping[str, Any] | None = None,
    refused: MashuraError | None = None,
) -> Template:
    """The screen of a point; with what was `typed` where a form was `refused`. Reads the disk."""
    agenda = found.details.agenda
    at = next(index for index, each in enumerate(agenda) if each.id == id)
    item, dossier = agenda[at], paper_of(request, agenda[at])
    recorded, confirmed = found.recorded.get(id), found.confirmed.get(id)
    gone = dossier is not None and dossier.state != "tabled" and confirmed is None
    ways = OF_GONE if gone else OF_PAPER if dossier else OF_TALK
    status, problem = (200, None) if refused is None else reason(refused)
    look, words = stands(found, item, dossier)
    ballot = recorded.ballot if isinstance(recorded, VoteRecorded) else None
    return meeting_screen(
        request,
        person,
        found,
        "item.html",
        here=id,
        status_code=status,
        item=item,
        name=isolated(point(at + 1)),
        paper=None if dossier is None else _paper(request, dossier, recorded if confirmed else None),
        look=look,
        words=words,
        recorded=recorded,
        concluded=isinstance(recorded, ItemConcluded),
        confirmed=confirmed,
        waits=id in found.waiting,
        said=None if recorded is None else said(found, recorded, confirmed),
        ballot=ballot,
        names=_named(request, ballot.names) if ballot else [],
        confirms=_confirms(request, person, found, item),
        gone=gone,
        outgrown=OUTGROWN if ballot and not confirmed and outgrown(found, ballot) else None,
        held=_unconfirmed(found, person, dossier, recorded),
        ways=ways,
        how=how if how in ways else next(iter(ways)),
        blocked={way: _held(found, vote=way in ("hands", "names")) for way in ways},
        voters=[] if found.attended is None else _here(request, found, typed),
        present=found.attended.quorum.present if found.attended else None,
        groups=_groups(standing_of(request).body(found.body)),
        choices=CHOICES,
        typed=typed or {},
        ref=new_id(),
        problem=problem,
        field=refused.field if isinstance(refused, Wanting) else None,
        next_point=agenda[at + 1].id if at + 1 < len(agenda) else None,
        next_index=at + 2,
    )


def _held(found: Meeting, *, vote: bool) -> str | None:
    """Why nothing can be recorded or confirmed now; none where it can."""
    if found.stage == "closed":
        return ENDED
    if found.attended is None:
        return FIRST_ATTENDANCE
    if vote and not found.attended.quorum.established:
        return NO_QUORUM
    return None


def _unconfirmed(
    found: Meeting, person: SignIn, dossier: Dossier | None, recorded: Recorded | None
) -> str | None:
    """Why what was recorded cannot be confirmed by this person now; none where it can."""
    if recorded is not None and recorded.by == person.member.id:
        return OWN
    if dossier is not None and _tabled_anew(dossier, recorded):
        return TABLED_ANEW
    if isinstance(recorded, VoteRecorded):
        return _held(found, vote=True) or (OUTGROWN if outgrown(found, recorded.ballot) else None)
    return _held(found, vote=False)


def _tabled_anew(dossier: Dossier, recorded: Recorded | None) -> bool:
    """Whether what was recorded is about another version than the one that lies before the body."""
    on = getattr(recorded, "version", None)
    return dossier.tabled is not None and on is not None and on != dossier.tabled.version


def _confirms(request: Asked, person: SignIn, found: Meeting, item: AgendaItem) -> bool:
    standing, member = standing_of(request), person.member.id
    if item.draft is None:
        return standing.allows_in(member, "preside", found.body)
    return standing.allows(member, "confirm", item.draft)


def _paper(request: Asked, dossier: Dossier, decided: Recorded | None) -> dict[str, Any]:
    """The version that lies before the body; of a paper that was decided, the one that was `decided` on."""
    store: Store = request.app.state.store
    newest = store.draft(dossier.draft)
    shown = decided if isinstance(decided, VoteRecorded) else dossier.tabled
    changed = request.app.state.ahead.words(dossier, newest)
    return {
        "draft": dossier.draft,
        "kind": KINDS[newest.kind],
        "state": STATES[dossier.state],
        "tabled": dossier.state == "tabled",
        "version": None if shown is None else shown.version,
        "short": None if shown is None else (shown.digest or "")[:SHORT],
        "ahead": None if changed is None else ahead(changed),
    }


def _here(request: Asked, found: Meeting, typed: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """Those who came, each with what was just sent or was recorded of them."""
    attended = found.attended
    assert attended is not None
    here = [member for member, presence in attended.attendance.items() if presence == "present"]
    names = accounts_of(request).names(here)
    return [
        {
            "id": each,
            "name": names.get(each, each),
            "choice": str((typed or {}).get(f"{VOTER}{each}", "")),
            "presides": each == attended.presiding,
        }
        for each in here
    ]


def _named(request: Asked, names: Mapping[str, Any]) -> list[tuple[str, str]]:
    known = accounts_of(request).names(names)
    return [(known.get(member, member), CHOICES[choice]) for member, choice in names.items()]


def _groups(body: Body) -> list[tuple[str, str]]:
    return [(group.id, group.name) for group in body.groups.values()]
