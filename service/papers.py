"""Beginning papers: from a first text, or from a plain text that goes through the gate like keystrokes."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from domain import plain_text
from domain.blocks import document, paragraph, title
from domain.commit import Commit
from domain.dossier import Dossier
from domain.draft import Doc, Draft, load
from domain.draft_events import DraftCommitted, Kind, Language
from domain.event import Event
from domain.steps import canonical
from service.accounts import Accounts
from service.authority import now

# One commit of an import holds so many bytes of JSON at the most, as a frame of a browser would.
PIECE = 48 * 1024


def paper(
    body: UUID,
    kind: Kind,
    language: Language,
    author: str,
    doc: Doc,
    moment: datetime,
    id: UUID | None = None,
    **more: Any,
) -> list[Event]:
    """The first events of a paper: its draft and its dossier, which is told `more` (`Dossier.open`).

    Raises Invalid where the text breaks a rule.
    """
    draft = id or uuid4()
    return [
        Draft.start(draft, kind, language, author, doc, moment),
        Dossier.open(draft, body, author, moment, **more),
    ]


def import_text(
    body: UUID, text: str, kind: Kind, language: Language, author: str, heading: str, accounts: Accounts
) -> tuple[UUID, list[Event]]:
    """The events of a paper made from plain text; raises Invalid where the gate refuses a piece."""
    moment = now()
    events = paper(body, kind, language, author, document(title(heading), [paragraph()]), moment)
    draft = load(events[:1])
    session = accounts.open_session(author, draft.id)
    for n, piece in enumerate(_pieces(plain_text.blocks(text)), start=1):
        end = draft.doc.content.size
        # The first piece takes the place of the empty paragraph that a text must have.
        start = end - draft.doc.last_child.node_size if n == 1 and draft.doc.last_child else end
        nodes = [draft.schema.node_from_json(block).to_json() for block in piece]
        step = {"stepType": "replace", "from": start, "to": end, "slice": {"content": nodes}}
        commit = Commit(ref=f"{session}.{n}", base=draft.version, steps=[step], author=author)
        event = draft.commit(commit, moment)
        assert isinstance(event, DraftCommitted)
        events.append(event)
    return draft.id, events


def import_file(
    body: UUID, path: Path, author: str, heading: str, accounts: Accounts
) -> tuple[UUID, list[Event]]:
    """The events of a report in Arabic made from a file of UTF-8 text."""
    return import_text(body, path.read_text(encoding="utf-8"), "report", "ar", author, heading, accounts)


def _pieces(blocks: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    piece: list[dict[str, Any]] = []
    size = 0
    for block in blocks:
        more = len(canonical(block).encode())
        if piece and size + more > PIECE:
            yield piece
            piece, size = [], 0
        piece.append(block)
        size += more
    if piece:
        yield piece
