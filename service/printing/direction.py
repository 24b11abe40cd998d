"""Which way a text runs, and what in it must not run with the rest.

Unicode's own algorithm keeps the order of Latin words and of most numbers in Arabic, but not of all: after an
Arabic letter «2022-2027» is shown as 2027-2022, «50%» as %50 and «C++» as ++C. Those are found here.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final, Literal

from domain.draft_events import Language

Direction = Literal["rtl", "ltr"]

OF_LANGUAGE: Final[dict[Language, Direction]] = {"ar": "rtl", "fr": "ltr"}
_STRONG: Final[dict[str, Direction]] = {"L": "ltr", "R": "rtl", "AL": "rtl"}

_SIGN: Final = r"[-+#@$&%*/\\=~_^|]"
# A number's signs, with no space among them; the first only where nothing but a bracket or a quote is before.
_NUMBER: Final = r"(?:(?<![^\s(«\[\"'])[-+−±])?[0-9]+(?:[-–−+×*.,:/][0-9]+)*%?"
# A Latin word alone: among others of its kind it is in order.
_WORD: Final = rf"(?<!\S){_SIGN}*[A-Za-z](?:[^\s\u0590-\u08ff]*(?:[A-Za-z0-9]|{_SIGN}))?(?!\s+[A-Za-z])"
_CANDIDATE: Final = re.compile(f"{_WORD}|{_NUMBER}")
_NEEDS: Final = re.compile(rf"[0-9][-–−+×*][0-9]|^[-+−±][0-9]|[0-9]%$|^{_SIGN}+[A-Za-z]|[A-Za-z0-9]{_SIGN}+$")


def direction_of(text: str, around: Direction) -> Direction:
    """The direction of a text's first strong letter; that of what is around it, where it has none."""
    return next(_strong(text), around)


def set_apart(text: str, direction: Direction) -> Iterator[tuple[int, int]]:
    """Where numbers and Latin words stand, from and to, that Unicode alone would show in another order."""
    for found in _CANDIDATE.finditer(text):
        last = next(_strong(reversed(text[: found.start()])), direction)
        if last == "rtl" and _NEEDS.search(found[0]):
            yield found.span()


def _strong(text: Iterable[str]) -> Iterator[Direction]:
    for character in text:
        if direction := _STRONG.get(unicodedata.bidirectional(character)):
            yield direction
