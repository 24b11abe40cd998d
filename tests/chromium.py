"""The Chromium that the browser tests drive: the one that is here, or Playwright's own, or Debian's package.

`python -m tests.chromium` installs one where there is none; tests call `chromium.launch(**options())`.
"""

import os
import shutil
import subprocess
import sys
from typing import TypedDict

from playwright.sync_api import Error, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")


class Options(TypedDict):
    """What `launch` is given. Without an executable, Playwright starts its own."""

    executable_path: str | None
    args: list[str]


def executable() -> str | None:
    """The Chromium named by MASHURA_CHROMIUM, or the first on PATH, or None."""
    named = os.environ.get("MASHURA_CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


def options() -> Options:
    """How to start it: as root (containers, CI) its own sandbox does not work."""
    args = ["--disable-gpu", "--disable-background-networking"]
    return {"executable_path": executable(), "args": ["--no-sandbox", *args] if os.geteuid() == 0 else args}


def starts() -> bool:
    """Whether a Chromium is here and opens a page."""
    with sync_playwright() as playwright:
        try:
            playwright.chromium.launch(**options()).new_page().close()
        except Error:
            return False
        return True


def install() -> None:
    """Fetch Playwright's own Chromium; where that cannot be had, Debian's package, which needs root."""
    subprocess.run([sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"], check=False)
    if not starts() and shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update"], check=False)
        subprocess.run(["apt-get", "install", "--yes", "--no-install-recommends", "chromium"], check=False)


if __name__ == "__main__":
    if not starts():
        install()
    if not starts():
        sys.exit(
            "No Chromium starts here. Install one, and name it in MASHURA_CHROMIUM if it is not on PATH."
        )
