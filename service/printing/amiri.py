"""Amiri, the face of everything printed: its files, and which characters it has."""

import re
import struct
import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

import fontpkg_amiri

FOLDER: Final = Path(fontpkg_amiri.__file__).parent / "files"
# Marks of lists and forms that Amiri has not, and that a typesetter carries in its own face of symbols.
SYMBOLS: Final = frozenset("≤≥≠≈√∞←↑→↓↔⇒⇔✓✔✗✘☐☑☒●○■□▪▫◆◇★☆►▶◄◀")

# What joined two pictures joins nothing any more.
_IDLE_JOINER: Final = re.compile("(?<=\\])\u200d|\u200d(?=\\[)")


def printable(text: str) -> str:
    """A text as it can be printed: a character that no face has is told by its code, «[U+1F600]».

    PDF/A allows no empty box in a character's place. What has no shape is left out; spaces and controls are
    a space.
    """
    return _IDLE_JOINER.sub("", "".join(map(_printable, text)))


@cache
def _printable(character: str) -> str:
    kind = unicodedata.category(character)
    if kind in ("Zl", "Zp", "Cc"):
        return " "
    if character in SYMBOLS or (ord(character) in _drawn() and character != "\ufeff"):
        return character
    if kind == "Zs":
        return " "
    if kind == "Cf" or "\ufe00" <= character <= "\ufe0f":
        return ""
    return f"[U+{ord(character):04X}]"


@cache
def _drawn() -> frozenset[int]:
    """The characters that all four faces have."""
    return frozenset.intersection(*(_characters(path.read_bytes()) for path in FOLDER.glob("*.ttf")))


def _characters(font: bytes) -> frozenset[int]:
    """The characters of a font: the table «cmap» of OpenType, its subtable of format 4."""
    tables = struct.unpack_from(">H", font, 4)[0]
    records = (struct.unpack_from(">4sLLL", font, 12 + 16 * index) for index in range(tables))
    cmap = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    count = struct.unpack_from(">H", font, cmap + 2)[0]
    subtables = (cmap + struct.unpack_from(">HHL", font, cmap + 4 + 8 * index)[2] for index in range(count))
    table = next(at for at in subtables if struct.unpack_from(">H", font, at)[0] == 4)
    segments = struct.unpack_from(">H", font, table + 6)[0] // 2
    ends = struct.unpack_from(f">{segments}H", font, table + 14)
    starts = struct.unpack_from(f">{segments}H", font, table + 16 + 2 * segments)
    return frozenset(
        code
        for start, end in zip(starts, ends, strict=True)
        for code in range(start, end + 1)
        if end < 0xFFFF
    )
