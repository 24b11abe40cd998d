"""Stored events stay readable for ever: samples of each are files, and nothing about them changes in
silence.
"""

import json
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from eventsourcing.persistence import JSONTranscoder, StoredEvent

from domain.catalogue import EVENTS
from domain.errors import Unreadable
from domain.event import Event, topic
from service.generate import generated
from service.store import EventMapper

SAMPLES = sorted((Path(__file__).parent.parent / "samples").glob("*.json"))
IDENTITY = {"originator_id", "originator_version"}


def row(path: Path) -> StoredEvent:
    sample = json.loads(path.read_text(encoding="utf-8"))
    return StoredEvent(
        originator_id=UUID(sample["originator_id"]),
        originator_version=sample["originator_version"],
        topic=sample["topic"],
        state=sample["state"].encode(),
    )


@pytest.fixture
def mapper() -> EventMapper:
    return EventMapper(JSONTranscoder())


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_stored_sample_is_read_and_would_be_written_byte_for_byte_again(
    path: Path, mapper: EventMapper
) -> None:
    stored = row(path)
    event = mapper.to_domain_event(stored)
    assert type(event) is EVENTS[path.stem.rsplit(".", 1)[0]]
    assert mapper.to_stored_event(event) == stored


@pytest.mark.parametrize("name", EVENTS)
def test_every_event_has_a_sample_with_all_its_fields_and_one_with_the_least(name: str) -> None:
    fields = msgspec.structs.fields(EVENTS[name])
    samples = {
        path.stem: set(json.loads(row(path).state)) for path in SAMPLES if path.stem.startswith(f"{name}.")
    }
    assert samples[f"{name}.full"] == {field.name for field in fields} - IDENTITY
    if any(not field.required for field in fields):
        assert samples[f"{name}.least"] == {field.name for field in fields if field.required} - IDENTITY


def test_generated_files_are_what_the_sources_say() -> None:
    for path, content in generated().items():
        assert path.read_text(encoding="utf-8") == content, f"{path.name}: run `mashura generate`"


def test_a_topic_is_given_once() -> None:
    with pytest.raises(ValueError, match="registered twice"):

        @topic("draft.started")
        class Another(Event, frozen=True):
            """Takes a name that is taken."""


def test_state_is_checked_on_the_way_out(mapper: EventMapper) -> None:
    stored = row(SAMPLES[0])
    for state in (b"{}", b"[]", b"not json", b'{"draft":1,"by":2,"at":"x"}'):
        broken = StoredEvent(stored.originator_id, stored.originator_version, stored.topic, state)
        with pytest.raises(Unreadable):
            mapper.to_domain_event(broken)
