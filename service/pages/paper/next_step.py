"""What comes next for a paper: one sentence, and one thing to do, or why this reader does not do it."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from domain.dossier import Dossier
from domain.dossier_events import Answered, Deferred, TurnedBack
from domain.policy import Command
from domain.register import written
from service.pages.words.decided import ANSWERS
from service.pages.words.sentences import number


@dataclass(frozen=True)
class Step:
    """Where the paper stands in a sentence; `action` is an address and its words, `why` says who acts."""

    said: Markup
    action: tuple[str, Markup] | None = None
    why: str = ""


def next_step(dossier: Dossier, may: Mapping[Command, bool]) -> Step:
    """The next step of a paper, for somebody who may do these things."""
    here = f"/drafts/{dossier.draft}"

    def either(command: Command, said: Markup, address: str, words: str, why: str) -> Step:
        return Step(said, (address, Markup(words))) if may[command] else Step(said, None, why)

    match dossier.state:
        case "drafting":
            return either(
                "table",
                _drafting(dossier),
                f"{here}/table",
                "قراءة آخر نسخة لعرضها على الهيئة",
                "يعرضه على الهيئة منسق(ة) المجموعة أو نائبه(ا) أو المقرر(ة) أو رئيس(ة) الهيئة.",
            )
        case "tabled":
            tabled = dossier.tabled
            said = Markup("النسخة {} معروضة على الهيئة. تُدرج في جدول أعمال اجتماع، ثم يُصوت عليها.").format(
                number(tabled.version if tabled else "")
            )
            meetings = (f"/bodies/{dossier.body}/meetings", Markup("فتح اجتماعات الهيئة"))
            return Step(said, meetings)
        case "adopted":
            return either(
                "deposit",
                Markup("صادقت الهيئة على النص. يُودع الآن لدى رئاسة المجلس بمراسلة مرقمة."),
                f"{here}/deposit",
                "قراءة مراسلة الإيداع",
                "يودعه كاتب(ة) الهيئة أو رئيس(ة) الهيئة.",
            )
        case "returned":
            return either(
                "deposit",
                Markup("أعاد مكتب الضبط الملف دون تسلم{}. يمكن إيداعه من جديد بمراسلة أخرى.").format(
                    _turned_back(dossier)
                ),
                f"{here}/deposit",
                "قراءة مراسلة الإيداع الجديدة",
                "يودعه كاتب(ة) الهيئة أو رئيس(ة) الهيئة.",
            )
        case "deposited":
            said = Markup("أُودع الملف لدى رئاسة المجلس، وينتظر وصل مكتب الضبط.")
            return Step(said, None, "" if may["receive"] else "يسلم الوصل مكتب الضبط بالجماعة.")
        case "received":
            given = dossier.receipt
            receipt = written(given.receipt.number, given.receipt.year) if given else ""
            said = Markup("تسلم مكتب الضبط الملف بوصل عدد {}، وينتظر جواب المجلس.").format(number(receipt))
            return Step(said, (f"{here}/receipt", Markup("قراءة الوصل")))
        case "answered":
            return Step(_answered(dossier), (f"{here}/receipt", Markup("قراءة الوصل")))
        case "rejected":
            said = Markup("لم تصادق الهيئة على النص، وأُغلق. يبقى هو وتاريخه محفوظين.")
            return Step(said, None, "" if may["revise"] else "يبدأ نصا جديدا منه من يكتب نصوص الهيئة.")
        case _:
            said = Markup("سُحب النص قبل البت فيه، وأُغلق. يبقى هو وتاريخه محفوظين.")
            return Step(said, None, "" if may["revise"] else "يبدأ نصا جديدا منه من يكتب نصوص الهيئة.")


def _drafting(dossier: Dossier) -> Markup:
    if any(isinstance(event, Deferred) for event in dossier.history):
        return Markup("أُجل البت في النص، وعاد إلى التحرير. يُعرض على الهيئة من جديد حين يكتمل.")
    return Markup("النص قيد التحرير. حين يكتمل، تُعرض نسخة محددة منه على الهيئة.")


def _turned_back(dossier: Dossier) -> Markup:
    turned = [event for event in dossier.history if isinstance(event, TurnedBack)]
    return Markup("، والسبب: «<bdi>{}</bdi>»").format(turned[-1].reason) if turned else Markup()


def _answered(dossier: Dossier) -> Markup:
    answered = [event for event in dossier.history if isinstance(event, Answered)][-1]
    said = Markup(": «<bdi>{}</bdi>»").format(answered.text) if answered.text else Markup()
    return Markup("جواب المجلس: {}{}.").format(ANSWERS[answered.answer], said)
