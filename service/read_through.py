"""A log read through, from its first event to its last: whether it, and what it names, still can be read."""

from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID

from domain.aggregate import Aggregate
from domain.dossier import Dossier
from domain.dossier_events import Attached, Deposited, DossierOpened
from domain.draft_events import DraftStarted
from domain.errors import Unreadable
from domain.event import Event
from domain.installation import InstallationRestored
from projections.follow import Follower
from projections.tables import open_views
from service.files import Files
from service.store import Noted, Store

# Hears the position in the log that was reached, and that of its end.
Progress = Callable[[int, int], None]


def read_through(store: Store, files: Files, views: Path, progress: Progress) -> None:
    """Read every event, load every stream, look for each file named there, and build the views in a new file.

    Raises Unreadable.
    """
    begun: dict[UUID, Event] = {}

    def log(after: int, limit: int) -> Sequence[Noted]:
        batch = store.log(after, limit)
        for noted in batch:
            if isinstance(noted.event, Unreadable):
                raise Unreadable(f"at position {noted.position}: {noted.event}")
            begun.setdefault(noted.stream, noted.event)
        return batch

    engine = open_views(views)
    try:
        follower, end = Follower(engine, log, store.draft), store.end()
        while follower.advance():
            progress(follower.position, end)
    finally:
        engine.dispose()
    for stream, first in begun.items():
        try:
            _load(store, files, stream, first)
        except Exception as broken:
            raise Unreadable(f"stream {stream}: {type(broken).__name__} {broken}") from broken


def _load(store: Store, files: Files, stream: UUID, first: Event) -> None:
    match first:
        case DraftStarted():
            store.draft(stream, from_events=True)
        case InstallationRestored():
            pass  # has no state; it was read
        case DossierOpened():
            dossier = Dossier.load(store.events(stream))
            if missing := [name for name in _named(dossier) if not files.has(name)]:
                raise LookupError(f"the file {missing[0]} is not here")
        case _:
            [kind] = [each for each in Aggregate.__subclasses__() if each.FIRST is type(first)]
            kind.load(store.events(stream))


def _named(dossier: Dossier) -> list[str]:
    """The SHA-256 of every file that the paper's events name."""
    return [
        event.file if isinstance(event, Attached) else event.submission
        for event in dossier.history
        if isinstance(event, Attached | Deposited)
    ]
