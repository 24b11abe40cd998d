"""A text that the body adopted, as a type: what may be printed, exported and deposited as adopted.

To have one is to have the proof: the only way to make it is to lay the adoption beside the text, and that
compares the digests. What takes an `AdoptedText` cannot be given anything else.
"""

from typing import Final, final

from domain.dossier_events import Adopted, PaperAdoptionRecorded
from domain.draft import Draft
from domain.errors import NotAdopted

Adoption = Adopted | PaperAdoptionRecorded


@final
class AdoptedText:
    """The exact text that an adoption names. Raises NotAdopted where the two do not agree to the letter."""

    __slots__ = ("adoption", "digest", "text", "version")

    def __init__(self, text: Draft, adoption: Adoption | None) -> None:
        if adoption is None:
            raise NotAdopted("this paper was not adopted")
        if (text.id, text.version) != (adoption.draft, adoption.version):
            raise NotAdopted(f"version {adoption.version} was adopted, not {text.version}")
        if text.digest != adoption.digest:
            raise NotAdopted(f"the adopted text has the digest {adoption.digest}, not {text.digest}")
        self.text: Final = text
        self.adoption: Final = adoption
        self.version: Final = adoption.version
        self.digest: Final = adoption.digest
