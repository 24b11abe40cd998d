"""A recorded editing history is played by its two writers, and ends in the recorded text, everywhere.

Each writer is the client of the page (`web/trace/writer.ts`) over a websocket of its own. Each types every
character in the very copy of the text in which it was typed: what the server says is held back until the
record says that the writer had seen it. A line of the recorded text is a paragraph.
"""

import gzip
import json
import subprocess
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from prosemirror.model import Node

from domain.blocks import document, paragraph, title
from domain.draft import Draft
from domain.draft_events import DraftCommitted
from domain.schema import SCHEMA
from service.store import Store
from tests.node import NODE
from tests.serving import Somebody, member, put_paper, serving

ROOT = Path(__file__).parents[2]
HISTORY = ROOT.parent / "shared/traces/friendsforever.json.gz"


def test_two_writers_end_in_the_recorded_text(tmp_path: Path) -> None:
    with gzip.open(HISTORY) as file:
        recorded = json.load(file)["endContent"]
    writers = [member(tmp_path, "ليلى"), member(tmp_path, "يوسف")]
    draft = put_paper(tmp_path, writers[0].id, document(title(), [paragraph()]))
    with serving(tmp_path) as served:
        played = play(served.live(draft), writers)
        assert played["texts"] == [recorded, recorded]
        cookies = {"mashura": writers[0].cookie}
        answer = httpx.get(
            f"{served.origin}/drafts/{draft}/at/{played['commits']}?format=json", cookies=cookies
        ).json()
        assert text_of(SCHEMA.node_from_json(answer["doc"])) == recorded
    replayed, carried = replay(tmp_path, draft)
    assert text_of(replayed.doc) == recorded
    assert (replayed.version, replayed.digest) == (played["commits"], answer["digest"])
    # They wrote at the same time, not in turns.
    assert carried > 1_000


def play(address: str, writers: list[Somebody]) -> dict[str, Any]:
    """What both writers' copies say in the end, and the number of commits."""
    accounts = [{"member": each.id, "cookie": f"mashura={each.cookie}"} for each in writers]
    task = {"file": str(HISTORY), "address": address, "accounts": accounts}
    command = [NODE, ROOT / "web/trace/play.ts"]
    said = subprocess.run(
        command, input=json.dumps(task), stdout=subprocess.PIPE, text=True, timeout=110, check=True
    )
    played: dict[str, Any] = json.loads(said.stdout)
    return played


def replay(folder: Path, id: UUID) -> tuple[Draft, int]:
    """The draft from its events alone, and how many of its commits the server carried."""
    for snapshot in folder.glob("cache.sqlite*"):
        snapshot.unlink()
    store = Store(folder)
    try:
        commits = [event for event in store.commits(id, 0) if isinstance(event, DraftCommitted)]
        return store.draft(id), sum(event.base < event.originator_version - 2 for event in commits)
    finally:
        store.close()


def text_of(doc: Node) -> str:
    """The text under the title, a line for each paragraph."""
    return "\n".join(line.text_content for line in doc.content.content[1:])
