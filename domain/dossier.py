"""Dossier: the procedure of one paper, beside the stream of its text.

It binds decisions to one exact version: the approval names the version and its digest, so that it can
never race an edit. The body's true procedure (tabled, meeting, quorum, vote) comes in here.
"""

from datetime import datetime
from uuid import UUID, uuid5

from domain.errors import AlreadyApproved, DigestDiffers
from domain.event import Event, topic

_NAMESPACE = UUID("6d617368-7572-4a00-8000-646f73736965")


def dossier_of(draft: UUID) -> UUID:
    """The stream of a draft's dossier: there is exactly one, so its id follows from the draft's."""
    return uuid5(_NAMESPACE, draft.hex)


@topic("dossier.opened")
class DossierOpened(Event, frozen=True, kw_only=True):
    """A paper's dossier was opened together with its draft."""

    draft: UUID
    by: str


@topic("dossier.version_approved")
class VersionApproved(Event, frozen=True, kw_only=True):
    """The chair approved one exact version of the text, named by its number and its digest."""

    draft: UUID
    version: int
    digest: str
    by: str


class Dossier:
    """What has been decided about one paper."""

    def __init__(self, opened: DossierOpened) -> None:
        self.id = opened.originator_id
        self.draft = opened.draft
        self.at = opened.at
        self.last = opened.originator_version
        self.approved: dict[int, str] = {}

    @staticmethod
    def open(draft: UUID, by: str, now: datetime) -> DossierOpened:
        """The first event of a paper's dossier."""
        return DossierOpened(
            originator_id=dossier_of(draft), originator_version=1, at=now, draft=draft, by=by
        )

    def approve(self, version: int, digest: str, shown: str, by: str, now: datetime) -> VersionApproved:
        """Approve a version whose text has `digest`; `shown` is the digest that the chair was shown.

        Raises DigestDiffers where the two are not the same text, AlreadyApproved for a second time.
        """
        if shown != digest:
            raise DigestDiffers(f"version {version} has the digest {digest}")
        if version in self.approved:
            raise AlreadyApproved(f"version {version} is approved already")
        event = VersionApproved(
            originator_id=self.id,
            originator_version=self.last + 1,
            at=max(now, self.at),
            draft=self.draft,
            version=version,
            digest=digest,
            by=by,
        )
        self.apply(event)
        return event

    def apply(self, event: Event) -> None:
        """Take in the next event of this dossier."""
        if not isinstance(event, VersionApproved):
            raise TypeError(f"not an event of a dossier: {type(event).__name__}")
        self.approved[event.version] = event.digest
        self.last = event.originator_version
        self.at = event.at
