"""Files that events name by their content: the scan of a signed letter, a receipt, a bundle of ours.

A file's name is the SHA-256 of what is in it, so the event that names it proves it, and what was put is never
changed or put twice. Calls block on the disk.
"""

import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import filetype  # type: ignore[import-untyped]

from domain.errors import MashuraError
from service.durable import sync

LARGEST: Final = 10 * 1024 * 1024
"""Bytes of a file that somebody brings: a letter of some twenty pages, scanned."""

KINDS: Final = ("application/pdf", "image/jpeg", "image/png")
"""What somebody may bring. Each is told by how it begins, whatever its name says."""

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


class FileRefused(MashuraError):
    """The file is not taken; nothing was kept."""

    code = "file_refused"


class FileEmpty(FileRefused):
    """The file is empty."""

    code = "file_empty"


class FileTooLarge(FileRefused):
    """The file is larger than 10 MiB."""

    code = "file_too_large"


class FileKindRefused(FileRefused):
    """The file is neither a PDF nor a picture (PNG or JPEG), whatever its name says."""

    code = "file_kind_refused"


class UnknownFile(MashuraError):
    """There is no such file."""

    code = "unknown_file"


class FileDamaged(MashuraError):
    """The file is no longer what was put: bring an intact copy back from a backup."""

    code = "file_damaged"


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is kept: the SHA-256 of its content (hex), its size in bytes, and what kind it is."""

    digest: str
    size: int
    media_type: str


class Files:
    """The files of one installation, in `files/` of its data folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "files"

    def put(self, content: bytes) -> Kept:
        """Keep what somebody brings; on disk when this returns.

        Raises FileEmpty, FileTooLarge or FileKindRefused.
        """
        if not content:
            raise FileEmpty("0 bytes")
        if len(content) > LARGEST:
            raise FileTooLarge(f"{len(content)} bytes")
        if _kind(content) not in KINDS:
            raise FileKindRefused(_kind(content))
        return self.put_own(content)

    def put_own(self, content: bytes) -> Kept:
        """Keep a file that we have made, of any kind and size; on disk when this returns."""
        digest = hashlib.sha256(content).hexdigest()
        if not self._intact(digest):
            _write(self.path(digest), content)
        return Kept(digest, len(content), _kind(content))

    def read(self, digest: str) -> bytes:
        """The content of a file. Raises UnknownFile, or FileDamaged where it is not what was put."""
        try:
            content = self.path(digest).read_bytes()
        except FileNotFoundError as missing:
            raise UnknownFile(digest) from missing
        if hashlib.sha256(content).hexdigest() != digest:
            raise FileDamaged(digest)
        return content

    def has(self, digest: str) -> bool:
        """Whether there is such a file, intact or not."""
        return bool(_DIGEST.fullmatch(digest)) and self.path(digest).exists()

    def check(self, digest: str) -> None:
        """Raises as `read` does."""
        self.read(digest)

    def all(self) -> list[str]:
        """The digests of all files, in order."""
        found = (path.name for path in self._folder.glob("??/*"))
        return sorted(name for name in found if _DIGEST.fullmatch(name))

    def path(self, digest: str) -> Path:
        """Where a file lies, for who copies it. What is no digest names no place: raises UnknownFile."""
        if not _DIGEST.fullmatch(digest):
            raise UnknownFile(digest)
        return self._folder / digest[:2] / digest

    def _intact(self, digest: str) -> bool:
        try:
            self.check(digest)
        except (UnknownFile, FileDamaged):
            return False
        return True


def _kind(content: bytes) -> str:
    """The media type, by how the content begins."""
    found: str | None = filetype.guess_mime(content)
    return found or "application/octet-stream"


def _write(path: Path, content: bytes) -> None:
    """A file that is there whole or not at all, whenever the power goes; nobody writes into it again."""
    for folder in (path.parent.parent, path.parent):
        folder.mkdir(mode=0o700, exist_ok=True)
        sync(folder.parent)
    handle, unfinished = tempfile.mkstemp(prefix="unfinished-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(handle, 0o400)
            os.fsync(handle)
        Path(unfinished).replace(path)
    except BaseException:
        Path(unfinished).unlink()
        raise
    sync(path.parent)
