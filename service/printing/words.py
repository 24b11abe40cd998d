"""The words that a print adds to what it is given, in the language of the paper."""

from dataclasses import dataclass
from typing import Final

from domain.draft_events import Language


@dataclass(frozen=True)
class Words:
    """Fixed words; those that end in a colon or a space stand before what they announce."""

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
