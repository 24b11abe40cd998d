"""Dossier: the procedure of one paper, beside the stream of its text.

It binds decisions to one exact version: what is tabled, voted and adopted is named by its version and its
digest, so that a decision can never race an edit. Each step says from which state it may be taken.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID, uuid5

from domain.adopted_text import AdoptedText, Adoption
from domain.aggregate import Aggregate
from domain.dossier_events import (
    Adopted,
    Answer,
    Answered,
    Attached,
    Deferred,
    Deposited,
    DossierOpened,
    Enclosed,
    Numbered,
    PaperAdoptionRecorded,
    Received,
    Rejected,
    TurnedBack,
    VersionApproved,
    VersionTabled,
    Withdrawn,
)
from domain.draft import Draft
from domain.errors import AlreadyDecided, DigestDiffers, NotTabled, OutOfTurn
from domain.event import Event
from domain.meeting_events import DecisionConfirmed, DeferralRecorded, VoteRecorded
from domain.numbering import numbers
from domain.policy import State
from domain.rules import Quorum, RuleSet, Source

_NAMESPACE = UUID("6d617368-7572-4a00-8000-646f73736965")

# While the body has not decided; only then is the text written.
OPEN: Final[frozenset[State]] = frozenset({"drafting", "tabled"})


def dossier_of(draft: UUID) -> UUID:
    """The stream of a draft's dossier: there is exactly one, so its id follows from the draft's."""
    return uuid5(_NAMESPACE, draft.hex)


@dataclass(frozen=True)
class Case:
    """What a decision in a meeting rests on: the recorded vote, the quorum and the rules of that meeting."""

    meeting: UUID
    vote: VoteRecorded
    quorum: Quorum
    rules: RuleSet


class Dossier(Aggregate):
    """Where one paper stands, and how it came there."""

    FIRST = DossierOpened

    def __init__(self, opened: DossierOpened) -> None:
        super().__init__(opened)
        self.opened = opened
        self.draft = opened.draft
        self.body = opened.body
        self.group = opened.group
        self.meeting = opened.meeting
        self.state: State = "drafting"
        self.tabled: VersionTabled | None = None
        self.adoption: Adoption | None = None
        self.deposit: Deposited | None = None
        self.receipt: Received | None = None
        self.attached: list[Attached] = []
        self.history: list[Event] = [opened]

    @staticmethod
    def open(
        draft: UUID,
        body: UUID,
        by: str,
        now: datetime,
        *,
        group: str | None = None,
        continues: UUID | None = None,
        meeting: UUID | None = None,
    ) -> DossierOpened:
        """The first event of a paper's dossier."""
        return DossierOpened(
            originator_id=dossier_of(draft),
            originator_version=1,
            at=now,
            draft=draft,
            by=by,
            body=body,
            group=group,
            continues=continues,
            meeting=meeting,
        )

    def table(self, text: Draft, shown: str, by: str, now: datetime) -> VersionTabled:
        """Lay a version before the body; `shown` is the digest that the person was shown.

        Raises DigestDiffers where the two are not the same text, AlreadyDecided, or OutOfTurn where that
        version is tabled already.
        """
        self._undecided()
        if shown != text.digest:
            raise DigestDiffers(f"version {text.version} has the digest {text.digest}")
        if self.tabled is not None and self.state == "tabled" and self.tabled.version == text.version:
            raise OutOfTurn(f"version {text.version} is tabled already")
        frozen = {block: found.number for block, found in numbers(text.doc).items()}
        return self._take(
            VersionTabled(**self._next(now), version=text.version, digest=text.digest, numbers=frozen, by=by)
        )

    def adopt(self, case: Case, confirmed: DecisionConfirmed, numbered: Numbered, now: datetime) -> Adopted:
        """The body's yes to the tabled version; raises NotTabled or AlreadyDecided."""
        return self._take(Adopted(**self._next(now), **self._decision(case, confirmed), numbered=numbered))

    def reject(self, case: Case, confirmed: DecisionConfirmed, now: datetime) -> Rejected:
        """The body's no to the tabled version; raises NotTabled or AlreadyDecided."""
        return self._take(Rejected(**self._next(now), **self._decision(case, confirmed)))

    def defer(
        self, meeting: UUID, recorded: DeferralRecorded, confirmed: DecisionConfirmed, now: datetime
    ) -> Deferred:
        """Put the decision off; raises NotTabled or AlreadyDecided."""
        tabled = self._tabled(recorded.version)
        return self._take(
            Deferred(
                **self._next(now),
                version=tabled.version,
                meeting=meeting,
                item=recorded.item,
                to=recorded.to,
                group=recorded.group,
                reason=recorded.reason,
                by=confirmed.by,
            )
        )

    def withdraw(self, reason: str, by: str, now: datetime) -> Withdrawn:
        """Take the paper back; raises AlreadyDecided."""
        self._undecided()
        return self._take(Withdrawn(**self._next(now), reason=reason, by=by))

    def record_paper_adoption(
        self,
        text: Draft,
        shown: str,
        decided_on: date,
        told: str,
        numbered: Numbered,
        by: str,
        now: datetime,
    ) -> PaperAdoptionRecorded:
        """Put on record what was adopted on paper; raises AlreadyDecided or DigestDiffers."""
        self._undecided()
        if shown != text.digest:
            raise DigestDiffers(f"version {text.version} has the digest {text.digest}")
        return self._take(
            PaperAdoptionRecorded(
                **self._next(now),
                version=text.version,
                digest=text.digest,
                decided_on=decided_on,
                told=told,
                numbered=numbered,
                by=by,
            )
        )

    def attach(
        self, file: str, name: str, media_type: str, size: int, what: Enclosed, by: str, now: datetime
    ) -> Attached:
        """Add a file that is kept already; raises OutOfTurn where the paper has it."""
        if any(each.file == file for each in self.attached):
            raise OutOfTurn("the paper has this file already")
        return self._take(
            Attached(
                **self._next(now), file=file, name=name, media_type=media_type, size=size, what=what, by=by
            )
        )

    def lay_down(
        self,
        text: AdoptedText,
        letter: Numbered,
        addressee: str,
        enclosures: list[str],
        submission: str,
        reference: Source | None,
        by: str,
        now: datetime,
    ) -> Deposited:
        """Deposit the adopted text with the council; raises OutOfTurn where it lies there already."""
        if self.state not in ("adopted", "returned"):
            raise OutOfTurn(f"the paper is {self.state}")
        return self._take(
            Deposited(
                **self._next(now),
                version=text.version,
                digest=text.digest,
                letter=letter,
                addressee=addressee,
                enclosures=enclosures,
                submission=submission,
                reference=reference,
                by=by,
            )
        )

    def receive(self, receipt: Numbered, by: str, now: datetime) -> Received:
        """The council's clerk takes the deposit; raises OutOfTurn."""
        submission = self._deposited().submission
        return self._take(Received(**self._next(now), submission=submission, receipt=receipt, by=by))

    def turn_back(self, reason: str, by: str, now: datetime) -> TurnedBack:
        """The council's clerk does not take the deposit; raises OutOfTurn."""
        submission = self._deposited().submission
        return self._take(TurnedBack(**self._next(now), submission=submission, reason=reason, by=by))

    def answer(self, answer: Answer, text: str, by: str, now: datetime) -> Answered:
        """The council answers; raises OutOfTurn where nothing was received."""
        if self.state != "received":
            raise OutOfTurn(f"the paper is {self.state}")
        return self._take(Answered(**self._next(now), answer=answer, text=text, by=by))

    def _change(self, event: Event) -> None:
        """Take in the next event of this dossier."""
        match event:
            case VersionTabled():
                self.tabled, self.state = event, "tabled"
            case Adopted() | PaperAdoptionRecorded():
                self.adoption, self.state = event, "adopted"
            case Rejected():
                self.state = "rejected"
            case Deferred():
                # Put off to another meeting, what was laid before the body still lies there.
                self.state = "drafting" if event.to == "group" else "tabled"
                self.group = event.group or self.group
            case Withdrawn():
                self.state = "withdrawn"
            case Attached():
                self.attached.append(event)
            case Deposited():
                self.deposit, self.state = event, "deposited"
            case Received():
                self.receipt, self.state = event, "received"
            case TurnedBack():
                self.state = "returned"
            case Answered():
                self.state = "answered"
            case VersionApproved():
                pass
            case _:
                super()._change(event)
        self.history.append(event)

    def _decision(self, case: Case, confirmed: DecisionConfirmed) -> dict[str, Any]:
        tabled = self._tabled(case.vote.version)
        if case.vote.digest != tabled.digest:
            raise NotTabled(f"version {tabled.version} was tabled with the digest {tabled.digest}")
        assert confirmed.outcome is not None
        return {
            "version": tabled.version,
            "digest": tabled.digest,
            "meeting": case.meeting,
            "item": case.vote.item,
            "ballot": case.vote.ballot,
            "quorum": case.quorum,
            "rules": case.rules,
            "outcome": confirmed.outcome,
            "recorded_by": case.vote.by,
            "by": confirmed.by,
        }

    def _undecided(self) -> None:
        if self.state not in OPEN:
            raise AlreadyDecided(f"the paper is {self.state}")

    def _tabled(self, version: int | None) -> VersionTabled:
        self._undecided()
        if self.state != "tabled" or self.tabled is None or self.tabled.version != version:
            raise NotTabled(f"version {version} is not tabled")
        return self.tabled

    def _deposited(self) -> Deposited:
        if self.state != "deposited" or self.deposit is None:
            raise OutOfTurn(f"the paper is {self.state}")
        return self.deposit

    def _next(self, now: datetime) -> dict[str, Any]:
        return {**super()._next(now), "draft": self.draft}
