"""What every file here must hold to: imports one way, one idea a file, no registry named in a lock."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted(
    path
    for folder in ("domain", "projections", "service", "tests", "web/src", "web/test", "web/styles")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in {".py", ".ts", ".css", ".html"} and not {"static", "generated"} & set(path.parts)
)
LOCKS = sorted([*ROOT.glob("requirements*.txt"), ROOT / "web/package-lock.json", ROOT / "web/.npmrc"])
LONGEST = 300
# One idea each, and long: the machine of a live connection, the replica under it, and their tests.
LONGER = {
    "web/src/commits.ts",
    "web/src/live.ts",
    "web/test/commits.test.ts",
    "web/test/live.test.ts",
}


def test_imports_follow_the_contracts() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    told = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr


def test_every_package_says_so() -> None:
    """The contracts see packages only; a folder without __init__.py would go unwatched."""
    folders = {path.parent for path in SOURCES if path.suffix == ".py" and "tests" not in path.parts}
    assert [folder for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_files_are_named_after_an_idea() -> None:
    shapeless = {"utils", "util", "helpers", "helper", "common", "base", "misc"}
    assert [path for path in SOURCES if path.stem.lower() in shapeless] == []


def test_files_stay_short() -> None:
    lines = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in SOURCES}
    assert {name for name, count in lines.items() if count > LONGEST} == LONGER


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_locks_name_no_host(lock: Path) -> None:
    assert [line for line in lock.read_text("utf-8").splitlines() if "://" in line or "file:" in line] == []


def test_every_library_is_locked_by_hash() -> None:
    for lock in ROOT.glob("requirements*.txt"):
        entries = lock.read_text("utf-8").replace("\\\n", " ").splitlines()
        assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []
