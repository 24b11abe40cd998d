"""What the trail says of a decision about a paper: one sentence an event, plain formal Arabic."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from markupsafe import Markup
from sqlalchemy import Row

from service.pages.words.dates import clock, time_tag
from service.pages.words.sentences import number, who

Told = Mapping[str, Any]

ANSWERS: Final = {
    "accepted": "قبول",
    "partly": "قبول جزئي",
    "declined": "عدم القبول",
    "noted": "أخذ العلم",
}
ENCLOSED: Final = {
    "signed_letter": "مراسلة موقعة",
    "receipt": "وصل",
    "minutes": "محضر",
    "other": "وثيقة",
}


def decided(row: Row[Any], names: Mapping[str, str]) -> Markup:
    """A decision about the paper: what, by whom, when."""
    return Markup("<strong>{}</strong>{} — {}، {}").format(
        _ACTS[row.kind](row),
        _reason(row.told),
        who(row.by, names),
        time_tag(row.since, clock(row.since)),
    )


def counts(votes: Told) -> Markup:
    """The votes: «9 لفائدة، 4 ضد، 2 امتناع»."""
    return Markup("{} لفائدة، {} ضد، {} امتناع").format(
        number(votes["for"]), number(votes["against"]), number(votes["abstaining"])
    )


def _version(words: str) -> Callable[[Row[Any]], Markup]:
    return lambda row: Markup("{} {}").format(words, number(row.first))


def _plain(words: str) -> Callable[[Row[Any]], Markup]:
    return lambda _: Markup(words)


def _adopted(row: Row[Any]) -> Markup:
    return Markup("المصادقة على النسخة {} برقم {}: {}، بحضور {} من {}").format(
        number(row.first),
        number(row.told["number"]),
        counts(row.told["votes"]),
        number(row.told["present"]),
        number(row.told["in_office"]),
    )


def _rejected(row: Row[Any]) -> Markup:
    return Markup("عدم المصادقة على النسخة {}: {}، بحضور {} من {}").format(
        number(row.first),
        counts(row.told["votes"]),
        number(row.told["present"]),
        number(row.told["in_office"]),
    )


def _on_paper(row: Row[Any]) -> Markup:
    return Markup("تسجيل مصادقة تمت على الورق بتاريخ {} على النسخة {} برقم {}").format(
        number(row.told["decided_on"]), number(row.first), number(row.told["number"])
    )


def _deferred(row: Row[Any]) -> Markup:
    to = "إلى المجموعة" if row.told["to"] == "group" else "إلى اجتماع لاحق"
    return Markup("تأجيل البت في النسخة {} {}").format(number(row.first), to)


def _attached(row: Row[Any]) -> Markup:
    return Markup("إرفاق {}: <bdi>{}</bdi>").format(ENCLOSED[row.told["what"]], row.told["name"])


def _deposited(row: Row[Any]) -> Markup:
    return Markup("إيداع النسخة {} لدى رئاسة المجلس بمراسلة عدد {}").format(
        number(row.first), number(row.told["letter"])
    )


def _received(row: Row[Any]) -> Markup:
    return Markup("تسلم الإيداع بوصل عدد {}").format(number(row.told["receipt"]))


def _answered(row: Row[Any]) -> Markup:
    return Markup("جواب المجلس: {}").format(ANSWERS[row.told["answer"]])


def _reason(told: Told) -> Markup:
    said = told.get("reason") or told.get("said")
    return Markup("، «<bdi>{}</bdi>»").format(said) if said else Markup()


_ACTS: Final[dict[str, Callable[[Row[Any]], Markup]]] = {
    "started": _plain("بدء النص"),
    "approved": _version("تأشير الرئاسة على النسخة"),
    "tabled": _version("عرض على الهيئة: النسخة"),
    "adopted": _adopted,
    "rejected": _rejected,
    "adopted_on_paper": _on_paper,
    "deferred": _deferred,
    "withdrawn": _plain("سحب النص"),
    "attached": _attached,
    "deposited": _deposited,
    "received": _received,
    "turned_back": _plain("إعادة الإيداع دون تسلم"),
    "answered": _answered,
}
