"""A submission proves an adoption, and nothing that was changed in it does."""

import json
import zipfile
from collections.abc import Callable, Sequence
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec
import pytest

from domain.adopted_text import AdoptedText
from domain.catalogue import Row
from domain.errors import NotAdopted
from domain.rules import Votes
from projections.evidence.archive import pack, unpack
from projections.evidence.record import as_lines, from_lines
from projections.evidence.submission import submission
from projections.evidence.verify import verify
from service.acts import adoption
from service.authority import now
from service.store import Store
from tests.adopting import MET, act, people, written_paper
from tests.projections.submitting import OTHERS, PRINTS, Made, made, packed, verdict
from tests.serving import BODY, member


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("evidence")
    who = people(folder)
    for name in ("ليلى", "هشام", "مريم", "يوسف", "سعاد", "أمين", "نادية", "رشيد"):
        member(folder, name)
    with closing(Store(folder)) as store:
        return made(store, folder, who, Votes(9, 1, 0))


def forged(right: Made, change: Callable[[list[Row]], Sequence[Row]]) -> bytes:
    """The archive as somebody would pack it who changes the events and puts all digests right again."""
    files = unpack(right.archive)
    files["events.jsonl"] = as_lines(change(list(right.rows)))
    return packed(files)


def said(row: Row, **values: Any) -> Row:
    """A row that says something else."""
    return row._replace(state=json.dumps({**json.loads(row.state), **values}, ensure_ascii=False).encode())


def only(rows: Sequence[Row], topic: str) -> int:
    [place] = [place for place, row in enumerate(rows) if row.topic == topic]
    return place


def test_what_is_right_holds(right: Made) -> None:
    findings = list(verify(right.archive))
    assert [finding.said for finding in findings if not finding.holds] == []
    told = " ".join(finding.said for finding in findings)
    assert "11 of 11 members in office came; the quorum was 6." in told
    assert "9 for, 1 against, 0 abstaining: adopted by the rules (majority)" in told
    assert right.text.digest in told


def test_the_same_gives_the_same_bytes(right: Made) -> None:
    assert submission(right.text, right.rows, OTHERS) == right.archive


def test_the_events_are_byte_for_byte_those_of_the_store(right: Made) -> None:
    assert from_lines(unpack(right.archive)["events.jsonl"]) == right.rows


NAMES = sorted({*OTHERS, "README.txt", "decision.json", "events.jsonl", "manifest.json", "text.json"})


