"""An archive that can be written in one way only: the same files give the same bytes, anywhere.

It is a zip whose files are neither compressed nor dated, in the order of their names. So it opens everywhere,
what is read is never larger than what lies there, and whatever was added, moved or hidden in it shows.
"""

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Final

from domain.errors import MashuraError

LARGEST: Final = 256 * 1024 * 1024
"""Bytes of an archive that is read at all."""

_NAME: Final = re.compile(r"(?:[a-z0-9]+/)?[A-Za-z0-9][A-Za-z0-9_.-]*")
_NOBODY: Final = 0o600 << 16
_UNIX: Final = 3


class ArchiveRefused(MashuraError):
    """The file is not an archive as it was written."""

    code = "archive_refused"


def pack(files: Mapping[str, bytes]) -> bytes:
    """These files as an archive, in the order of their names. Raises ArchiveRefused for a name that no
    archive of ours has.
    """
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            if not is_name(name):
                raise ArchiveRefused(f"{name!r} is not a name of a file here")
            about = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            about.external_attr, about.create_system = _NOBODY, _UNIX
            archive.writestr(about, files[name])
    return packed.getvalue()


def is_name(name: str) -> bool:
    """Whether a file may be called so: a plain name, in one folder at the most."""
    return _NAME.fullmatch(name) is not None


def unpack(content: bytes) -> dict[str, bytes]:
    """The files of an archive; raises ArchiveRefused, naming the file where one is not as it was packed."""
    if len(content) > LARGEST:
        raise ArchiveRefused(f"it has {len(content)} bytes: more than any submission")
    files: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            for entry in entries:
                _look(entry, files)
            if sum(entry.file_size for entry in entries) > len(content):
                raise ArchiveRefused("its files say that they are larger than the archive")
            for entry in entries:
                files[entry.filename] = _read(archive, entry)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as broken:
        raise ArchiveRefused(f"it is no zip archive, or a damaged one ({broken})") from broken
    if pack(files) != content:
        raise ArchiveRefused("between and behind its files it holds what was not packed into it")
    return files


def _look(entry: zipfile.ZipInfo, files: dict[str, bytes]) -> None:
    name = entry.filename
    if not is_name(name):
        raise ArchiveRefused(f"{name!r} is not a name that a file in a submission has")
    if name in files:
        raise ArchiveRefused(f"{name} is in it twice")
    if entry.compress_type != zipfile.ZIP_STORED or entry.file_size != entry.compress_size:
        raise ArchiveRefused(f"{name} is compressed: a submission is packed without")
    files[name] = b""


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    try:
        return archive.read(entry)
    except (zipfile.BadZipFile, RuntimeError, EOFError, OSError) as damaged:
        raise ArchiveRefused(f"{entry.filename} is damaged ({damaged})") from damaged
