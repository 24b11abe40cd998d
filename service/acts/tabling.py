"""Laying a version before the body, and taking a paper back."""

from datetime import datetime
from uuid import UUID

from domain.event import Event
from domain.register import NoReason
from service.procedure import Reading


def table(reading: Reading, draft: UUID, version: int, digest: str, by: str, now: datetime) -> list[Event]:
    """Table the version that was shown with this digest; raises NotAllowed, DigestDiffers, OutOfTurn."""
    dossier = reading.require(by, "table", draft)
    return [dossier.table(reading.text(draft, version), digest, by, now)]


def withdraw(reading: Reading, draft: UUID, reason: str, by: str, now: datetime) -> list[Event]:
    """Take the paper back for a reason, and end its draft; raises NotAllowed, NoReason."""
    dossier = reading.require(by, "withdraw", draft)
    if not reason.strip():
        raise NoReason("a paper is withdrawn for a reason")
    reading.close(draft, "withdrawn", by)
    return [dossier.withdraw(reason, by, now)]
