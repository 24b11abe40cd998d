"""Stepping through a draft's versions in a terminal.

Receives a draft's stored events in order and shows, version by version, who changed what. On a terminal
it waits for a key after each version; into a file or a pipe it prints one line a version.
"""

import sys
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import click
from rich.console import Console
from rich.text import Text

from domain.change import Change, change_of
from domain.draft_events import DraftClosed, DraftCommitted
from domain.outline import Outline, title_of
from domain.steps import decode_stored
from service.store import Store

# The names of some members, by their ids.
Names = Callable[[set[str]], dict[str, str]]

# Keys as a person expects them: space or Enter goes on, e runs to the end, q leaves.
PROMPT = "  [Space: next · e: to the end · q: leave]"


def replay(store: Store, id: UUID, names: Names, console: Console) -> None:
    """Show a draft from its first text to its head, times in UTC; raises UnknownDraft."""
    draft = store.draft(id, 0)
    outline = Outline(draft.doc)
    waits = console.is_terminal and sys.stdin.isatty()
    console.print(_line(0, draft.at, title_of(draft.doc)))
    for event in store.commits(id, 0):
        if isinstance(event, DraftClosed):
            draft.apply(event)
            by = names({event.by}).get(event.by, event.by)
            console.print(_line(draft.version, event.at, f"{by}  closed: {event.why}"))
        if not isinstance(event, DraftCommitted):
            continue
        change, outline = change_of(outline, decode_stored(draft.schema, event.steps))
        draft.apply(event)
        line = _line(draft.version, event.at, names({event.author}).get(event.author, event.author))
        console.print(line.append("  ").append(_told(change)))
        if waits:
            console.print(PROMPT, end="\r", style="dim")
            key = click.getchar()
            if key == "q":
                break
            waits = key != "e"
    console.print(f"version {draft.version}  digest {draft.digest}")


def _line(version: int, at: datetime, who: str) -> Text:
    return Text.assemble((f"{version:>6}", "bold"), f"  {at:%Y-%m-%d %H:%M:%S} UTC  {who}")


def _told(change: Change) -> Text:
    told = Text()
    for text in change.deleted:
        told.append(f"−{text!r} ", style="red")
    for text in change.inserted:
        told.append(f"+{text!r} ", style="green")
    return told or Text("structure or marks", style="dim")
