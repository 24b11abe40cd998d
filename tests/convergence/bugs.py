"""Bugs to be planted into the authority process, for the storms to catch.

The browser's are in web/storm/bugs.ts.
"""

from datetime import datetime
from functools import partial
from typing import Any

from domain import draft as drafts
from domain.commit import Commit, Repeat
from domain.draft import Draft
from domain.draft_events import DraftCommitted
from domain.rebase import BEFORE, Piece, Track, carry_all


def hull() -> None:
    """Deletions are mapped plainly: what was written inside since is removed with them."""
    exact = Track.surviving

    def surviving(self: Track, start: int, end: int) -> list[Piece]:
        pieces = exact(self, start, end)
        return [(pieces[0][0], pieces[-1][1])] if pieces else []

    Track.surviving = surviving  # type: ignore[method-assign]


def no_ref_check() -> None:
    """Refs are not looked at: a repeat is another commit."""
    exact = Draft.commit

    def commit(self: Draft, wanted: Commit, now: datetime, newer: Any = None) -> DraftCommitted | Repeat:
        self.sessions.clear()
        return exact(self, wanted, now, newer)

    Draft.commit = commit  # type: ignore[method-assign]


def bias() -> None:
    """The server puts a carried insertion before others' at its place; every client expects it behind."""
    drafts.carry_all = partial(carry_all, side=BEFORE)  # type: ignore[attr-defined]


BUGS = {"hull": hull, "no_ref_check": no_ref_check, "bias": bias}


def plant(name: str) -> None:
    """Plant a bug; those of the browser's side alone are none of ours."""
    if name in BUGS:
        BUGS[name]()
