"""An archive can be written in one way only, and whatever was added, moved or hidden in it shows."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections.evidence.archive import ArchiveRefused, pack, unpack
from projections.evidence.verify import verify

FILES = {"text.json": b"{}", "attachments/01-minutes.pdf": b"%PDF", "README.txt": "اقرأ".encode()}
PACKED = pack(FILES)
NAMES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,20}", fullmatch=True)


@given(st.dictionaries(NAMES, st.binary(max_size=200), max_size=5))
def test_what_is_packed_is_unpacked(files: dict[str, bytes]) -> None:
    packed = pack(files)
    assert unpack(packed) == files
    assert pack(dict(reversed(files.items()))) == packed


@given(st.integers(0, len(PACKED) - 1), st.integers(1, 255))
def test_every_byte_counts(place: int, change: int) -> None:
    rotten = bytearray(PACKED)
    rotten[place] ^= change
    with pytest.raises(ArchiveRefused):
        unpack(bytes(rotten))


def test_anybody_can_open_it() -> None:
    with zipfile.ZipFile(BytesIO(PACKED)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == FILES


def grown(name: str, content: bytes, method: int = zipfile.ZIP_STORED) -> bytes:
    """The archive with something more in it, as another program adds it."""
    file = BytesIO(PACKED)
    with zipfile.ZipFile(file, "a", method) as archive:
        archive.writestr(zipfile.ZipInfo(name), content, method)
    return file.getvalue()


@pytest.mark.parametrize(
    "name",
    ["../text.pdf", "/etc/passwd", "a/b/c.pdf", "C:\\x.pdf", "..", "a/../b", "x\u202e.pdf", "", "a\nb", "a/"],
)
def test_a_name_with_a_trick_in_it_is_refused(name: str) -> None:
    with pytest.raises(ArchiveRefused):
        pack({name: b""})
    with pytest.raises(ArchiveRefused, match="is not a name"):
        unpack(grown(name, b"trick"))


def test_a_name_that_stands_twice_is_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = grown("text.json", b"[]")
    with pytest.raises(ArchiveRefused, match=r"text\.json is in it twice"):
        unpack(twice)


def test_what_unfolds_to_more_than_it_is_is_refused() -> None:
    with pytest.raises(ArchiveRefused, match=r"bomb\.txt is compressed"):
        unpack(grown("bomb.txt", bytes(10_000_000), zipfile.ZIP_DEFLATED))


@pytest.mark.parametrize("content", [b"", b"PK", b"no archive at all", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_submission_is_said_in_words(content: bytes) -> None:
    [found] = verify(content)
    assert (found.holds, bool(found.said)) == (False, True)


@pytest.mark.parametrize("content", [b"#!/bin/sh\n" + PACKED, PACKED + b"more", PACKED + bytes(22)])
def test_what_is_hidden_before_or_behind_the_files_is_refused(content: bytes) -> None:
    with pytest.raises(ArchiveRefused):
        unpack(content)
