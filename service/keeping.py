"""Backup and restore: an installation in one file, and back.

In it are the log, the people, the files that events name, and the secret. Views and cache are not: they
follow from the log. `archive.py` writes and reads the file; docs/keeping.md says what is promised.
"""

import hashlib
import re
import sqlite3
from contextlib import closing
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Literal

import msgspec

from domain.errors import MashuraError
from domain.installation import INSTALLATION, restored
from service.archive import ArchiveDamaged, new_file, pack, unpack
from service.authority import now
from service.durable import sync
from service.files import Files
from service.read_through import Progress, read_through
from service.store import NoInstallation, Store

EVENTS: Final = "events.sqlite"
PEOPLE: Final = "people.sqlite"
SECRET: Final = "secret"
MANIFEST: Final = "manifest.json"

_KNOWN: Final = re.compile(
    r"events\.sqlite|people\.sqlite|secret|manifest\.json|files/([0-9a-f]{2})/\1[0-9a-f]{62}"
)


class DatabaseDamaged(MashuraError):
    """A database is damaged: no backup is made of it, and none is restored from it."""

    code = "database_damaged"


class FolderNotEmpty(MashuraError):
    """There is something in this folder already; a backup is restored into a new one."""

    code = "folder_not_empty"


class Manifest(msgspec.Struct, frozen=True):
    """What a backup says of itself: when and by which version of Mashura it was made.

    All that was acknowledged before `made_at` (UTC) is in it. `position` is that of its last event, `digest`
    the SHA-256 over all events (`digest_of`); `files` gives the SHA-256 of each file.
    """

    archive: Literal[1]
    made_at: datetime
    version: str
    position: int
    digest: str
    files: dict[str, str]

    @property
    def attachments(self) -> int:
        """How many files it holds that events name."""
        return sum(name.startswith("files/") for name in self.files)


def backup(folder: Path, path: Path) -> Manifest:
    """Back the installation in a folder up into a new file; the service may be running.

    It takes room for two copies beside the file while it is made. Raises NoInstallation, ArchiveExists,
    DatabaseDamaged or FileDamaged; then there is no such file.
    """
    if not ((folder / EVENTS).exists() and (folder / PEOPLE).exists()):
        raise NoInstallation(str(folder))
    with new_file(path) as file, TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as unfinished:
        staged = Path(unfinished)
        made_at = now()
        # Events first. What an event names, a member or a file, was kept before it and is never removed: so
        # it is there still when it is copied afterwards. The other way round, an event could come in between
        # that names what the backup has not.
        _copy(folder / EVENTS, staged / EVENTS)
        _copy(folder / PEOPLE, staged / PEOPLE)
        members = {name: staged / name for name in (EVENTS, PEOPLE)}
        if (folder / SECRET).exists():
            members[SECRET] = folder / SECRET
        files = Files(folder)
        for each in files.all():
            files.check(each)
            members[f"files/{each[:2]}/{each}"] = files.path(each)
        position, digest = digest_of(staged / EVENTS)
        found = {name: _hash(at) for name, at in members.items()}
        manifest = Manifest(1, made_at, version("mashura"), position, digest, found)
        (staged / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest)))
        pack(file, {MANIFEST: staged / MANIFEST, **members})
    return manifest


def restore(path: Path, folder: Path, by: str, progress: Progress) -> Manifest:
    """Put a backup into a new folder and say so in its log; nothing is in the folder before all is checked.

    Its log is read through (`read_through.py`). Raises FolderNotEmpty, ArchiveDamaged, DatabaseDamaged or
    Unreadable; then the folder is as it was.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FolderNotEmpty(str(folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as unfinished:
        staged = Path(unfinished) / "restored"
        staged.mkdir(mode=0o700)
        manifest = _unpack(path, staged)
        with closing(Store(staged)) as store:
            earlier = list(store.events(INSTALLATION))
            said = restored(earlier, manifest.made_at, manifest.position, manifest.digest, by, now())
            store.save([[said]])
            read_through(store, Files(staged), staged / "views.sqlite", progress)
        try:
            staged.rename(folder)
        except OSError as occupied:
            raise FolderNotEmpty(str(folder)) from occupied
    sync(folder.parent)
    return manifest


def digest_of(events: Path) -> tuple[int, str]:
    """The last position of a log, 0 where there is none, and the SHA-256 over all its events in order.

    Of each event a line is hashed, `position stream number topic length`, and then its stored bytes.
    """
    hashed, position = hashlib.sha256(), 0
    rows = "SELECT rowid, originator_id, originator_version, topic, state FROM stored_events ORDER BY rowid"
    with closing(sqlite3.connect(events)) as db:
        for position, stream, number, topic, state in db.execute(rows):
            hashed.update(f"{position} {stream} {number} {topic} {len(state)}\n".encode())
            hashed.update(state)
    return position, hashed.hexdigest()


def _copy(source: Path, target: Path) -> None:
    """A database as it stands at one moment, whoever writes meanwhile; raises DatabaseDamaged.

    Page by page: so the events keep their positions, which a VACUUM may change.
    """
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=30)) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy)
    _sound(target)


def _sound(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        try:
            [said, *_] = db.execute("PRAGMA integrity_check").fetchone()
        except sqlite3.DatabaseError as broken:
            raise DatabaseDamaged(f"{path.name}: {broken}") from broken
    if said != "ok":
        raise DatabaseDamaged(f"{path.name}: {said}")


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unpack(path: Path, folder: Path) -> Manifest:
    """The files of a backup, each as its manifest says."""
    found = unpack(path, folder, lambda name: _KNOWN.fullmatch(name) is not None)
    try:
        manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError) as unread:
        raise ArchiveDamaged(f"its manifest cannot be read: {unread}") from unread
    (folder / MANIFEST).unlink()
    del found[MANIFEST]
    if found != manifest.files or not {EVENTS, PEOPLE} <= found.keys():
        raise ArchiveDamaged("its files are not those of its manifest")
    for name in (EVENTS, PEOPLE):
        _sound(folder / name)
    if digest_of(folder / EVENTS) != (manifest.position, manifest.digest):
        raise ArchiveDamaged("its events are not those of its manifest")
    return manifest
