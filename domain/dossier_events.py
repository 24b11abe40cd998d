"""What happens to a paper beside its text: tabled, decided, numbered, deposited, received, answered.

Facts only; `dossier.py` makes them and takes them in. A decision carries all that it rests on: the version
and its digest, the quorum, the votes and the rules, so that anybody can judge it again from the event alone.
"""

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from domain.event import Event, topic
from domain.rules import Choice, Outcome, Quorum, RuleSet, Source, Votes

# What a file is that was added to a paper. These names are stored: they never change.
Enclosed = Literal["signed_letter", "receipt", "minutes", "other"]
Answer = Literal["accepted", "partly", "declined", "noted"]
BallotMode = Literal["hands", "names"]


class Ballot(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a vote went: the counts; how the chair voted; by name also each member's choice."""

    mode: BallotMode
    votes: Votes
    chair: Choice | None = None
    names: dict[str, Choice] = {}


class Numbered(msgspec.Struct, frozen=True):
    """A number in a register of the body: «02/2022»."""

    number: int
    year: int


@topic("dossier.opened")
class DossierOpened(Event, frozen=True, kw_only=True):
    """A paper's dossier was opened together with its draft.

    `group` writes it, or the whole body. `continues` is the draft whose decided text it began with; `meeting`
    is the one that a report tells of.
    """

    draft: UUID
    by: str
    body: UUID | None = None
    group: str | None = None
    continues: UUID | None = None
    meeting: UUID | None = None


@topic("dossier.version_approved")
class VersionApproved(Event, frozen=True, kw_only=True):
    """The chair marked one exact version, before meetings and votes were recorded here. It adopts nothing."""

    draft: UUID
    version: int
    digest: str
    by: str


@topic("dossier.version_tabled")
class VersionTabled(Event, frozen=True, kw_only=True):
    """One exact version was laid before the body; its articles keep these numbers, by the ids of their
    blocks.
    """

    draft: UUID
    version: int
    digest: str
    numbers: dict[str, str]
    by: str


class Decision(Event, frozen=True, kw_only=True):
    """What an adoption and a rejection in a meeting have in common; `by` confirmed what `recorded_by`
    recorded.
    """

    draft: UUID
    version: int
    digest: str
    meeting: UUID
    item: str
    ballot: Ballot
    quorum: Quorum
    rules: RuleSet
    outcome: Outcome
    recorded_by: str
    by: str


@topic("dossier.adopted")
class Adopted(Decision, frozen=True, kw_only=True):
    """The body adopted the tabled version in a meeting with a quorum, and it got its number."""

    numbered: Numbered


@topic("dossier.rejected")
class Rejected(Decision, frozen=True, kw_only=True):
    """The body voted the tabled version down."""


@topic("dossier.deferred")
class Deferred(Event, frozen=True, kw_only=True):
    """The body put the decision off: to another meeting, or back to a group."""

    draft: UUID
    version: int
    meeting: UUID
    item: str
    to: Literal["meeting", "group"]
    group: str | None = None
    reason: str = ""
    by: str


@topic("dossier.withdrawn")
class Withdrawn(Event, frozen=True, kw_only=True):
    """The paper was taken back before any decision."""

    draft: UUID
    reason: str
    by: str


@topic("dossier.paper_adoption_recorded")
class PaperAdoptionRecorded(Event, frozen=True, kw_only=True):
    """An adoption that was decided on paper was put on record, as its paper tells it and with counts unknown.

    `told` is what that paper says of quorum and vote ("in the presence of the majority of its members").
    """

    draft: UUID
    version: int
    digest: str
    decided_on: date
    told: str
    numbered: Numbered
    by: str


@topic("dossier.attached")
class Attached(Event, frozen=True, kw_only=True):
    """A file was added to the paper: the scan of a signed letter, a receipt. `file` is the SHA-256 of its
    bytes.
    """

    draft: UUID
    file: str
    name: str
    media_type: str
    size: int
    what: Enclosed
    by: str


@topic("dossier.deposited")
class Deposited(Event, frozen=True, kw_only=True):
    """The adopted text was laid down with the council's presidency, with a numbered letter.

    `submission` is the SHA-256 of the archive that went along, `reference` the rule that the letter names.
    """

    draft: UUID
    version: int
    digest: str
    letter: Numbered
    addressee: str
    enclosures: list[str]
    submission: str
    reference: Source | None = None
    by: str


@topic("dossier.received")
class Received(Event, frozen=True, kw_only=True):
    """The council's clerk received the deposit and gave a receipt with a number."""

    draft: UUID
    submission: str
    receipt: Numbered
    by: str


@topic("dossier.turned_back")
class TurnedBack(Event, frozen=True, kw_only=True):
    """The council's clerk did not take the deposit, for a reason."""

    draft: UUID
    submission: str
    reason: str
    by: str


@topic("dossier.answered")
class Answered(Event, frozen=True, kw_only=True):
    """The council answered the opinion."""

    draft: UUID
    answer: Answer
    text: str
    by: str
