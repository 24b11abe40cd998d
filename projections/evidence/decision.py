"""An adopted text and its decision as JSON: what a program reads in an archive, in the form of RFC 8785."""

from typing import Any

import msgspec
import rfc8785

from domain.adopted_text import AdoptedText
from domain.body import Body
from domain.dossier_events import Adopted
from domain.meeting import Meeting
from domain.outline import title_of
from domain.reasons import outcome_sentence, quorum_sentence
from domain.register import written


def text_json(text: AdoptedText) -> bytes:
    """The text: over its `schema` and `doc`, in this form, anybody can compute the digest again."""
    return rfc8785.dumps(
        {
            "draft": str(text.text.id),
            "version": text.version,
            "kind": text.text.kind,
            "language": text.text.language,
            "schema": text.text.schema_version,
            "doc": text.text.doc.to_json(),
            "digest": text.digest,
        }
    )


def decision_json(text: AdoptedText, body: Body, meeting: Meeting | None) -> bytes:
    """The decision in one piece: who, about what, with what quorum and votes, by which rules, and why so."""
    founded, adoption = body.founded, text.adoption
    said: dict[str, Any] = {
        "body": {
            "id": str(body.id),
            "kind": founded.kind,
            "name": founded.name,
            "commune": founded.commune,
            "council": founded.council,
        },
        "paper": {
            "draft": str(text.text.id),
            "kind": text.text.kind,
            "language": text.text.language,
            "title": title_of(text.text.doc),
        },
        "version": text.version,
        "digest": text.digest,
        "number": written(adoption.numbered.number, adoption.numbered.year),
        "at": msgspec.to_builtins(adoption.at),
        "confirmed_by": adoption.by,
    }
    if isinstance(adoption, Adopted):
        said |= {
            "decided": "in a meeting",
            "meeting": None if meeting is None else _meeting(meeting),
            "item": adoption.item,
            "quorum": msgspec.to_builtins(adoption.quorum),
            "ballot": msgspec.to_builtins(adoption.ballot),
            "rules": msgspec.to_builtins(adoption.rules),
            "outcome": msgspec.to_builtins(adoption.outcome),
            "recorded_by": adoption.recorded_by,
            "sentences": [
                quorum_sentence(adoption.rules, adoption.quorum),
                outcome_sentence(
                    adoption.rules, adoption.ballot.votes, adoption.outcome, adoption.ballot.chair
                ),
            ],
        }
    else:
        said |= {
            "decided": "on paper",
            "decided_on": adoption.decided_on.isoformat(),
            "told": adoption.told,
        }
    return rfc8785.dumps(said)


def _meeting(meeting: Meeting) -> dict[str, Any]:
    of = meeting.details
    return {
        "id": str(meeting.id),
        "kind": of.kind,
        "ordinal": of.ordinal,
        "on": of.on.isoformat(),
        "hour": of.hour,
        "place": of.place,
        "presiding": None if meeting.attended is None else meeting.attended.presiding,
    }
