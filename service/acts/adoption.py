"""Putting on record what a body adopted on paper, before its meetings were recorded here."""

from datetime import date, datetime
from uuid import UUID

from domain.errors import NotYet
from domain.event import Event
from domain.outline import title_of
from service.acts.registers import number
from service.dates import local
from service.procedure import Reading


def record_paper_adoption(
    reading: Reading,
    draft: UUID,
    version: int,
    digest: str,
    decided_on: date,
    told: str,
    by: str,
    now: datetime,
) -> list[Event]:
    """Record that the version that was shown with this digest is adopted, and end its draft.

    It gets the next number in the register of the year in which it was decided; `told` is what the paper says
    of quorum and vote. Raises NotAllowed, NotYet, DigestDiffers.
    """
    dossier = reading.require(by, "record_paper_adoption", draft)
    assert dossier.body is not None
    if decided_on > local(now).date():
        raise NotYet(decided_on.isoformat())
    text = reading.text(draft, version)
    numbered, given = number(
        reading, dossier.body, text.kind, decided_on.year, draft, title_of(text.doc), by, now
    )
    reading.close(draft, "adopted", by)
    recorded = dossier.record_paper_adoption(text, digest, decided_on, told.strip(), numbered, by, now)
    return [*given, recorded]
