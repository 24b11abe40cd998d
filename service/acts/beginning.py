"""Beginning a new paper with the text of one that was decided."""

from datetime import datetime
from uuid import UUID

from domain.event import Event
from service.papers import paper
from service.procedure import Reading


def revise(reading: Reading, draft: UUID, new: UUID, by: str, now: datetime) -> list[Event]:
    """A draft under the id `new` that begins with the decided text, whose blocks keep their ids.

    What was adopted goes on from the adopted version, what was rejected from the tabled one, what was
    withdrawn from its last. Raises UnknownDraft, NotAllowed.
    """
    dossier = reading.require(by, "revise", draft)
    assert dossier.body is not None
    decided = dossier.adoption or (dossier.tabled if dossier.state == "rejected" else None)
    version = reading.store.draft(draft).version if decided is None else decided.version
    text = reading.text(draft, version)
    return paper(
        dossier.body,
        text.kind,
        text.language,
        by,
        text.doc,
        now,
        new,
        group=dossier.group,
        continues=draft,
    )
