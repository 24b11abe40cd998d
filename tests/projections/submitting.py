"""A submission of a paper that was adopted, for tests: made of real events, with prints that say little."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from domain.adopted_text import AdoptedText
from domain.catalogue import Row
from domain.dossier_events import Adopted
from domain.rules import Votes
from projections.evidence.archive import pack
from projections.evidence.submission import manifest, submission
from projections.evidence.verify import Finding, verify
from service.store import Store
from tests.adopting import People, decide_in_meeting, table, write, written_paper
from tests.serving import BODY

PRINTS = {name: name.encode() for name in ("letter.pdf", "letter.docx", "text.pdf", "text.docx")}
OTHERS = PRINTS | {"attachments/01-minutes.pdf": b"%PDF-1.4 minutes"}


@dataclass
class Made:
    """A submission, and what it was made of."""

    text: AdoptedText
    rows: list[Row]
    archive: bytes


def made(store: Store, folder: Path, who: People, votes: Votes | None = None) -> Made:
    """The submission of a paper that was adopted in a meeting and written on after it was tabled."""
    draft = written_paper(folder, who)
    for words in (" حرصا", " على", " الإنصاف"):
        write(store, draft, who.rapporteur.id, words)
    table(store, draft, who.rapporteur.id)
    write(store, draft, who.member.id, " ما كُتب بعد العرض")
    dossier = decide_in_meeting(store, draft, who, votes)
    assert isinstance(dossier.adoption, Adopted)
    text = AdoptedText(store.draft(draft, dossier.adoption.version, from_events=True), dossier.adoption)
    streams = (draft, dossier.id, dossier.adoption.meeting, BODY)
    rows = [row for stream in streams for row in store.rows(stream)]
    return Made(text, rows, submission(text, rows, OTHERS))


def verdict(archive: bytes) -> Finding:
    """The last finding: the one that does not hold, or the last of all."""
    return list(verify(archive))[-1]


def packed(files: Mapping[str, bytes]) -> bytes:
    """These files with a manifest that fits them, whatever they say."""
    others = {name: content for name, content in files.items() if name != "manifest.json"}
    return pack({**others, "manifest.json": manifest(others)})
