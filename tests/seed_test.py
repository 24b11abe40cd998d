"""A real record of meetings: brought in from plain text, edited by five at once, adopted, and replayed.

The file stands outside the project and nothing of its words is written here.
"""

import asyncio
import json
import re
import subprocess
import sys
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from prosemirror.model import Node

from domain.digest import digest
from domain.draft_events import DraftCommitted
from service.robots import Robot, end_of, insertion
from service.store import Store
from tests.meeting import hold
from tests.reading import digest_of, form_on
from tests.service.errand import at
from tests.serving import Served, Somebody, member, serving

RECORD = Path(__file__).parents[2] / "shared/seed/000_f303bc0838952118.txt"
TITLE = "تقرير اجتماع هيئة جماعة واد الزيتون"
NAMES = ["سلمى التازي", "إدريس بنعلي", "نزهة الودغيري", "عمر السوسي", "ليلى الزياني"]
CHAIR = 2
# How often each of the five changes something.
ROUNDS = 12


@dataclass
class Imported:
    """The record in a folder of its own, with the five who will write in it."""

    folder: Path
    people: list[Somebody]
    secretary: Somebody
    draft: UUID
    version: int
    doc: Node


def run(folder: Path, *command: str) -> str:
    """What `mashura` says."""
    done = subprocess.run(
        [sys.executable, "-m", "service.cli", *command, "--folder", str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout


@pytest.fixture
def imported(tmp_path: Path) -> Imported:
    people = [member(tmp_path, name, "chair" if name == NAMES[CHAIR] else "member") for name in NAMES]
    said = run(tmp_path, "import", str(RECORD), "--title", TITLE, "--author", people[0].id)
    draft = UUID(said.split()[0])
    store = Store(tmp_path)
    try:
        opened = store.draft(draft)
    finally:
        store.close()
    secretary = member(tmp_path, "عمر السوسي", "secretary")
    return Imported(tmp_path, people, secretary, draft, opened.version, opened.doc)


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def blocks_of(doc: Node, kind: str) -> list[Node]:
    return [child for child in doc.content.content if child.type.name == kind]


def test_the_record_is_brought_in_whole(imported: Imported) -> None:
    lines = RECORD.read_text(encoding="utf-8").splitlines()
    doc = imported.doc
    # Every character, in its order; only a list's marks at the beginnings of its lines became the list.
    kept = [line if "\t" in line else re.sub(r"^\s*[-✓][\s✓]*", "", line) for line in lines]
    assert bare(doc.text_content) == bare(TITLE + "".join(kept))
    marked = [bool(re.match(r"\s*[-✓]", line)) and "\t" not in line for line in lines]
    lists = blocks_of(doc, "bullet_list")
    assert [each.child_count for each in lists] == [2, 3, 3]
    assert sum(each.child_count for each in lists) == sum(marked)
    # Each run of lines with tabs is a table, as wide as its widest line.
    runs = re.findall(r"(?:^[^\n]*\t[^\n]*\n)+", "\n".join(lines), re.MULTILINE)
    wanted = [[len(line.split("\t")) for line in run.splitlines()] for run in runs]
    tables = blocks_of(doc, "table")
    sizes = [(each.child_count, {row.child_count for row in each.content.content}) for each in tables]
    assert sizes == [(len(rows), {max(rows)}) for rows in wanted] == [(9, {3}), (10, {5})]
    for table, run in zip(tables, runs, strict=True):
        for row, line in zip(table.content.content, run.splitlines(), strict=True):
            cells = [cell.text_content for cell in row.content.content]
            given = [cell.strip() for cell in line.split("\t")]
            assert cells == given + [""] * (len(cells) - len(given))
    headings = [each.text_content for each in blocks_of(doc, "section")]
    assert len(headings) == 4
    assert set(headings) <= set(lines)


class Script:
    """What the five do, round by round, each at a place of their own in one paragraph and one table."""

    def __init__(self, doc: Node) -> None:
        longest = max(blocks_of(doc, "paragraph"), key=lambda block: block.content.size)
        self.shared = str(longest.attrs["id"])
        half = len(longest.text_content) // 2
        self.first, self.second = longest.text_content[:half], longest.text_content[half:]
        row = blocks_of(doc, "table")[1].child(1)
        cells = [cell.child(0) for cell in row.content.content]
        self.empty = next(str(cell.attrs["id"]) for cell in cells if not cell.content.size)
        self.full = next(str(cell.attrs["id"]) for cell in cells if cell.content.size > ROUNDS)
        self.said = text_of(doc, self.full)

    def change(self, doc: Node, person: int, n: int) -> list[dict[str, Any]]:
        """What one of the five does next."""
        end = place(doc, self.shared)
        start = end - len(text_of(doc, self.shared))
        match person:
            case 0 | 1:
                return insertion(end, word(person, n))
            case 2:
                return insertion(start, word(person, n))
            case 3:
                return removal(start + text_of(doc, self.shared).index(self.second[n:]))
            case _ if n % 2:
                return removal(place(doc, self.full) - 1)
            case _:
                return insertion(place(doc, self.empty), word(person, n))

    def check(self, doc: Node) -> None:
        """Everything that they did is there, and nothing else was touched."""
        shared = text_of(doc, self.shared)
        before, after = shared.split(self.first + self.second[ROUNDS:])
        assert before == "".join(word(2, n) for n in reversed(range(ROUNDS)))
        for person in (0, 1):
            mine = re.findall(rf"\[{person}\.\d+\]", after)
            assert mine == [word(person, n) for n in range(ROUNDS)]
        assert len(after) == 2 * sum(len(word(0, n)) for n in range(ROUNDS))
        assert text_of(doc, self.empty) == "".join(word(4, n) for n in range(0, ROUNDS, 2))
        assert text_of(doc, self.full) == self.said[: -ROUNDS // 2]


def word(person: int, n: int) -> str:
    return f"[{person}.{n}]"


def removal(position: int) -> list[dict[str, Any]]:
    """The step that takes one character away."""
    return [{"stepType": "replace", "from": position, "to": position + 1}]


def place(doc: Node, block: str) -> int:
    """The position at the end of a block that is there."""
    found = end_of(doc, block)
    assert found is not None
    return found


def text_of(doc: Node, block: str) -> str:
    return str(doc.resolve(place(doc, block)).parent.text_content)


async def edit(served: Served, imported: Imported, script: Script) -> list[Robot]:
    """Five at once, each with one commit on the way; gives them with their documents at the head."""

    async def work(robot: Robot, person: int) -> None:
        for n in range(ROUNDS):
            assert await robot.commit(script.change(robot.doc, person, n)), "a commit was refused"

    async with asyncio.timeout(60), AsyncExitStack() as stack:
        robots = [
            await stack.enter_async_context(Robot(served.live(imported.draft), each.cookie))
            for each in imported.people
        ]
        await asyncio.gather(*(work(robot, person) for person, robot in enumerate(robots)))
        head = max(robot.version for robot in robots)
        for robot in robots:
            await robot.reach(head)
    return robots


def adopt(served: Served, imported: Imported, version: int, digest: str) -> dict[str, Any]:
    """The chair tables the newest version and the body adopts it; gives the adopted text."""
    draft = imported.draft
    with at(served, imported.secretary) as secretary, at(served, imported.people[CHAIR]) as chair:
        tabling = f"/drafts/{draft}/table/{version}"
        assert form_on(chair.page(tabling), f"/drafts/{draft}/tabling")["digest"] == digest
        assert chair.send(tabling, f"/drafts/{draft}/tabling").status_code == 303
        hold(secretary, chair, draft)
        assert f"{TITLE} {version} {digest[:12]}" in chair.words("/adopted")
        adopted: dict[str, Any] = chair.browser.get(f"/adopted/{draft}/{version}.json").json()
        shown = chair.browser.get(f"/drafts/{draft}/at/{version}?format=json").json()
        assert (shown["doc"], shown["digest"]) == (adopted["doc"], adopted["digest"])
    return adopted


async def test_five_edit_it_at_once_and_what_is_adopted_is_replayed_from_the_events(
    imported: Imported,
) -> None:
    draft, script = imported.draft, Script(imported.doc)
    with serving(imported.folder) as served:
        robots = await edit(served, imported, script)
        [doc] = {json.dumps(robot.doc.to_json(), sort_keys=True): robot.doc for robot in robots}.values()
        script.check(doc)
        head, found = robots[0].version, digest(1, doc)
        assert head == imported.version + 5 * ROUNDS
        adopted = adopt(served, imported, head, found)
        assert adopted["digest"] == found == digest_of(adopted)
    # From the events alone, without the cache of snapshots.
    for snapshot in imported.folder.glob("cache.sqlite*"):
        snapshot.unlink()
    said = run(imported.folder, "replay", str(draft))
    # The closing is a version too, with the same text.
    assert said.split()[-4:] == ["version", str(head + 1), "digest", found]
    store = Store(imported.folder)
    try:
        replayed = store.draft(draft)
        assert (replayed.version, replayed.digest, replayed.closed) == (head + 1, found, True)
        assert replayed.doc.to_json() == doc.to_json() == adopted["doc"]
        first: dict[str, int] = {}
        for event in store.commits(draft, imported.version, head):
            assert isinstance(event, DraftCommitted)
            first.setdefault(event.author, event.base)
        # All began on the same version: the server carried four of them over the first.
        assert first == {each.id: imported.version for each in imported.people}
    finally:
        store.close()
