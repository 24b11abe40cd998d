"""The procedure judged again, from the events alone: who was there, how they voted, by which rules, in what
office.

Each check gives a sentence; those that do not hold raise `Broken` with another.
"""

from collections.abc import Iterator

from domain.body import Body
from domain.body_events import Office
from domain.dossier import Dossier, dossier_of
from domain.dossier_events import Adopted, PaperAdoptionRecorded
from domain.draft_events import DraftClosed, DraftStarted
from domain.errors import MashuraError
from domain.event import Event
from domain.meeting import Meeting
from domain.meeting_events import VoteRecorded
from domain.numbering import numbers
from domain.register import written
from domain.rules import DEFAULTS, decide, quorum
from projections.evidence.record import Record


class Broken(MashuraError):
    """Something that the archive says does not hold."""

    code = "broken_evidence"


def judge(record: Record, dossier: Dossier) -> Iterator[str]:
    """What holds of an adoption, sentence by sentence; raises Broken at the first that does not."""
    adoption = dossier.adoption
    if adoption is None:
        raise Broken("The dossier holds no adoption.")
    yield _belongs(record, dossier)
    yield _tabled(record, adoption)
    if isinstance(adoption, Adopted):
        meeting = record.sitting()
        if meeting is None or meeting.id != adoption.meeting or meeting.body != dossier.body:
            raise Broken("The meeting of the adoption is not in the record.")
        yield from _decided(record, adoption, meeting)
        yield _offices(record, adoption, meeting)
    else:
        yield _on_paper(record, adoption)
    yield _closed(record, adoption)


def _belongs(record: Record, dossier: Dossier) -> str:
    draft, body = record.draft[0], record.body[0]
    if not isinstance(draft, DraftStarted) or dossier.draft != draft.originator_id:
        raise Broken("The dossier is another paper's.")
    if dossier.id != dossier_of(dossier.draft) or dossier.body != body.originator_id:
        raise Broken("The dossier is not the one of this paper and this body.")
    adoptions = [each for each in record.dossier if isinstance(each, Adopted | PaperAdoptionRecorded)]
    if len(adoptions) != 1:
        raise Broken("The dossier holds more than one adoption.")
    if any(event.at > adoptions[0].at for event in record.body):
        raise Broken("The body's events go on behind the decision.")
    return "The text, its dossier and its body belong together, and it was adopted once."


def _tabled(record: Record, adoption: Adopted | PaperAdoptionRecorded) -> str:
    if not isinstance(adoption, Adopted):
        return f"Version {adoption.version} was put on record as adopted; it was not tabled here."
    before = [each for each in record.dossier if each.originator_version < adoption.originator_version]
    tabled = Dossier.load(before).tabled
    if tabled is None or (tabled.version, tabled.digest) != (adoption.version, adoption.digest):
        raise Broken(f"Version {adoption.version} was not the one before the body.")
    found = {block: each.number for block, each in numbers(record.text(adoption.version).doc).items()}
    if tabled.numbers != found:
        raise Broken("The numbers of the articles are not those that were tabled.")
    return f"Version {adoption.version} was the one that was before the body, with these numbers of articles."


