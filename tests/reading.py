"""What somebody finds on the pages of a served paper."""

import hashlib
import html
import re
from typing import Any

import rfc8785


def words(page: str) -> str:
    """A page's words alone, as a reader meets them."""
    bare = re.sub(r"<(style|script).*?</\1>|<[^>]*>", "", page, flags=re.DOTALL)
    return " ".join(html.unescape(bare).split())


def digest_of(text: dict[str, Any]) -> str:
    """What anybody can compute: nothing of ours is used here."""
    return hashlib.sha256(rfc8785.dumps({"schema": text["schema"], "doc": text["doc"]})).hexdigest()


def form_on(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that goes to an address."""
    [form] = re.findall(rf'<form method="post" action="{re.escape(action)}".*?</form>', page, re.DOTALL)
    return {
        re.search(r'name="([^"]*)"', field)[1]: re.search(r'value="([^"]*)"', field)[1]  # type: ignore[index]
        for field in re.findall(r"<input [^>]*>", form)
    }
