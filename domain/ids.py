"""Random ids: 12 characters of 36, about 62 bits, for blocks and for members."""

import secrets
from typing import Final

ALPHABET: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


def new_id() -> str:
    """A new id; in one text the gate refuses one that is living already."""
    return "".join(secrets.choice(ALPHABET) for _ in range(12))
