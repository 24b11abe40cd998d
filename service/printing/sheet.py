"""What is printed: a paper or a letter, with all that stands around its text."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.draft_events import Language


@dataclass(frozen=True)
class Signature:
    """A place to sign: the office above, the name below."""

    office: str
    name: str


@dataclass(frozen=True)
class Foot:
    """What the foot of every page says; of a digest, its first 12 digits. The address becomes a QR code."""

    number: str | None
    version: int | None
    digest: str | None
    address: str


@dataclass(frozen=True)
class Sheet:
    """A paper: an opinion, a programme, the report of a meeting.

    `head` are the lines above all. `doc` is a document of schema 1 as JSON. By the id of a block, `labels`
    stand before numbered blocks and `names` are what references say. `record` are paragraphs after the text:
    its adoption, the quorum, the votes. A working draft says on every page that it is one.
    """

    language: Language
    head: tuple[str, ...]
    doc: Mapping[str, Any]
    labels: Mapping[str, str]
    names: Mapping[str, str]
    foot: Foot
    record: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    working: bool = False


@dataclass(frozen=True)
class Letter:
    """A letter of the body, in the order in which it is read.

    `number`, `subject` and `reference` come bare («02/2022»): the words before them are printed. An empty one
    is left out, word and all.
    """

    language: Language
    head: tuple[str, ...]
    place_and_date: str
    number: str
    sender: str
    recipient: str
    subject: str
    reference: str
    opening: tuple[str, ...]
    body: tuple[str, ...]
    enclosures: tuple[str, ...]
    closing: tuple[str, ...]
    signature: Signature
    foot: Foot
