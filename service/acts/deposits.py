"""What goes to the council: the body deposits, the council's clerk receives, turns back, answers."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from domain.adopted_text import AdoptedText
from domain.dossier import Dossier
from domain.dossier_events import Answer, Numbered
from domain.errors import Superseded
from domain.event import Event
from domain.register import NoReason, Register, written
from service.acts.registers import number, subject_of
from service.dates import local
from service.prints import Terms
from service.procedure import Reading

# Makes the letter with its number and packs the submission, up to this state of the dossier; keeps it, and
# gives its digest.
Pack = Callable[[Numbered, Dossier, datetime], str]


def next_letter(register: Register | None, now: datetime) -> Numbered:
    """The number that the next letter of the year would get."""
    return Numbered(1 if register is None else register.next, local(now).year)


def deposit(
    reading: Reading,
    text: AdoptedText,
    seen: Numbered,
    subject: str,
    terms: Terms,
    enclosures: Sequence[str],
    pack: Pack,
    by: str,
    now: datetime,
) -> list[Event]:
    """Deposit an adopted text with a numbered letter; `seen` is the number in the letter that was read.

    Raises NotAllowed, OutOfTurn, or Superseded where another letter got that number.
    """
    dossier = reading.require(by, "deposit", text.adoption.draft)
    assert dossier.body is not None
    about = subject_of(dossier.id, dossier.last + 1)
    year = local(now).year
    numbered, given = number(reading, dossier.body, "letter", year, about, subject, by, now)
    if numbered != seen:
        raise Superseded(f"the letter gets the number {written(numbered.number, numbered.year)}")
    submission = pack(numbered, dossier, now)
    laid = dossier.lay_down(
        text, numbered, terms.addressee, list(enclosures), submission, terms.reference, by, now
    )
    return [*given, laid]


def receive(reading: Reading, draft: UUID, title: str, by: str, now: datetime) -> list[Event]:
    """The clerk gives a receipt, with the next number of the year; raises NotAllowed, OutOfTurn."""
    dossier = reading.require(by, "receive", draft)
    assert dossier.body is not None
    about = subject_of(dossier.id, dossier.last + 1)
    year = local(now).year
    numbered, given = number(reading, dossier.body, "receipt", year, about, title, by, now)
    return [*given, dossier.receive(numbered, by, now)]


def turn_back(reading: Reading, draft: UUID, reason: str, by: str, now: datetime) -> list[Event]:
    """The clerk does not take the deposit, for a reason; raises NotAllowed, NoReason, OutOfTurn."""
    dossier = reading.require(by, "turn_back", draft)
    if not reason.strip():
        raise NoReason("a deposit is turned back for a reason")
    return [dossier.turn_back(reason.strip(), by, now)]


def answer(reading: Reading, draft: UUID, answered: Answer, text: str, by: str, now: datetime) -> list[Event]:
    """The council's answer, as its clerk records it.

    Raises NotAllowed, OutOfTurn, or NoReason where what is not taken up whole is answered without a word.
    """
    dossier = reading.require(by, "answer", draft)
    if answered in ("partly", "declined") and not text.strip():
        raise NoReason(f"answered {answered}")
    return [dossier.answer(answered, text.strip(), by, now)]
