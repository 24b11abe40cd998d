"""The words that a print adds to what it is given, in the language of the paper."""

from dataclasses import dataclass
from typing import Final

from domain.draft_events import Language


@dataclass(frozen=True)
class Words:
    """Fixed words, and the colon with its spaces that stands after those that announce something."""

    colon: str
    draft: str
    version: str
    digest: str
    page: str
    pages: str
    addressee: str
    term: str
    indicator: str
    broken_reference: str
    letter: str
    to: str
    subject: str
    reference: str


WORDS: Final[dict[Language, Words]] = {
    "ar": Words(
        colon=": ",
        draft="مسودة",
        version="النسخة",
        digest="البصمة",
        page="الصفحة",
        pages="من",
        addressee="الجهة المعنية",
        term="الأجل",
        indicator="مؤشر التتبع",
        broken_reference="إحالة إلى موضع حُذف",
        letter="مراسلة عدد",
        to="إلى",
        subject="الموضوع",
        reference="المرجع",
    ),
    "fr": Words(
        colon="\u00a0: ",
        draft="PROJET",
        version="Version",
        digest="Empreinte",
        page="Page",
        pages="sur",
        addressee="Destinataire",
        term="Échéance",
        indicator="Indicateur de suivi",
        broken_reference="renvoi à un passage supprimé",
        letter="Lettre nº",
        to="à",
        subject="Objet",
        reference="Référence",
    ),
}
