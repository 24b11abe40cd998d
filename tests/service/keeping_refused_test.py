"""What cannot be backed up or restored whole is refused, and then nothing is there that was not before."""

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import Unreadable
from service.archive import ArchiveDamaged, ArchiveExists, new_file, pack, unpack
from service.files import FileDamaged
from service.keeping import DatabaseDamaged, FolderNotEmpty, backup, digest_of, restore
from service.store import NoInstallation, Store
from tests.projections.writing import Writing
from tests.service.crowd import mashura
from tests.service.resting import resting
from tests.serving import serving


def silent(done: int, end: int) -> None:
    """Nobody looks on."""


def spoil(path: Path) -> None:
    """A sector of the disk went bad: in a database, one with rows in it."""
    path.chmod(0o600)
    content = bytearray(path.read_bytes())
    sector = slice(min(4096, len(content) // 2), 4096 + 512)
    content[sector] = bytes(byte ^ 0xFF for byte in content[sector])
    path.write_bytes(content)


def refused(archive: Path, refusal: type[Exception], told: str | None = None) -> None:
    """Restoring this is refused, and leaves nothing."""
    with TemporaryDirectory() as parent:
        with pytest.raises(refusal, match=told):
            restore(archive, Path(parent) / "new", "console", silent)
        assert list(Path(parent).iterdir()) == []


@pytest.fixture(scope="module")
def intact(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("intact")
    backup(resting(folder), folder / "backup.tar")
    return (folder / "backup.tar").read_bytes()


@settings(max_examples=50)
@given(st.data())
def test_a_byte_that_changed_anywhere(intact: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(intact) - 1))
    with TemporaryDirectory() as folder:
        archive = Path(folder) / "backup.tar"
        archive.write_bytes(
            intact[:at] + bytes([intact[at] ^ data.draw(st.integers(1, 255))]) + intact[at + 1 :]
        )
        refused(archive, ArchiveDamaged)


def test_a_folder_with_something_in_it(intact: bytes, tmp_path: Path) -> None:
    archive, folder = tmp_path / "backup.tar", tmp_path / "folder"
    archive.write_bytes(intact)
    folder.mkdir()
    restore(archive, folder, "console", silent)  # an empty one will do
    before = digest_of(folder / "events.sqlite")
    with pytest.raises(FolderNotEmpty):
        restore(archive, folder, "console", lambda done, end: pytest.fail("it began"))
    assert digest_of(folder / "events.sqlite") == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["backup.tar", "folder"]


async def test_a_folder_that_is_served(intact: bytes, tmp_path: Path) -> None:
    (tmp_path / "backup.tar").write_bytes(intact)
    with serving(tmp_path / "served"):
        told = await mashura("restore", tmp_path / "backup.tar", "--folder", tmp_path / "served")
    assert (told.returncode, told.stderr.count("\n")) == (1, 1)
    assert "There is something in this folder already" in told.stderr


def remade(intact: bytes, folder: Path, change: Callable[[Path], None]) -> Path:
    """A backup as somebody would make it who knows how: changed, its digest in order."""
    (folder / "original.tar").write_bytes(intact)
    parts = folder / "parts"
    parts.mkdir()
    unpack(folder / "original.tar", parts, lambda name: True)
    change(parts)
    with new_file(folder / "remade.tar") as file:
        pack(file, {str(each.relative_to(parts)): each for each in parts.rglob("*") if each.is_file()})
    return folder / "remade.tar"


def in_manifest(change: Callable[[dict[str, Any]], object]) -> Callable[[Path], None]:
    def changed(parts: Path) -> None:
        manifest = msgspec.json.decode((parts / "manifest.json").read_bytes())
        change(manifest)
        (parts / "manifest.json").write_bytes(msgspec.json.encode(manifest))

    return changed


def without(parts: Path, name: str) -> None:
    (parts / name).unlink()
    in_manifest(lambda said: said["files"].pop(name))(parts)


def with_more(parts: Path, name: str) -> None:
    (parts / name).write_bytes(b"")
    in_manifest(lambda said: said["files"].update({name: hashlib.sha256().hexdigest()}))(parts)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda parts: (parts / "manifest.json").unlink(), id="no manifest"),
        pytest.param(lambda parts: (parts / "manifest.json").write_text("{}"), id="an empty manifest"),
        pytest.param(lambda parts: without(parts, "people.sqlite"), id="no people"),
        pytest.param(lambda parts: with_more(parts, "views.sqlite"), id="more than there should be"),
        pytest.param(lambda parts: (parts / "secret").write_text("known"), id="another secret"),
        pytest.param(in_manifest(lambda said: said.update(archive=2)), id="of a later form"),
        pytest.param(in_manifest(lambda said: said.update(digest="0" * 64)), id="other events"),
        pytest.param(in_manifest(lambda said: said.update(position=3)), id="fewer events"),
        pytest.param(in_manifest(lambda said: said["files"].popitem()), id="a file too many"),
        pytest.param(in_manifest(lambda said: said.pop("made_at")), id="made at no time"),
    ],
)
def test_what_is_not_as_its_manifest_says(
    intact: bytes, tmp_path: Path, change: Callable[[Path], None]
) -> None:
    refused(remade(intact, tmp_path, change), ArchiveDamaged)