def _decided(record: Record, adoption: Adopted, meeting: Meeting) -> Iterator[str]:
    attended, vote = meeting.attended, meeting.recorded.get(adoption.item)
    confirmed = meeting.confirmed.get(adoption.item)
    if attended is None or confirmed is None or not isinstance(vote, VoteRecorded):
        raise Broken("The meeting holds no attendance, vote and confirmation of this item.")
    body = record.members(attended)
    members = body.in_office(meeting.details.on)
    if set(members) != attended.attendance.keys():
        raise Broken("The attendance does not name exactly the members in office on that day.")
    present = sum(each == "present" for each in attended.attendance.values())
    counted = quorum(attended.rules, len(members), present)
    if not counted == attended.quorum == adoption.quorum:
        raise Broken(f"{present} of {len(members)} came: this is not the quorum in the decision.")
    if not counted.established:
        raise Broken(f"{present} of {len(members)} came: there was no quorum.")
    if not attended.rules == adoption.rules == (body.rules or DEFAULTS):
        raise Broken("The rules in the decision are not those of the body.")
    yield f"{present} of {len(members)} members in office came; the quorum was {counted.needed}."
    voted = (vote.draft, vote.version, vote.digest, vote.ballot, vote.by)
    if voted != (
        adoption.draft,
        adoption.version,
        adoption.digest,
        adoption.ballot,
        adoption.recorded_by,
    ):
        raise Broken("The vote in the meeting is not the one in the decision.")
    votes, chair = adoption.ballot.votes, adoption.ballot.chair
    _names(adoption, meeting)
    outcome = decide(adoption.rules, votes, chair, present)
    if not outcome == adoption.outcome == confirmed.outcome or outcome.result != "adopted":
        raise Broken(f"By the rules the vote gives {outcome.result} ({outcome.how}), not what was decided.")
    number = written(adoption.numbered.number, adoption.numbered.year)
    yield (
        f"{votes.for_} for, {votes.against} against, {votes.abstaining} abstaining: adopted by the rules"
        f" ({outcome.how}), under the number {number}."
    )


def _names(adoption: Adopted, meeting: Meeting) -> None:
    """Whether a ballot by names was cast by those who were there, and adds up."""
    ballot, attended = adoption.ballot, meeting.attended
    assert attended is not None
    if ballot.mode == "hands":
        return
    here = {member for member, presence in attended.attendance.items() if presence == "present"}
    choices = list(ballot.names.values())
    counts = (choices.count("for"), choices.count("against"), choices.count("abstain"))
    votes = ballot.votes
    if not ballot.names.keys() <= here or counts != (votes.for_, votes.against, votes.abstaining):
        raise Broken("The names of those who voted do not add up to the counts.")
    if ballot.names.get(attended.presiding) != ballot.chair:
        raise Broken("The vote of the chair is said in two ways.")


def _offices(record: Record, adoption: Adopted, meeting: Meeting) -> str:
    attended, vote = meeting.attended, meeting.recorded[adoption.item]
    assert attended is not None
    if meeting.confirmed[adoption.item].by != adoption.by:
        raise Broken("Whoever confirmed in the meeting is not who is named in the decision.")
    presides: set[Office] = {"chair", "vice_chair"}
    acts: list[tuple[str, str, Event, set[Office]]] = [
        (attended.presiding, "presided", attended, presides),
        (attended.by, "recorded the attendance", attended, {"secretary"}),
        (adoption.recorded_by, "recorded the vote", vote, {"secretary"}),
        (adoption.by, "confirmed it", adoption, presides),
    ]
    for who, what, when, offices in acts:
        if not offices & _held(record.members(when), who):
            raise Broken(f"Whoever {what} had no such office at that time.")
    if adoption.by == adoption.recorded_by:
        raise Broken("Whoever recorded the vote confirmed it too.")
    return (
        "Who presided and confirmed was chair or vice-chair then, and who recorded was secretary and another."
    )


def _held(body: Body, who: str) -> set[Office]:
    return {office for office, term in body.offices if term.open and term.member == who}


def _on_paper(record: Record, adoption: PaperAdoptionRecorded) -> str:
    if "chair" not in _held(record.members(adoption), adoption.by):
        raise Broken("Whoever put the adoption on record was not the chair then.")
    return (
        f"The chair put on record what was adopted on paper on {adoption.decided_on}: "
        "quorum and votes are not known here."
    )


def _closed(record: Record, adoption: Adopted | PaperAdoptionRecorded) -> str:
    ends = [event for event in record.draft if isinstance(event, DraftClosed)]
    last = record.draft[-1]
    if ends != [last] or ends[0].why != "adopted" or ends[0].by != adoption.by:
        raise Broken("The text was not closed by its adoption.")
    return "The text was closed by its adoption: nothing was written behind it."
