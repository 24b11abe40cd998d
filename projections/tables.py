"""The tables of the read models, in a file of their own beside the log.

Nothing in them is evidence: every row follows from the log, so the file may be thrown away and built anew.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Engine,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
    Uuid,
    create_engine,
    event,
    text,
)
from sqlalchemy.exc import DatabaseError, OperationalError

# Grows whenever a table or what a view writes changes: a file of another shape is built anew.
SHAPE = 3


class Instant(TypeDecorator[datetime]):
    """A time in UTC, with its zone on the way in and out."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """To what the database keeps: UTC without saying so."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Back to a time in UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


metadata = MetaData()

# One row: the place in the log up to which all other tables stand.
position = Table("position", metadata, Column("position", BigInteger, nullable=False))

# Events that could not be taken in, and why.
set_aside = Table(
    "set_aside",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("stream", Uuid, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("reason", String, nullable=False),
)

papers = Table(
    "papers",
    metadata,
    Column("draft", Uuid, primary_key=True),
    Column("kind", String, nullable=False),
    Column("language", String, nullable=False),
    Column("title", String, nullable=False),
    Column("head", Integer, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("last_by", String, nullable=False),
    Column("writers", Integer, nullable=False),
    Column("body", Uuid, index=True),
    # The group that writes it, where it is not the whole body.
    Column("group", String),
    # Where it stands, in the words of `domain/policy.py`.
    Column("state", String, nullable=False),
    Column("tabled", Integer),
    Column("adopted", Integer),
    Column("number", Integer),
    Column("year", Integer),
)

writers = Table(
    "writers",
    metadata,
    Column("draft", Uuid, primary_key=True),
    Column("member", String, primary_key=True),
)

# The rows of the audit trail, each named by the position of its first event.
audit = Table(
    "audit",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("draft", Uuid, nullable=False),
    Column("kind", String, nullable=False),
    Column("by", String, nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("commits", Integer, nullable=False),
    Column("since", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    # The times that the authors' devices claimed, where they differ from ours by more than a minute.
    Column("typed_since", Instant),
    Column("typed_until", Instant),
    Column("added", Integer, nullable=False),
    Column("removed", Integer, nullable=False),
    Column("places", JSON, nullable=False),
    Column("digest", String),
    # What else the sentence of a decision tells.
    Column("told", JSON, nullable=False),
    # A burst that the author's next commit may still join.
    Column("open", Boolean, nullable=False),
    Index("audit_of_draft", "draft", "position"),
)
Index("open_bursts", audit.c.draft, audit.c.by, sqlite_where=audit.c.open, postgresql_where=audit.c.open)

commits = Table(
    "commits",
    metadata,
    Column("draft", Uuid, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("row", BigInteger, nullable=False, index=True),
    Column("by", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("typed_at", Instant),
    Column("inserted", JSON, nullable=False),
    Column("deleted", JSON, nullable=False),
    # Where the one passage stands that a commit wrote into a line, if it did no more: the next may go on.
    Column("start", Integer),
    Column("end", Integer),
)

adopted = Table(
    "adopted",
    metadata,
    Column("draft", Uuid, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("position", BigInteger, nullable=False, unique=True),
    Column("body", Uuid, index=True),
    Column("kind", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("title", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("year", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", String, nullable=False),
    # The meeting that adopted it; none where that was put on record from paper.
    Column("meeting", Uuid),
)

registers = Table(
    "registers",
    metadata,
    Column("register", Uuid, primary_key=True),
    Column("body", Uuid, nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("year", Integer, nullable=False),
    Column("first", Integer, nullable=False),
    Column("next", Integer, nullable=False),
)

# The entries of the registers; one that was made void has a reason.
numbers = Table(
    "numbers",
    metadata,
    Column("register", Uuid, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("position", BigInteger, nullable=False),
    Column("subject", Uuid),
    Column("title", String, nullable=False),
    Column("reason", String),
    Column("at", Instant, nullable=False),
    Column("by", String, nullable=False),
)

meetings = Table(
    "meetings",
    metadata,
    Column("meeting", Uuid, primary_key=True),
    Column("body", Uuid, nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("on", Date, nullable=False),
    Column("hour", String, nullable=False),
    Column("place", String, nullable=False),
    # called, open or closed.
    Column("stage", String, nullable=False),
    # Counted at the opening, once it was.
    Column("present", Integer),
    Column("in_office", Integer),
    Column("quorum", Boolean),
    Column("decisions", Integer, nullable=False),
)


def open_views(path: Path) -> Engine:
    """The read models in this file, made empty where there are none, or it is of another shape or broken."""
    engine = _connect(path)
    if _shape(engine) not in (0, SHAPE):
        engine.dispose()
        remove_views(path)
        engine = _connect(path)
    with engine.begin() as db:
        metadata.create_all(db)
        db.execute(text(f"PRAGMA user_version={SHAPE}"))
        if db.execute(position.select()).first() is None:
            db.execute(position.insert().values(position=0))
    return engine


def remove_views(path: Path) -> None:
    """Throw a file of read models away, with what SQLite keeps beside it."""
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).unlink(missing_ok=True)


def _shape(engine: Engine) -> int | None:
    """Which shape a file says that it has; None where it is no database."""
    try:
        with engine.connect() as db:
            shape: int = db.execute(text("PRAGMA user_version")).scalar_one()
    except OperationalError:
        raise  # Locked, or the disk is full: nothing is wrong with the file.
    except DatabaseError:
        return None
    return shape


def _connect(path: Path) -> Engine:
    # What is said of a failure goes to logs: no text of a paper may.
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 30}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def settings(connection: Any, _: Any) -> None:
        # A power cut may lose the last rows, never the order of them: they are read from the log again.
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL"):
            connection.execute(f"PRAGMA {pragma}").close()

    return engine
