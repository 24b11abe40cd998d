"""What the pages of the record say, in one place: plain formal Arabic, numbers and names isolated."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from markupsafe import Markup
from sqlalchemy import Row

from service.pages.words.dates import span

UNTITLED: Final = "نص بلا عنوان"

# One, two, 3 to 10, 11 to 99, and the hundreds; after a verbal noun.
Forms = tuple[str, str, str, str, str]
_CHARACTERS: Final[Forms] = ("حرف واحد", "حرفين", "{} أحرف", "{} حرفا", "{} حرف")
WORDS: Final[Forms] = ("كلمة واحدة", "كلمتان", "{} كلمات", "{} كلمة", "{} كلمة")
_VERSIONS: Final[Forms] = ("نسخة واحدة", "نسختان", "{} نسخ", "{} نسخة", "{} نسخة")
_EVENTS: Final[Forms] = ("حدث واحد", "حدثين", "{} أحداث", "{} حدثا", "{} حدث")

# One, two, more; after «تعديل».
_NUMBERED: Final = {
    "section": ("القسم", "القسمين", "الأقسام"),
    "article": ("المادة", "المادتين", "المواد"),
    "recommendation": ("التوصية", "التوصيتين", "التوصيات"),
}
_NAMED: Final = {"title": "العنوان", "opening": "مستهل النص"}


def counted(count: int, forms: Forms) -> Markup:
    """A number with its noun, as Arabic has them agree."""
    rest = count % 100
    form = (
        forms[count - 1]
        if count in (1, 2)
        else forms[2]
        if 3 <= rest <= 10
        else forms[3]
        if rest > 10
        else forms[4]
    )
    return Markup(form).format(number(f"{count:,}"))


def number_of(kind: str, number: str) -> str:
    """What a numbered block is called: «المادة 5»."""
    return f"{_NUMBERED[kind][0]} {number}"


def edited(row: Row[Any], names: Mapping[str, str]) -> Markup:
    """A burst: what was touched, by whom, how much, when."""
    touched = _places(row.places) or "النص"
    when = number(span(row.since, row.until, told=row.since))
    return Markup("تعديل {} — {}: {}، {}{}").format(
        touched, who(row.by, names), _effect(row.added, row.removed), when, typed(row)
    )


def typed(row: Row[Any]) -> Markup:
    """What the author's device says of the time, where that differs from ours."""
    if row.typed_since is None:
        return Markup()
    claimed = span(row.typed_since, row.typed_until, told=row.since)
    return Markup(" (حسب ساعة الجهاز: {})").format(number(claimed))


def versions(row: Row[Any]) -> Markup:
    """The versions that a burst made: «النسخ من 5 إلى 9», or how many there are between two."""
    first, last = number(row.first), number(row.last)
    if row.commits == 1:
        return Markup("النسخة {}").format(first)
    if row.commits < row.last - row.first + 1:
        return Markup("{} بين {} و{}").format(counted(row.commits, _VERSIONS), first, last)
    if row.commits == 2:
        return Markup("النسختان {} و{}").format(first, last)
    return Markup("النسخ من {} إلى {}").format(first, last)


def put_aside(rows: Sequence[Row[Any]]) -> Markup:
    """That some events could not be read, and that nothing is lost."""
    return Markup(
        "تعذرت قراءة {} من السجل، عند الموضع {}. وُضع جانبا ولم يُحذف، وما سواه ظاهر هنا. "
        "أخبر المسؤول عن المنصة."
    ).format(counted(len(rows), _EVENTS), number("، ".join(str(row.position) for row in rows[:5])))


BEHIND: Final = "تأخر تحديث هذه الصفحة عن السجل. كل ما كُتب محفوظ فيه، وسيظهر هنا حين تلحق به."


def who(member: str, names: Mapping[str, str]) -> Markup:
    """A member's name; the id of one whose name is gone."""
    return Markup("<bdi>{}</bdi>").format(names.get(member, member))


def _effect(added: int, removed: int) -> Markup:
    parts = [
        Markup("{} {}").format(act, counted(count, _CHARACTERS))
        for act, count in (("إضافة", added), ("حذف", removed))
        if count
    ]
    return Markup(" و").join(parts) if parts else Markup("دون تغيير في عدد الأحرف")


def _places(places: Iterable[Mapping[str, str]]) -> Markup:
    named = [_NAMED[kind] for kind in _NAMED if any(place["kind"] == kind for place in places)]
    numbered = []
    for kind, words in _NUMBERED.items():
        numbers = sorted({_parts(place["number"]) for place in places if place["kind"] == kind})
        if numbers:
            word = words[min(len(numbers), 3) - 1]
            numbered.append(Markup("{} {}").format(word, Markup(" و").join(_runs(numbers))))
    return Markup(" و").join([*named, *numbered])


def _parts(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split("."))


def _runs(numbers: Iterable[tuple[int, ...]]) -> Iterator[Markup]:
    """Numbers in order; three or more in a row as «2 إلى 9»."""

    def start(at: tuple[int, tuple[int, ...]]) -> tuple[int, ...]:
        return (*at[1][:-1], at[1][-1] - at[0])

    for _, run in groupby(enumerate(numbers), key=start):
        shown = [number(".".join(map(str, parts))) for _, parts in run]
        if len(shown) > 2:
            yield Markup("{} إلى {}").format(shown[0], shown[-1])
        else:
            yield from shown


def number(shown: object) -> Markup:
    """A number, kept apart from the direction of the line."""
    return Markup("<bdi>{}</bdi>").format(shown)
