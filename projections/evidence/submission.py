"""The archive that goes to the council: what is to be read, the events behind it, and what proves both.

Pure: bytes in, bytes out, and the same in give the same out. `verify.py` is its other side.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

import rfc8785

from domain.adopted_text import AdoptedText
from domain.catalogue import Row
from projections.evidence.archive import pack
from projections.evidence.decision import decision_json, text_json
from projections.evidence.readme import README
from projections.evidence.record import Record, as_lines

FORMAT: Final = "mashura-submission/1"
MANIFEST: Final = "manifest.json"
TEXT: Final = "text.json"
DECISION: Final = "decision.json"
EVENTS: Final = "events.jsonl"
ABOUT: Final = "README.txt"
# What must be in every submission; a report and attachments may be.
REQUIRED: Final = frozenset(
    {"letter.pdf", "letter.docx", "text.pdf", "text.docx", TEXT, DECISION, EVENTS, ABOUT, MANIFEST}
)


def submission(text: AdoptedText, rows: Sequence[Row], others: Mapping[str, bytes]) -> bytes:
    """The archive of an adopted text; `rows` are its four streams, `others` the prints and attachments.

    Raises RecordRefused or Unreadable where the rows are not the record of this adoption.
    """
    record = Record.of(rows)
    files = {
        **others,
        TEXT: text_json(text),
        DECISION: decision_json(text, record.members(text.adoption), record.sitting()),
        EVENTS: as_lines(rows),
        ABOUT: README.encode(),
    }
    return pack({**files, MANIFEST: manifest(files)})


def manifest(files: Mapping[str, bytes]) -> bytes:
    """The digest and the size of each file, in the form of RFC 8785."""
    listed = {
        name: {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        for name, content in files.items()
    }
    said: dict[str, Any] = {"format": FORMAT, "files": listed}
    return rfc8785.dumps(said)
