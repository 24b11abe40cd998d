"""The link of an invitation stands on its sheet, and nowhere else: no file, no log, no address."""

from pathlib import Path

import pytest

from service.printing.qr import svg
from tests.service.errand import PEOPLE, at, link_on
from tests.serving import member, serving


def test_the_link_is_kept_nowhere(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    chair = member(tmp_path, "نزهة الودغيري", "chair")
    with serving(tmp_path) as served, at(served, chair) as errand:
        errand.browser.headers["Host"] = "mashura.example:8443"
        answer = errand.send(f"{PEOPLE}/new", PEOPLE, name="رجاء الوزاني")
        link = link_on(answer.text)
        origin, token = link.rsplit("/", 1)
        # This site, as the secretary reached it.
        assert (answer.status_code, origin) == (200, "http://mashura.example:8443/enter")
        # The code for a telephone is that of the very address.
        assert svg(link) in answer.text
        assert svg(f"{link}x") not in answer.text
        assert answer.headers["cache-control"].startswith("no-store")
        assert answer.headers["referrer-policy"] == "same-origin"
        assert token not in f"{answer.url} {answer.headers}"
        assert token not in errand.page(PEOPLE)
        files = [file for file in tmp_path.rglob("*") if file.is_file()]
        assert [file.name for file in files if token in file.read_text("latin-1")] == []
    assert token not in "".join(capfd.readouterr())
