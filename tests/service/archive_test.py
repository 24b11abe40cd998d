"""An archive is what was packed, byte for byte, or it is refused."""

import io
import stat
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.archive import ArchiveDamaged, ArchiveExists, new_file, pack, seal, unpack

NAMES = {"events.sqlite", "secret", "files/ab"}


def known(name: str) -> bool:
    return name in NAMES


def packed(folder: Path, contents: dict[str, bytes]) -> Path:
    members = {}
    for number, (name, content) in enumerate(contents.items()):
        members[name] = folder / f"{number}"
        members[name].write_bytes(content)
    with new_file(folder / "archive") as file:
        pack(file, members)
    return folder / "archive"


def crafted(path: Path, *entries: tuple[tarfile.TarInfo, bytes]) -> Path:
    """An archive that somebody else made, its digest in order."""
    with new_file(path) as file:
        with tarfile.open(fileobj=file, mode="w") as tar:
            for entry, content in entries:
                entry.size = len(content)
                tar.addfile(entry, io.BytesIO(content))
        seal(file)
    return path


@given(st.dictionaries(st.sampled_from(sorted(NAMES)), st.binary(max_size=2_000)))
def test_what_is_packed_comes_out(contents: dict[str, bytes]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        archive = packed(folder, contents)
        out = folder / "out"
        out.mkdir()
        assert unpack(archive, out, known).keys() == contents.keys()
        assert {name: (out / name).read_bytes() for name in contents} == contents
        # Anybody's tar reads it, too.
        with tarfile.open(archive) as tar:
            assert set(tar.getnames()) == set(contents)
            assert all(entry.mode == 0o600 for entry in tar)


@pytest.fixture(scope="module")
def intact(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return packed(
        tmp_path_factory.mktemp("intact"), {"secret": b"s" * 700, "events.sqlite": b""}
    ).read_bytes()


@given(st.data())
def test_one_bit_anywhere_is_told_before_anything_is_written(intact: bytes, data: st.DataObject) -> None:
    # Headers, contents, the padding between, the end of the tar, the digest: each is chosen now and then.
    at = data.draw(st.integers(0, len(intact) - 1) | st.sampled_from([0, 156, 512, 1_300, len(intact) - 64]))
    changed = bytearray(intact)
    changed[at] ^= 1 << data.draw(st.integers(0, 7))
    refused(bytes(changed))


def test_what_is_no_whole_archive_is_told(intact: bytes) -> None:
    others = [b"", b"No backup at all. " * 20, intact[:512], intact[:-1], intact + b"\n", intact[512:]]
    for content in others:
        refused(content)


def refused(content: bytes) -> None:
    with TemporaryDirectory() as name:
        archive, out = Path(name) / "archive", Path(name) / "out"
        archive.write_bytes(content)
        out.mkdir()
        with pytest.raises(ArchiveDamaged):
            unpack(archive, out, known)
        assert list(out.iterdir()) == []


def test_no_name_leads_out_of_the_folder(tmp_path: Path) -> None:
    for number, name in enumerate(["../out", "/tmp/out", "files/../../out", "unknown", "./secret"]):
        archive = crafted(tmp_path / f"{number}", (tarfile.TarInfo(name), b"!"))
        with pytest.raises(ArchiveDamaged, match="should not be in it"):
            unpack(archive, tmp_path / "empty", known)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE])
def test_only_plain_files_come_out(tmp_path: Path, kind: bytes) -> None:
    entry = tarfile.TarInfo("secret")
    entry.type, entry.linkname = kind, "/etc/passwd"
    archive = crafted(tmp_path / "archive", (entry, b""))
    (tmp_path / "out").mkdir()
    with pytest.raises(ArchiveDamaged):
        unpack(archive, tmp_path / "out", known)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_name_comes_once(tmp_path: Path) -> None:
    twice = [(tarfile.TarInfo("secret"), b"one"), (tarfile.TarInfo("secret"), b"two")]
    (tmp_path / "out").mkdir()
    with pytest.raises(ArchiveDamaged):
        unpack(crafted(tmp_path / "archive", *twice), tmp_path / "out", known)


def test_only_the_owner_reads_what_comes_out(tmp_path: Path) -> None:
    entry = tarfile.TarInfo("files/ab")
    entry.mode = 0o4666
    archive, out = crafted(tmp_path / "archive", (entry, b"secret")), tmp_path / "out"
    out.mkdir()
    unpack(archive, out, known)
    for path, mode in {archive: 0o600, out: 0o700, out / "files": 0o700, out / "files/ab": 0o600}.items():
        assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "archive"

    def cut_short() -> None:
        with new_file(path) as file:
            file.write(b"half of it")
            assert not path.exists()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cut_short()
    assert list(tmp_path.iterdir()) == []


def test_no_file_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "archive"
    with new_file(path) as file:
        file.write(b"first")
        # Nor by another that is being written at the same time.
        with pytest.raises(ArchiveExists), new_file(path):
            pass
    with pytest.raises(ArchiveExists), new_file(path):
        pass
    assert path.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [path]
