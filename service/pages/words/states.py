"""Where a paper stands, in words: its kind, its state, its number, and how far the text is from what was
tabled.
"""

from typing import Final

from markupsafe import Markup

from domain.draft_events import Kind
from domain.policy import State
from domain.register import written
from service.pages.words.sentences import WORDS, counted, number

KINDS: Final[dict[Kind, str]] = {
    "opinion": "رأي استشاري",
    "programme": "برنامج عمل الهيئة",
    "report": "تقرير اجتماع",
}
STATES: Final[dict[State, str]] = {
    "drafting": "مسودة",
    "tabled": "معروض على الهيئة",
    "adopted": "صودق عليه",
    "rejected": "لم تتم المصادقة عليه",
    "withdrawn": "سُحب",
    "deposited": "أُودع لدى رئاسة المجلس",
    "returned": "أُعيد دون تسلم",
    "received": "تسلمه مكتب الضبط بوصل",
    "answered": "أجاب عنه المجلس",
}


def state(
    of: State, head: int | None, tabled: int | None, adopted: int | None, numbered: tuple[int, int] | None
) -> Markup:
    """A paper's state in one line: «معروض على الهيئة · النسخة 214»; `head` is None where it stands beside."""
    words = Markup(STATES[of])
    if adopted is not None and numbered is not None:
        return Markup("{} · عدد {} · النسخة {}").format(words, number(written(*numbered)), number(adopted))
    if of in ("tabled", "rejected"):
        return Markup("{} · النسخة {}").format(words, number(tabled))
    return words if head is None else Markup("{} · النسخة {}").format(words, number(head))


def ahead(changed: int) -> Markup:
    """How far the text is from the version that was tabled."""
    if changed == 0:
        return Markup("النص كما عُرض")
    return Markup("{} بعد النسخة المعروضة").format(counted(changed, WORDS))