def test_these_are_all_its_files(right: Made) -> None:
    assert sorted(unpack(right.archive)) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_byte_that_is_flipped_names_its_file(right: Made, name: str) -> None:
    """Once as rot on a disk does it, and once as somebody does who packs the archive anew."""
    files = unpack(right.archive)
    content = files[name]
    with zipfile.ZipFile(BytesIO(right.archive)) as archive:
        header = archive.getinfo(name).header_offset + 30 + len(name)
    for place in (0, len(content) // 2, len(content) - 1):
        rotten = bytearray(right.archive)
        rotten[header + place] ^= 1
        found = verdict(bytes(rotten))
        assert not found.holds
        assert name in found.said
        changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        found = verdict(pack({**files, name: changed}))
        assert not found.holds
        assert name in found.said


def test_any_byte_of_the_whole_archive_counts(right: Made) -> None:
    for place in range(0, len(right.archive), 97):
        rotten = bytearray(right.archive)
        rotten[place] ^= 0x20
        assert not verdict(bytes(rotten)).holds, place


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_is_missing_is_named(right: Made, name: str) -> None:
    files = unpack(right.archive)
    del files[name]
    for archive in (pack(files), packed(files)):
        found = verdict(archive)
        if name in OTHERS and name not in PRINTS and archive == packed(files):
            continue  # Whoever packs anew may leave out what was attached: the receipt's digest shows it.
        if name == "manifest.json" and archive == packed(files):
            continue
        assert not found.holds
        assert name in found.said


def test_a_file_too_many_is_named(right: Made) -> None:
    found = verdict(pack({**unpack(right.archive), "extra.pdf": b"more"}))
    assert (found.holds, "extra.pdf" in found.said) == (False, True)


def test_another_text_is_refused(right: Made) -> None:
    files = unpack(right.archive)
    swapped = json.loads(files["text.json"])
    swapped["doc"]["content"][1]["content"][0]["text"] = "نص آخر"
    files["text.json"] = json.dumps(swapped, ensure_ascii=False).encode()
    assert verdict(packed(files)) == (False, "text.json is not the text that the events give.")


def test_another_decision_is_refused(right: Made) -> None:
    files = unpack(right.archive)
    files["decision.json"] = files["decision.json"].replace(b'"for":9', b'"for":8')
    assert verdict(packed(files)) == (False, "decision.json does not say what the events say.")


def votes(row: Row, count: int) -> Row:
    ballot = json.loads(row.state)["ballot"]
    return said(row, ballot={**ballot, "votes": {"for": count, "against": 0, "abstaining": 0}})


def test_more_votes_than_people_are_refused_however_well_they_agree(right: Made) -> None:
    def change(rows: list[Row]) -> list[Row]:
        for topic in ("meeting.vote_recorded", "dossier.adopted"):
            rows[only(rows, topic)] = votes(rows[only(rows, topic)], 12)
        return rows

    found = verdict(forged(right, change))
    assert not found.holds
    assert "counts_do_not_add_up" in found.said


def test_a_quorum_that_was_not_there_is_refused(right: Made) -> None:
    def change(rows: list[Row]) -> list[Row]:
        place = only(rows, "meeting.attendance_taken")
        came = json.loads(rows[place].state)["attendance"]
        few = {name: "present" if at < 5 else "absent" for at, name in enumerate(came)}
        rows[place] = said(rows[place], attendance=few)
        return rows

    assert "5 of 11 came" in verdict(forged(right, change)).said


def test_a_quorum_that_was_not_counted_so_is_refused_however_well_it_agrees(right: Made) -> None:
    def change(rows: list[Row]) -> list[Row]:
        for topic in ("meeting.attendance_taken", "dossier.adopted"):
            place = only(rows, topic)
            counted = json.loads(rows[place].state)["quorum"]
            rows[place] = said(rows[place], quorum={**counted, "present": 10})
        return rows

    assert "this is not the quorum in the decision" in verdict(forged(right, change)).said


def test_rules_that_were_not_the_bodys_are_refused(right: Made) -> None:
    def change(rows: list[Row]) -> list[Row]:
        place = only(rows, "body.rules_adopted")
        rules = json.loads(rows[place].state)["rules"]
        rows[place] = said(rows[place], rules={**rules, "version": 2})
        return rows

    assert "not those of the body" in verdict(forged(right, change)).said


def test_somebody_who_was_no_member_is_refused(right: Made) -> None:
    def change(rows: list[Row]) -> list[Row]:
        place = only(rows, "meeting.attendance_taken")
        came = json.loads(rows[place].state)["attendance"]
        rows[place] = said(rows[place], attendance={**came, "stranger0000": "present"})
        return rows

    assert "exactly the members in office" in verdict(forged(right, change)).said


@pytest.mark.parametrize(
    ("topics", "field"),
    [
        (["meeting.decision_confirmed", "dossier.adopted", "draft.closed"], "by"),
        (["meeting.attendance_taken"], "by"),
        (["meeting.attendance_taken"], "presiding"),
    ],
)
def test_an_office_that_was_not_held_is_refused(right: Made, topics: list[str], field: str) -> None:
    rapporteur = json.loads(right.rows[only(right.rows, "draft.started")].state)["author"]

    def change(rows: list[Row]) -> list[Row]:
        for topic in topics:
            rows[only(rows, topic)] = said(rows[only(rows, topic)], **{field: rapporteur})
        return rows

    found = verdict(forged(right, change))
    assert not found.holds
    assert "had no such office at that time" in found.said


def test_a_recorder_who_was_not_the_secretary_is_refused(right: Made) -> None:
    rapporteur = json.loads(right.rows[only(right.rows, "draft.started")].state)["author"]

    def change(rows: list[Row]) -> list[Row]:
        for topic, field in (("meeting.vote_recorded", "by"), ("dossier.adopted", "recorded_by")):
            rows[only(rows, topic)] = said(rows[only(rows, topic)], **{field: rapporteur})
        return rows

    assert "recorded the vote had no such office" in verdict(forged(right, change)).said


def test_who_confirmed_what_they_recorded_is_refused(right: Made) -> None:
    secretary = json.loads(right.rows[only(right.rows, "dossier.adopted")].state)["recorded_by"]

    def change(rows: list[Row]) -> list[Row]:
        for topic in ("meeting.decision_confirmed", "dossier.adopted", "draft.closed"):
            rows[only(rows, topic)] = said(rows[only(rows, topic)], by=secretary)
        last = rows[-1]
        office = {**json.loads(last.state), "member": secretary, "office": "vice_chair"}
        office = {name: office[name] for name in ("at", "member", "office", "since", "by")}
        given = Row(last.stream, last.version + 1, "body.office_given", json.dumps(office).encode())
        return [*rows, given]

    assert verdict(forged(right, change)).said == "Whoever recorded the vote confirmed it too."


def test_a_text_that_was_not_closed_is_refused(right: Made) -> None:
    found = verdict(forged(right, lambda rows: [row for row in rows if row.topic != "draft.closed"]))
    assert found == (False, "The text was not closed by its adoption.")


@pytest.mark.parametrize("topic", ["dossier.version_tabled", "meeting.vote_recorded", "body.office_given"])
def test_an_event_that_is_left_out_is_missed(right: Made, topic: str) -> None:
    def change(rows: list[Row]) -> list[Row]:
        rows.pop([row.topic for row in rows].index(topic))
        return rows

    assert "is missing" in verdict(forged(right, change)).said


def test_an_event_that_cannot_be_read_is_said(right: Made) -> None:
    def change(rows: list[Row]) -> list[Row]:
        place = only(rows, "dossier.version_tabled")
        rows[place] = said(rows[place], more=1)
        return rows

    assert "unreadable_event" in verdict(forged(right, change)).said


def test_a_foreign_stream_is_refused(right: Made) -> None:
    other = Row(uuid4(), 1, "draft.started", right.rows[0].state)
    assert "does not belong here" in verdict(forged(right, lambda rows: [*rows, other])).said


def test_what_was_adopted_on_paper_says_that_its_counts_are_not_known(tmp_path: Path) -> None:
    who = people(tmp_path)
    with closing(Store(tmp_path)) as store:
        draft = written_paper(tmp_path, who)
        text = store.draft(draft)
        act(
            store,
            lambda reading: adoption.record_paper_adoption(
                reading, draft, 0, text.digest, MET, "بحضور أغلبية أعضائها", who.chair.id, now()
            ),
        )
        dossier = store.dossier(draft)
        rows = [row for stream in (draft, dossier.id, BODY) for row in store.rows(stream)]
        archive = submission(AdoptedText(store.draft(draft, 0), dossier.adoption), rows, OTHERS)
    findings = list(verify(archive))
    assert all(finding.holds for finding in findings), findings[-1]
    assert any("quorum and votes are not known here" in finding.said for finding in findings)


def test_no_other_text_can_be_made_an_adopted_one(right: Made) -> None:
    adopted = right.text.adoption
    for wrong in ({"version": adopted.version + 1}, {"digest": "0" * 64}, {"draft": uuid4()}):
        with pytest.raises(NotAdopted):
            AdoptedText(right.text.text, msgspec.structs.replace(adopted, **wrong))
    with pytest.raises(NotAdopted):
        AdoptedText(right.text.text, None)
