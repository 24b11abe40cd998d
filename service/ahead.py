"""How far a text has moved on from the version that was laid before the body, in words."""

from functools import lru_cache
from uuid import UUID

from domain.dossier import Dossier
from domain.draft import Doc, Draft
from domain.redline import words_changed
from service.store import Store


class Ahead:
    """Counts the words between tabled and present texts; tabled ones are kept, as they never change."""

    def __init__(self, store: Store) -> None:
        self._tabled = lru_cache(maxsize=64)(lambda draft, version: self._load(store, draft, version))

    def words(self, dossier: Dossier, text: Draft) -> int | None:
        """How many words changed since the tabled version; None where none is before the body.

        Reads the disk.
        """
        if dossier.tabled is None or dossier.state != "tabled":
            return None
        if dossier.tabled.version == text.version:
            return 0
        return words_changed(self._tabled(text.id, dossier.tabled.version), text.doc)

    @staticmethod
    def _load(store: Store, draft: UUID, version: int) -> Doc:
        return store.draft(draft, version).doc
