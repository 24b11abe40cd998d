"""Adding a file to a paper."""

from datetime import datetime
from uuid import UUID

from domain.dossier_events import Enclosed
from domain.event import Event
from service.files import Kept
from service.procedure import Reading


def attach(
    reading: Reading, draft: UUID, kept: Kept, name: str, what: Enclosed, by: str, now: datetime
) -> list[Event]:
    """Name a file that is kept already in the paper's dossier; raises NotAllowed, OutOfTurn."""
    dossier = reading.require(by, "attach", draft)
    return [dossier.attach(kept.digest, name, kept.media_type, kept.size, what, by, now)]
