"""What comes first, second, third, in words as far as people say it so: «الاجتماع الثالث»."""

from typing import Final

_WORDS: Final = (
    "الأول",
    "الثاني",
    "الثالث",
    "الرابع",
    "الخامس",
    "السادس",
    "السابع",
    "الثامن",
    "التاسع",
    "العاشر",
)
_OF_POINTS: Final = (
    "الأولى",
    "الثانية",
    "الثالثة",
    "الرابعة",
    "الخامسة",
    "السادسة",
    "السابعة",
    "الثامنة",
    "التاسعة",
    "العاشرة",
)


def meeting(ordinal: int) -> str:
    """A meeting by its ordinal: «الاجتماع الثالث», and from 11 on «الاجتماع رقم 11»."""
    return f"الاجتماع {_WORDS[ordinal - 1] if 0 < ordinal <= len(_WORDS) else f'رقم {ordinal}'}"


def point(ordinal: int) -> str:
    """A point of an agenda by its place: «النقطة الأولى», and from 11 on «النقطة رقم 11»."""
    return f"النقطة {_OF_POINTS[ordinal - 1] if 0 < ordinal <= len(_OF_POINTS) else f'رقم {ordinal}'}"
