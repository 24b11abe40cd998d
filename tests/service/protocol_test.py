"""docs/protocol.md names every frame, field, refusal and close code that the service knows, and no others."""

import re
from pathlib import Path

import msgspec
import pytest

from domain.check import MAX_DEPTH, MAX_SIZE
from domain.errors import CommitRefused
from domain.steps import MAX_STEPS
from service import frames

PAGE = (Path(__file__).parents[2] / "docs/protocol.md").read_text("utf-8")
CLIENT = (frames.Join, frames.SendCommit, frames.SendCursor, frames.Fetch)
SERVER = (frames.Joined, frames.Committed, frames.Refused, frames.CursorMoved, frames.People)
CODES = {
    frames.MALFORMED,
    frames.NOT_SIGNED_IN,
    frames.NOT_ALLOWED,
    frames.UNKNOWN_DRAFT,
    frames.TOO_SLOW,
    frames.PROTOCOL_TOO_OLD,
    frames.FAILED,
    frames.RESTARTING,
    1009,
}


def section(heading: str) -> str:
    return PAGE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]


def rows(heading: str) -> dict[str, str]:
    """The table of a section: its first cell and the rest of each row."""
    found = re.findall(r"^\| `?([\w]+)`? \|(.*)$", section(heading), re.MULTILINE)
    return {name: rest for name, rest in found if name not in ("frame", "code")}


@pytest.mark.parametrize(
    ("heading", "kinds"), [("Frames of the client", CLIENT), ("Frames of the server", SERVER)]
)
def test_every_frame_and_field_is_described(heading: str, kinds: tuple[type[msgspec.Struct], ...]) -> None:
    described = rows(heading)
    assert set(described) == {str(kind.__struct_config__.tag) for kind in kinds}
    for kind in kinds:
        for field in kind.__struct_fields__:
            assert re.search(rf"\b{field}\b", described[str(kind.__struct_config__.tag)]), field


def refusals(kind: type[CommitRefused]) -> set[str]:
    inner = {code for below in kind.__subclasses__() for code in refusals(below)}
    return inner if kind is CommitRefused else inner | {kind.code}


def test_every_refusal_and_close_code_is_described() -> None:
    assert set(rows("Commits")) == refusals(CommitRefused)
    assert {int(code) for code in rows("Close codes")} == CODES


def test_the_limits_are_the_ones_that_hold() -> None:
    for limit in (f"{MAX_STEPS} steps", f"{MAX_DEPTH} levels", f"{MAX_SIZE:,} positions", "64 KiB"):
        assert limit in PAGE
    assert frames.MAX_FRAME == 64 * 1024
    assert f"at most {frames.MOST_COMMITS}" in PAGE
