"""One file that holds many: a tar, and behind it the SHA-256 of all its bytes.

It is there whole or not at all, never takes the place of another file, and its owner alone may read it.
Whatever reads a tar reads it; the digest that follows the tar's end tells of every byte that changed, also
where a tar has no sums of its own.
"""

import hashlib
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BufferedRandom
from pathlib import Path
from typing import IO, Final

from domain.errors import MashuraError
from service.durable import sync

SEAL: Final = 64
"""Bytes of the digest (hex) at the end."""
OWNER: Final = 0o700
"""What the owner of a file may do; nobody else gets to do anything."""


class ArchiveExists(MashuraError):
    """There is a file of that name already; choose another name, nothing is overwritten."""

    code = "archive_exists"


class ArchiveDamaged(MashuraError):
    """The file is no backup as it was written; nothing was restored."""

    code = "archive_damaged"


@contextmanager
def new_file(path: Path) -> Iterator[BufferedRandom]:
    """A file that gets its name when it is whole and on disk. Raises ArchiveExists."""
    part = path.with_name(f"{path.name}.part")
    try:
        handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as exists:
        raise ArchiveExists(str(part)) from exists
    try:
        with os.fdopen(handle, "w+b") as file:
            # Whoever writes the same archive has the part: so none can come after this look.
            if path.exists():
                raise ArchiveExists(str(path))
            yield file
            file.flush()
            os.fsync(handle)
        part.rename(path)
    except BaseException:
        part.unlink()
        raise
    sync(path.parent)


def pack(file: BufferedRandom, members: Mapping[str, Path]) -> None:
    """Put these files, by the names that they have inside, into an archive."""
    with tarfile.open(fileobj=file, mode="w") as tar:
        for name, path in members.items():
            with path.open("rb") as content:
                about = os.fstat(content.fileno())
                entry = tarfile.TarInfo(name)
                entry.size, entry.mtime = about.st_size, int(about.st_mtime)
                entry.mode = about.st_mode & OWNER
                tar.addfile(entry, content)
    seal(file)


def seal(file: BufferedRandom) -> None:
    """Write the digest of all that is in the file behind it."""
    file.seek(0)
    found = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0, os.SEEK_END)
    file.write(found.encode())


def unpack(path: Path, folder: Path, known: Callable[[str], bool]) -> dict[str, str]:
    """Put what an archive holds into an empty folder, on disk; gives the SHA-256 of each file by its name.

    `known` says which names may be in it. Raises ArchiveDamaged: where a byte has changed, before anything is
    written; and where there is something in it that should not be.
    """
    found: dict[str, str] = {}
    with path.open("rb") as file:
        _check(file)
        try:
            with tarfile.open(fileobj=file, mode="r:") as tar:
                for entry in tar:
                    if not entry.isreg() or not known(entry.name) or entry.name in found:
                        raise ArchiveDamaged(f"{entry.name!r} should not be in it")
                    content = tar.extractfile(entry)
                    assert content is not None
                    found[entry.name] = _place(content, folder / entry.name, entry.mode)
        except tarfile.TarError as broken:
            raise ArchiveDamaged(str(broken)) from broken
    for each in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        each.chmod(OWNER)
        sync(each)
    return found


def _check(file: IO[bytes]) -> None:
    """Whether the digest at the end is that of all before it. Leaves the file at its beginning."""
    hashed, left = hashlib.sha256(), os.fstat(file.fileno()).st_size - SEAL
    while left > 0 and (chunk := file.read(min(left, 1024 * 1024))):
        hashed.update(chunk)
        left -= len(chunk)
    if file.read() != hashed.hexdigest().encode():
        raise ArchiveDamaged("its digest differs")
    file.seek(0)


def _place(content: IO[bytes], path: Path, mode: int) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x+b") as file:
        os.fchmod(file.fileno(), mode & OWNER)
        shutil.copyfileobj(content, file)
        file.flush()
        os.fsync(file.fileno())
        file.seek(0)
        return hashlib.file_digest(file, "sha256").hexdigest()