@pytest.mark.parametrize("name", ["events.sqlite", "people.sqlite"])
def test_a_database_that_is_damaged(intact: bytes, tmp_path: Path, name: str) -> None:
    folder = resting(tmp_path)
    spoil(folder / name)
    with pytest.raises(DatabaseDamaged):
        backup(folder, tmp_path / "backup.tar")
    assert [each for each in tmp_path.iterdir() if each != folder] == []

    def damaged(parts: Path) -> None:
        spoil(parts / name)
        digest = hashlib.sha256((parts / name).read_bytes()).hexdigest()
        in_manifest(lambda said: said["files"].update({name: digest}))(parts)

    refused(remade(intact, tmp_path, damaged), DatabaseDamaged)


def test_a_file_that_is_damaged(tmp_path: Path) -> None:
    folder = resting(tmp_path)
    [letter] = (each for each in (folder / "files").rglob("*") if each.is_file())
    spoil(letter)
    with pytest.raises(FileDamaged):
        backup(folder, tmp_path / "backup.tar")
    assert [each for each in tmp_path.iterdir() if each != folder] == []


def test_a_name_that_is_taken(tmp_path: Path) -> None:
    folder, archive = resting(tmp_path), tmp_path / "backup.tar"
    archive.write_text("something else")
    with pytest.raises(ArchiveExists):
        backup(folder, archive)
    assert archive.read_text() == "something else"


async def test_no_installation_and_no_place_for_the_file(tmp_path: Path) -> None:
    with pytest.raises(NoInstallation):
        backup(tmp_path / "nowhere", tmp_path / "backup.tar")
    told = await mashura("backup", tmp_path / "nowhere" / "backup.tar", "--folder", resting(tmp_path))
    assert (told.returncode, told.stderr.count("\n")) == (1, 1)
    assert "No backup was made" in told.stderr
    assert not (tmp_path / "backup.tar").exists()


# Well written, and yet no commit of any short text.
FAR = """{"at":"2022-05-27T09:00:00Z","author":"a","ref":"x.1","base":3,
"steps":"[{\\"stepType\\":\\"replace\\",\\"from\\":900,\\"to\\":901}]"}"""


@pytest.mark.parametrize(
    ("topic", "state", "told"),
    [
        ("draft.unheard_of", "{}", "at position 6"),
        ("draft.committed", '{"at": 1}', "at position 6"),
        ("draft.committed", FAR, "stream"),
    ],
    ids=["an unknown topic", "without its fields", "that does not apply"],
)
def test_a_log_in_which_something_cannot_be_read(tmp_path: Path, topic: str, state: str, told: str) -> None:
    folder = resting(tmp_path)
    with closing(sqlite3.connect(folder / "events.sqlite")) as db, db:
        last = "SELECT originator_id, originator_version FROM stored_events ORDER BY rowid DESC LIMIT 1"
        stream, version = db.execute(last).fetchone()
        row = (stream, version + 1, topic, state.encode())
        db.execute("INSERT INTO stored_events VALUES (?, ?, ?, ?)", row)
    backup(folder, tmp_path / "backup.tar")
    refused(tmp_path / "backup.tar", Unreadable, told)


def test_a_log_that_names_a_file_which_is_gone(tmp_path: Path) -> None:
    folder = resting(tmp_path)
    with closing(Store(folder)) as store:
        paper = Writing(store)
        paper.dossier.attach("f" * 64, "وصل.pdf", "application/pdf", 10, "receipt", "secretary", paper.now)
        store.save([paper.dossier.history[1:]])
    backup(folder, tmp_path / "backup.tar")
    refused(tmp_path / "backup.tar", Unreadable, "the file f{64} is not here")
