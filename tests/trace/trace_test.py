"""A recorded editing history is played by its two writers, and ends in the recorded text, everywhere.

Each writer is the client of the page (`web/trace/writer.ts`) over a websocket of its own. Each types every character
in the very copy of the text in which it was typed: what the server says is held back until the record says that
the writer had seen it. A line of the recorded text is a paragraph.
"""

import asyncio
import gzip
import json
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from prosemirror.model import Node

from domain.blocks import document, paragraph, title
from domain.draft import Draft, DraftCommitted
from domain.schema import SCHEMA
from service.store import Store
from tests.serving import Somebody, member, put_paper, serving

ROOT = Path(__file__).parents[2]
HISTORY = ROOT.parent / "shared/traces/friendsforever.json.gz"
NODE = ROOT / ".venv/bin/node"


async def test_two_writers_end_in_the_recorded_text(tmp_path: Path) -> None:
    with gzip.open(HISTORY) as file:
        recorded = json.load(file)["endContent"]
    writers = [member(tmp_path, "ليلى"), member(tmp_path, "يوسف")]
    draft = put_paper(tmp_path, writers[0].id, document(title(), [paragraph()]))
    with serving(tmp_path) as served:
        played = await play(served.live(draft), writers)
        print(f"{played['commits']} commits in {played['seconds']:.1f} s")
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


async def play(address: str, writers: list[Somebody]) -> dict[str, Any]:
    """What both writers' copies say in the end, the number of commits and of seconds."""
    accounts = [{"member": each.id, "cookie": f"mashura={each.cookie}"} for each in writers]
    task = {"file": str(HISTORY), "address": address, "accounts": accounts}
    node = await asyncio.create_subprocess_exec(
        NODE,
        ROOT / "web/trace/play.ts",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        said, _ = await asyncio.wait_for(node.communicate(json.dumps(task).encode()), 110)
    finally:
        if node.returncode is None:
            node.kill()
    assert node.returncode == 0
    played: dict[str, Any] = json.loads(said)
    return played


def replay(folder: Path, id: UUID) -> tuple[Draft, int]:
    """The draft from its events alone, and how many of its commits were carried over others' on the server."""
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
