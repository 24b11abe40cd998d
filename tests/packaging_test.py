"""The built wheel, in an environment that holds the locked libraries and nothing else, Node least of all,
serves the welcome page and the editor."""

import gzip
import json
import re
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parent.parent
EDITOR_BUDGET = 300_000  # bytes over the wire


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this folder as a release is."""
    folder = tmp_path_factory.mktemp("wheel")
    offline = ["--no-deps", "--no-index", "--no-build-isolation", "--quiet"]
    command = [sys.executable, "-m", "pip", "wheel", *offline, "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, timeout=60)
    [built] = folder.glob("mashura-*.whl")
    return built


@pytest.fixture(scope="module")
def mashura(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of a fresh environment: the wheel, and what requirements.txt names, linked from here."""
    home = tmp_path_factory.mktemp("empty")
    venv.create(home, symlinks=True)
    [site] = home.glob("lib/python*/site-packages")
    for name in re.findall(r"^([\w.-]+)==[^;\\]+\\$", (ROOT / "requirements.txt").read_text(), re.MULTILINE):
        library = metadata.distribution(name)
        for top in {file.parts[0] for file in library.files or () if file.parts[0] != ".."}:
            if not (site / top).exists():
                (site / top).symlink_to(Path(str(library.locate_file(top))))
    install = ["install", "--no-deps", "--no-index", "--quiet", str(wheel)]
    python = str(home / "bin" / "python")
    subprocess.run([sys.executable, "-m", "pip", "--python", python, *install], check=True, timeout=60)
    return home / "bin" / "mashura"


@pytest.fixture
def demo(mashura: Path, tmp_path: Path) -> Iterator[httpx.Client]:
    """A client of the demo that this command starts, away from the sources and with no Node on its way."""
    command = [str(mashura), "demo", "--port", "0", "--no-robots"]
    alone = {"PATH": str(mashura.parent), "HOME": str(tmp_path), "TMPDIR": str(tmp_path)}
    alone |= {"LANG": "C.UTF-8", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, cwd=tmp_path, env=alone, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        try:
            lines = iter(server.stdout)
            told = next(
                (found for line in lines if (found := re.search(r"http://127\.0\.0\.1:\d+", line))), None
            )
            assert told, "the demo ended before it told its address"
            with httpx.Client(base_url=told[0]) as client:
                yield client
        finally:
            server.terminate()
    assert list(tmp_path.iterdir()) == [], "the demo left its databases behind"


def test_the_wheel_holds_the_three_layers_and_the_built_pages(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        manifest = json.loads(archive.read("service/static/manifest.json"))
    tops = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    assert tops == {"domain", "projections", "service"}
    assert {f"service/static/{name}" for name in manifest.values()} <= names
    templates = {str(path.relative_to(ROOT)) for path in (ROOT / "service/templates").rglob("*.html")}
    assert templates
    assert templates <= names


def test_the_wheel_serves_the_editor_without_node(demo: httpx.Client, mashura: Path) -> None:
    welcome = demo.get("/")
    assert welcome.status_code == 200
    assert 'dir="rtl"' in welcome.text

    [site] = mashura.parent.parent.glob("lib/python*/site-packages")
    manifest = json.loads((site / "service/static/manifest.json").read_text())
    for name in ("editor.js", "fonts.css", "amiri-arabic-400-normal.woff2"):
        served = demo.get(f"/static/{manifest[name]}")
        assert served.status_code == 200
        assert served.content == (site / "service/static" / manifest[name]).read_bytes()
        assert "immutable" in served.headers["cache-control"]


def test_the_editor_stays_small() -> None:
    static = ROOT / "service" / "static"
    editor = static / json.loads((static / "manifest.json").read_text())["editor.js"]
    assert len(gzip.compress(editor.read_bytes(), compresslevel=6)) < EDITOR_BUDGET
