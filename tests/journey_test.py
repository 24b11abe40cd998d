"""One keystroke, walked station by station: from the frame that brings it to the trail and the register.

A real server in a process of its own, real websockets, its files read from outside. `docs/journey.md` tells
the same way.
"""

import asyncio
import html
import json
import re
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
import rfc8785
from websockets.asyncio.client import ClientConnection, connect

from domain.blocks import document, paragraph, section, title
from domain.dossier import dossier_of
from service.robots import Robot, end_of, insertion
from tests.meeting import confirm, hold, prepare
from tests.reading import digest_of, form_on, words
from tests.service.errand import at as at_the_pages
from tests.serving import Served, Somebody, headers, member, put_paper, serving

ROOT = Path(__file__).parents[1]
TITLE = "رأي استشاري حول الإنارة العمومية بجماعة واد الزيتون"
SENTENCE = "تحتاج الأحياء الجنوبية إلى إنارة كافي"
LETTER = "ة"


@dataclass
class Office:
    """A served paper, who writes it, who reads along, and who decides."""

    served: Served
    draft: UUID
    block: str
    writer: Somebody
    reader: Somebody
    secretary: Somebody
    chair: Somebody

    @asynccontextmanager
    async def socket(self, who: Somebody) -> AsyncIterator[tuple[ClientConnection, dict[str, Any]]]:
        """A live connection, and what it was told on joining."""
        async with (
            asyncio.timeout(30),
            connect(
                self.served.live(self.draft),
                origin=self.served.origin,  # type: ignore[arg-type]
                additional_headers=headers(who),
            ) as socket,
        ):
            await socket.send(json.dumps({"type": "join", "protocol": 1, "version": None, "session": None}))
            yield socket, json.loads(await socket.recv())

    def browser(self, who: Somebody) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            base_url=self.served.origin, cookies={"mashura": who.cookie}, follow_redirects=True
        )

    def robot(self, who: Somebody) -> Robot:
        return Robot(self.served.live(self.draft), who.cookie)

    def rows(self, file: str, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What stands in a file of the server's, read by somebody else while it runs."""
        with closing(sqlite3.connect(f"file:{self.served.folder / file}?mode=ro", uri=True)) as db:
            return db.execute(query, values).fetchall()

    def events(self, stream: UUID) -> list[tuple[int, str, dict[str, Any]]]:
        """A stream's events: number, topic, content."""
        found = self.rows(
            "events.sqlite",
            "SELECT originator_version, topic, state FROM stored_events WHERE originator_id = ? ORDER BY 1",
            stream.hex,
        )
        return [(number, topic, json.loads(state)) for number, topic, state in found]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    writer = member(tmp_path, "سلمى التازي", "rapporteur")
    reader, chair = member(tmp_path, "إدريس بنعلي"), member(tmp_path, "نزهة الودغيري", "chair")
    secretary = member(tmp_path, "عمر السوسي", "secretary")
    block = paragraph(SENTENCE)
    draft = put_paper(tmp_path, writer.id, document(title(TITLE), [section("التشخيص"), block]))
    with serving(tmp_path) as served:
        yield Office(served, draft, block["attrs"]["id"], writer, reader, secretary, chair)


async def committed(socket: ClientConnection) -> dict[str, Any]:
    """The next frame that brings commits."""
    while (frame := json.loads(await socket.recv()))["type"] != "committed":
        assert frame["type"] == "people", frame
    return dict(frame)


async def until(find: Callable[[], Any]) -> Any:
    """What is found, once it is there."""
    async with asyncio.timeout(10):
        while True:
            if found := find():
                return found
            await asyncio.sleep(0.01)


async def test_one_keystroke_from_its_frame_to_the_register(office: Office) -> None:
    at = len(TITLE) + 2 + len("التشخيص") + 2 + 1 + len(SENTENCE)
    steps = insertion(at, LETTER)
    async with office.socket(office.writer) as (mine, joined), office.socket(office.reader) as (theirs, _):
        ref, typed_at = f"{joined['session']}.1", datetime.now(UTC).isoformat(timespec="milliseconds")
        frame = {"type": "commit", "ref": ref, "base": 0, "steps": steps, "typed_at": typed_at}
        await mine.send(json.dumps(frame))

        # The acknowledgement, and at the other socket the same frame.
        heard = await committed(mine)
        # When it arrives, the event is in the file.
        log = office.events(office.draft)
        assert await committed(theirs) == heard
    [commit] = heard["commits"]
    assert commit | {"at": None} == {
        "version": 1, "ref": ref, "author": office.writer.id, "at": None, "steps": steps
    }  # fmt: skip
    assert heard["head"] == 1

    assert [(number, topic) for number, topic, _ in log] == [(1, "draft.started"), (2, "draft.committed")]
    state = log[1][2]
    assert json.loads(state["steps"]) == steps
    assert rfc8785.dumps(steps).decode() == state["steps"]
    assert (state["author"], state["ref"], state["base"], state["at"]) == (
        office.writer.id, ref, 0, commit["at"]
    )  # fmt: skip
    assert datetime.fromisoformat(state["typed_at"]) == datetime.fromisoformat(typed_at)

    # The follower has read it.
    def followed() -> list[tuple[Any, ...]]:
        query = "SELECT row, by, inserted FROM commits WHERE draft = ? AND version = 1"
        return office.rows("views.sqlite", query, office.draft.hex)

    [(row, by, inserted)] = await until(followed)
    assert (by, json.loads(inserted)) == (office.writer.id, [LETTER])
    [(kind, first, last, added)] = office.rows(
        "views.sqlite", "SELECT kind, first, last, added FROM audit WHERE position = ?", row
    )
    assert (kind, first, last, added) == ("burst", 1, 1, 1)

    async with office.browser(office.reader) as browser:
        # The trail says it in a sentence, and unfolds to the commit.
        trail = (await browser.get(f"/drafts/{office.draft}/audit")).text
        assert re.search(r"تعديل القسم 1 — سلمى التازي: إضافة حرف واحد، \d\d:\d\d", words(trail))
        [unfolds] = re.findall(rf'data-unfold="(/drafts/{office.draft}/audit/{row}\?[^"]*)"', trail)
        unfolded = (await browser.get(html.unescape(unfolds))).text
        assert re.search(rf"<ins[^>]*>{LETTER}</ins>", unfolded)
        assert "سلمى التازي" in words(unfolded)
        address = f"/drafts/{office.draft}/at/1"
        assert f'href="{address}"' in unfolded

        # The version: the text with the letter, and a digest that anybody can compute.
        version = (await browser.get(address, headers={"Accept": "application/json"})).json()
        digest = digest_of(version)
        assert version["digest"] == digest
        assert version["doc"]["content"][2]["content"] == [{"type": "text", "text": SENTENCE + LETTER}]
        page = (await browser.get(address, headers={"Accept": "text/html"})).text
        assert SENTENCE + LETTER in words(page)
        assert digest in page

    # It is laid before the body, from a page that shows it.
    with at_the_pages(office.served, office.writer) as writer:
        tabling = f"/drafts/{office.draft}/table/1"
        assert SENTENCE + LETTER in writer.words(tabling)
        assert form_on(writer.page(tabling), f"/drafts/{office.draft}/tabling")["digest"] == digest
        assert writer.send(tabling, f"/drafts/{office.draft}/tabling").status_code == 303
        assert "معروض على الهيئة · النسخة 1 · النص كما عُرض" in writer.words(f"/drafts/{office.draft}")
    # The body meets and votes; the secretary records it and the chair confirms.
    with (
        at_the_pages(office.served, office.secretary) as secretary,
        at_the_pages(office.served, office.chair) as chair,
    ):
        hold(secretary, chair, office.draft)
        assert "صودق عليه · عدد 01/2022 · النسخة 1" in chair.words(f"/drafts/{office.draft}/dossier")
        assert f"01/2022 {TITLE}"[:8] in chair.words("/adopted")
        adopted = chair.browser.get(f"/adopted/{office.draft}/1.json").json()
        trail = chair.words(f"/drafts/{office.draft}/audit")
    topics = [topic for _, topic, _ in office.events(dossier_of(office.draft))]
    assert topics == ["dossier.opened", "dossier.version_tabled", "dossier.adopted"]
    adoption = office.events(dossier_of(office.draft))[-1][2]
    assert (adoption["version"], adoption["digest"], adoption["by"]) == (1, digest, office.chair.id)
    assert adoption["quorum"] == {
        "in_office": 3, "present": 3, "needed": 2, "established": True, "rules": 1
    }  # fmt: skip
    # Nothing comes behind it.
    assert [topic for _, topic, _ in office.events(office.draft)][-1] == "draft.closed"
    assert adopted["digest"] == digest == digest_of(adopted) == adopted["adoption"]["digest"]
    assert adopted["doc"] == version["doc"]
    vote = "3 لفائدة، 0 ضد، 0 امتناع، بحضور 3 من 3"
    told = rf"المصادقة على النسخة 1 برقم 01/2022: {vote} — نزهة الودغيري، \d\d:\d\d، البصمة {digest[:12]}"
    assert re.search(told, trail)


async def test_who_may_not_table_tables_nothing(office: Office) -> None:
    address, tabling = f"/drafts/{office.draft}/table/0", f"/drafts/{office.draft}/tabling"
    with (
        at_the_pages(office.served, office.writer) as writer,
        at_the_pages(office.served, office.reader) as reader,
    ):
        wanted = form_on(writer.page(address), tabling)
        assert "هذا الإجراء ليس من مهام صفتك" in reader.words(address, 403)
        # With a token of their own, as a form of ours would carry it.
        refused = reader.post(tabling, version=wanted["version"], digest=wanted["digest"])
        assert refused.status_code == 403
        assert "هذا الإجراء ليس من مهام صفتك" in words(refused.text)
        # Nor does a page of somebody else's, in the writer's browser.
        for token in ("", "0" * 128):
            assert writer.browser.post(tabling, data={**wanted, "_csrf_token": token}).status_code == 403
    assert len(office.events(dossier_of(office.draft))) == 1


async def test_what_is_tabled_is_the_text_that_was_shown(office: Office) -> None:
    address, tabling = f"/drafts/{office.draft}/table/0", f"/drafts/{office.draft}/tabling"
    async with office.robot(office.writer) as robot:
        with at_the_pages(office.served, office.writer) as writer:
            assert await robot.commit(insertion(end_of(robot.doc, office.block) or 0, LETTER))
            # The number of one version with the digest of another.
            refused = writer.send(address, tabling, version="1")
            assert refused.status_code == 409
            assert "النص المعروض ليس نص هذه النسخة" in words(refused.text)
            assert writer.send(address, tabling, version="2").status_code == 404
            assert len(office.events(dossier_of(office.draft))) == 1
            # Of the right one it is taken, once.
            assert writer.send(address, tabling).status_code == 303
            shown = form_on(writer.page(f"/drafts/{office.draft}/table/1"), tabling)
            again = {**shown, "version": "0", "digest": robot_digest(office)}
            assert writer.browser.post(tabling, data=again).status_code == 409
    assert len(office.events(dossier_of(office.draft))) == 2


def robot_digest(office: Office) -> str:
    """The digest of the tabled version."""
    return str(office.events(dossier_of(office.draft))[-1][2]["digest"])


async def test_an_edit_that_races_the_adoption_does_not_change_what_was_adopted(office: Office) -> None:
    async with office.robot(office.writer) as robot:
        assert await robot.commit(insertion(end_of(robot.doc, office.block) or 0, LETTER))
        shown = robot.doc.to_json()
        with (
            at_the_pages(office.served, office.writer) as writer,
            at_the_pages(office.served, office.secretary) as secretary,
            at_the_pages(office.served, office.chair) as chair,
        ):
            writer.send(f"/drafts/{office.draft}/table/1", f"/drafts/{office.draft}/tabling")
            point = prepare(secretary, chair, office.draft)
            confirmed = asyncio.ensure_future(asyncio.to_thread(confirm, chair, point))
            # Editing goes on until the decision closes the draft; what comes later is refused.
            written = 0
            while await robot.commit(insertion(end_of(robot.doc, office.block) or 0, "!")):
                written += 1
            assert (await confirmed).status_code == 303
            adopted = chair.browser.get(f"/adopted/{office.draft}/1.json").json()
            assert chair.browser.get(f"/adopted/{office.draft}/{robot.version}.json").status_code == 404
    assert written > 0
    assert (adopted["doc"], adopted["version"]) == (shown, 1)
    assert adopted["digest"] == digest_of(adopted)
    assert robot.doc.to_json() != shown
