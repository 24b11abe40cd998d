"""What is put is read, as it was put; what is not whole, or not wanted, is told."""

import hashlib
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.files import (
    LARGEST,
    FileDamaged,
    FileEmpty,
    FileKindRefused,
    Files,
    FileTooLarge,
    UnknownFile,
)

PNG = b"\x89PNG\r\n\x1a\n"
STARTS = {"application/pdf": b"%PDF-1.7\n", "image/png": PNG, "image/jpeg": b"\xff\xd8\xff\xe0"}

# Ends as a power cut would, at the moment when the file should get its name.
KILLED = """
import os, signal, sys
from pathlib import Path
from service.files import Files
Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
Files(Path(sys.argv[1])).put(b"%PDF-1.7 a letter")
"""


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


def place(folder: Path, digest: str) -> Path:
    return folder / "files" / digest[:2] / digest


@given(st.sampled_from(sorted(STARTS)), st.binary(max_size=2_000))
def test_what_is_put_is_read(kind: str, rest: bytes) -> None:
    content = STARTS[kind] + rest
    with TemporaryDirectory() as folder:
        kept = Files(Path(folder)).put(content)
        assert (kept.digest, kept.size) == (hashlib.sha256(content).hexdigest(), len(content))
        assert kept.media_type == kind
        again = Files(Path(folder))
        assert again.has(kept.digest)
        assert again.read(kept.digest) == content
        assert again.all() == [kept.digest]


def test_a_file_is_its_owner_s_to_read_and_nobody_s_to_write(files: Files, tmp_path: Path) -> None:
    kept = files.put(PNG)
    path = place(tmp_path, kept.digest)
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert (
        stat.S_IMODE(path.parent.stat().st_mode) == stat.S_IMODE(path.parent.parent.stat().st_mode) == 0o700
    )


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", FileEmpty),
        (PNG + bytes(LARGEST), FileTooLarge),
        (b"<html><script>", FileKindRefused),
        (b"GIF89a", FileKindRefused),
        (b"PK\x03\x04", FileKindRefused),
        (b"a letter.pdf", FileKindRefused),
    ],
)
def test_what_is_not_wanted_is_refused_and_not_kept(
    files: Files, content: bytes, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        files.put(content)
    assert files.all() == []


def test_the_largest_is_taken(files: Files) -> None:
    assert files.put(PNG + bytes(LARGEST - len(PNG))).size == LARGEST


def test_a_bundle_of_ours_is_taken_as_it_is(files: Files) -> None:
    kept = files.put_own(b"PK\x03\x04" + bytes(LARGEST))
    assert kept.media_type == "application/zip"
    files.check(kept.digest)


def test_a_picture_named_pdf_is_a_picture(files: Files, tmp_path: Path) -> None:
    named = tmp_path / "letter.pdf"
    named.write_bytes(PNG)
    assert files.put(named.read_bytes()).media_type == "image/png"


@pytest.mark.parametrize("damage", [b"", PNG[:-1], b"\x00" + PNG[1:], PNG + b"\x00"])
def test_a_damaged_file_is_told_and_putting_it_again_mends_it(
    files: Files, tmp_path: Path, damage: bytes
) -> None:
    kept = files.put(PNG)
    path = place(tmp_path, kept.digest)
    path.chmod(0o600)
    path.write_bytes(damage)
    for look in (files.read, files.check):
        with pytest.raises(FileDamaged):
            look(kept.digest)
    assert files.put(PNG) == kept
    assert files.read(kept.digest) == PNG


@pytest.mark.parametrize(
    "digest", ["0" * 64, "", "../secret", f"../../{'0' * 64}", "A" * 64, f"{'0' * 64}\n"]
)
def test_what_is_not_there_or_no_digest_is_unknown(tmp_path: Path, digest: str) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "data").mkdir()
    files = Files(tmp_path / "data")
    files.put(PNG)
    assert not files.has(digest)
    with pytest.raises(UnknownFile):
        files.read(digest)


def test_put_by_many_at_once_it_is_there_once(files: Files, tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        kept = set(pool.map(files.put, [PNG + bytes(200_000)] * 40))
    [one] = kept
    files.check(one.digest)
    assert list((tmp_path / "files").rglob("?" * 8 + "*")) == [place(tmp_path, one.digest)]


def test_killed_before_it_is_whole_there_is_no_such_file(files: Files, tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, tmp_path], timeout=30, check=False)
    assert done.returncode < 0
    digest = hashlib.sha256(b"%PDF-1.7 a letter").hexdigest()
    assert list((tmp_path / "files" / digest[:2]).iterdir()) != []
    assert not files.has(digest)
    assert files.all() == []
    assert files.put(b"%PDF-1.7 a letter").digest == digest
    files.check(digest)


def test_what_cannot_be_written_leaves_nothing(
    files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="no space left"):
        files.put(PNG)
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []
