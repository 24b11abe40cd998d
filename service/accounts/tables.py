"""The file of people: its tables, and how it is opened.

Names and ways of reaching people live here, outside the log, where they can be corrected and removed. Events
hold the random ids alone. Only digests of tokens are stored, so a copy of this file signs nobody in.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Column,
    DateTime,
    Dialect,
    Engine,
    ForeignKey,
    MetaData,
    String,
    Table,
    TypeDecorator,
    Uuid,
    create_engine,
    event,
)


class Moment(TypeDecorator[datetime]):
    """A point in time: aware in Python, UTC without a zone in the file."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """What is written."""
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """What is read."""
        return value and value.replace(tzinfo=UTC)


metadata = MetaData()


def _of_member() -> Column[str]:
    return Column("member", ForeignKey("members.id"), nullable=False, index=True)


members = Table(
    "members",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("handle", String, unique=True),
    Column("password_hash", String),
    Column("created_at", Moment, nullable=False),
    Column("left_at", Moment),
)
# How names were written before they were corrected, and who corrected them.
spellings = Table(
    "spellings",
    metadata,
    _of_member(),
    Column("name", String, nullable=False),
    Column("until", Moment, nullable=False),
    Column("by", String, nullable=False),
)
links = Table(
    "links",
    metadata,
    Column("token_hash", String, primary_key=True),
    _of_member(),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
)
signins = Table(
    "signins",
    metadata,
    Column("token_hash", String, primary_key=True),
    _of_member(),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("last_seen_at", Moment, nullable=False),
)
live_sessions = Table(
    "live_sessions",
    metadata,
    Column("session", String, primary_key=True),
    _of_member(),
    Column("draft", Uuid, nullable=False),
    Column("opened_at", Moment, nullable=False),
)


def open_file(engine_url: str) -> Engine:
    """The SQLite file at `engine_url`, with its tables; made where there is none."""
    # What is said of a failure goes to logs: no handle and no hash may.
    engine = create_engine(engine_url, hide_parameters=True)
    event.listen(engine, "connect", _prepare)
    metadata.create_all(engine)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
        connection.execute(f"PRAGMA {pragma}")
