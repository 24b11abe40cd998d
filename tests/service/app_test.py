"""The service as a whole: what every answer carries, how long a form may be, one owner of a folder."""

import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest

from tests.serving import Served, serving


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("app")) as served:
        yield served


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/signin", 200),
        ("GET", "/adopted", 303),
        ("GET", "/nowhere", 404),
        ("GET", "/enter/nothing", 404),
        ("GET", "/static/../app.py", 404),
        ("DELETE", "/signin", 405),
        ("POST", "/signin", 403),
    ],
)
def test_every_answer_is_guarded_and_none_is_kept(
    served: Served, method: str, address: str, status: int
) -> None:
    answer = httpx.request(method, served.origin + address)
    assert answer.status_code == status
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"].split(", ")[0] == "no-store"


def test_built_files_are_kept_for_ever(served: Served) -> None:
    page = httpx.get(served.origin).text
    style = page.split('rel="stylesheet" href="')[1].split('"')[0]
    assert "immutable" in httpx.get(served.origin + style).headers["cache-control"]


def test_a_form_that_is_longer_than_any_of_ours_is_not_read(served: Served) -> None:
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert httpx.post(f"{served.origin}/signin", content=b"a=b&" * 20_000, headers=form).status_code == 413


def test_a_second_service_on_a_folder_is_refused_in_a_sentence(served: Served) -> None:
    command = [sys.executable, "-m", "service.cli", "serve", "--folder", str(served.folder), "--port", "0"]
    second = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert (second.returncode, second.stdout) == (1, "")
    assert second.stderr.startswith("Error: A service is running on this data folder")
    assert second.stderr.count("\n") == 1


def test_the_secret_is_whole_and_nobody_elses(served: Served) -> None:
    secret = served.folder / "secret"
    assert len(secret.read_text()) == 43
    assert secret.stat().st_mode & 0o077 == 0
