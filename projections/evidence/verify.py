"""Verifies an archive with nothing but what lies in it: digests, streams, text, quorum, votes, offices."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

import msgspec

from domain.adopted_text import AdoptedText
from domain.errors import MashuraError
from projections.evidence import judged
from projections.evidence.archive import ArchiveRefused, unpack
from projections.evidence.decision import decision_json, text_json
from projections.evidence.judged import Broken
from projections.evidence.record import Record, from_lines
from projections.evidence.submission import DECISION, EVENTS, MANIFEST, REQUIRED, TEXT, manifest

LIMITS: Final = (
    "Not proven yet: whoever holds the database can rewrite all of its events so that they agree. Compare "
    "the digest above with the one on the receipt of the deposit. That the PDF and DOCX files say what "
    "text.json says is for reading."
)


class Finding(NamedTuple):
    """One check: whether it holds, and what it is in a sentence."""

    holds: bool
    said: str


def verify(content: bytes) -> Iterator[Finding]:
    """The checks in their order; the first that does not hold is the last that is made."""
    try:
        for said in _checks(content):
            yield Finding(True, said)
    except Broken as broken:
        yield Finding(False, str(broken))
    except ArchiveRefused as refused:
        yield Finding(False, f"This is not a submission as it was packed: {refused}.")
    except MashuraError as refused:
        yield Finding(False, f"The events do not hold together: {refused} ({refused.code}).")
    except Exception as unforeseen:  # noqa: BLE001  (a forged event may break anything that reads it)
        yield Finding(False, f"The events cannot be taken in: {type(unforeseen).__name__}: {unforeseen}.")


def _checks(content: bytes) -> Iterator[str]:
    files = unpack(content)
    _compare(files)
    yield f"All {len(files)} files are there, and each is what the manifest says."
    rows = from_lines(files[EVENTS])
    record = Record.of(rows)
    yield f"{len(rows)} events in {len({row.stream for row in rows})} streams, none missing, each readable."
    dossier = record.papers()
    if dossier.adoption is None:
        raise Broken("The dossier holds no adoption.")
    text = AdoptedText(record.text(dossier.adoption.version), dossier.adoption)
    record.text(len(record.draft) - 1)  # The whole stream can be taken in, to its end.
    if files[TEXT] != text_json(text):
        raise Broken(f"{TEXT} is not the text that the events give.")
    yield f"Replayed from its first event, version {text.version} has the digest {text.digest}."
    yield from judged.judge(record, dossier)
    if files[DECISION] != decision_json(text, record.members(text.adoption), record.sitting()):
        raise Broken(f"{DECISION} does not say what the events say.")
    yield "The decision in decision.json is the one in the events."
    yield f"The digest of the whole file (SHA-256) is {hashlib.sha256(content).hexdigest()}."


def _compare(files: Mapping[str, bytes]) -> None:
    """Raises Broken, naming the file, where the manifest and the files do not agree, either way."""
    listed = _listed(files)
    others = {name: content for name, content in files.items() if name != MANIFEST}
    if missing := sorted((REQUIRED - {MANIFEST} | listed.keys()) - others.keys()):
        raise Broken(f"Missing: {', '.join(missing)}.")
    if extra := sorted(others.keys() - listed.keys()):
        raise Broken(f"Not in the manifest: {', '.join(extra)}.")
    changed = [
        name
        for name, content in others.items()
        if listed[name] != {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    ]
    if changed:
        raise Broken(f"Not what {MANIFEST} says: {', '.join(sorted(changed))}.")
    if files[MANIFEST] != manifest(others):
        raise Broken(f"Changed: {MANIFEST}.")


def _listed(files: Mapping[str, bytes]) -> dict[str, Any]:
    if MANIFEST not in files:
        raise Broken(f"Missing: {MANIFEST}.")
    try:
        said = msgspec.json.decode(files[MANIFEST], type=dict[str, Any])
        listed: dict[str, Any] = msgspec.convert(said.get("files"), dict[str, Any])
    except msgspec.MsgspecError as broken:
        raise Broken(f"Changed: {MANIFEST}.") from broken
    return listed
