"""Who the people are: their names. What part they have in a body, the log says (`domain/body.py`)."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, insert, select

from domain.errors import MashuraError
from domain.ids import new_id
from service.accounts import tables

Clock = Callable[[], datetime]


class UnknownMember(MashuraError):
    """There is no such member, or they have left."""

    code = "unknown_member"


@dataclass(frozen=True, slots=True)
class Member:
    """A person. `handle` is the e-mail address or phone number that they sign in with.

    Whoever has left keeps their name on what they did.
    """

    id: str
    name: str
    handle: str | None
    has_password: bool
    created_at: datetime
    left_at: datetime | None


def as_member(row: Row[Any]) -> Member:
    """A row with the columns of `members`, as a member."""
    return Member(
        id=row.id,
        name=row.name,
        handle=row.handle,
        has_password=row.password_hash is not None,
        created_at=row.created_at,
        left_at=row.left_at,
    )


def digest(token: str) -> str:
    """What is stored of a secret token. The token holds 256 random bits, so a plain SHA-256 is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def utc_now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


class People:
    """The members, in the SQLite file at `engine_url`; `clock` gives the present moment (UTC)."""

    def __init__(self, engine_url: str, *, clock: Clock = utc_now) -> None:
        self._clock = clock
        self._engine = tables.open_file(engine_url)

    def close(self) -> None:
        """Close the file."""
        self._engine.dispose()

    def add_member(self, name: str) -> Member:
        """A new member, under a random id. Raises ValueError where the name is empty."""
        name = " ".join(name.split())
        if not name:
            raise ValueError("a member needs a name")
        new = insert(tables.members).values(id=new_id(), name=name, created_at=self._clock())
        with self._engine.begin() as db:
            return as_member(db.execute(new.returning(tables.members)).one())

    def member(self, id: str) -> Member | None:
        """The member with this id, also one who has left."""
        with self._engine.connect() as db:
            row = db.execute(select(tables.members).where(tables.members.c.id == id)).one_or_none()
        return None if row is None else as_member(row)

    def members(self) -> list[Member]:
        """Everybody, in the order of their coming; also those who have left."""
        with self._engine.connect() as db:
            rows = db.execute(select(tables.members).order_by(tables.members.c.created_at))
            return [as_member(row) for row in rows]

    def names(self, ids: Iterable[str]) -> dict[str, str]:
        """The names of those among `ids` that are known."""
        known = tables.members.c
        with self._engine.connect() as db:
            rows = db.execute(select(known.id, known.name).where(known.id.in_(list(ids))))
            return {row.id: row.name for row in rows}

    def _present(self, id: str) -> Member:
        member = self.member(id)
        if member is None or member.left_at is not None:
            raise UnknownMember(f"no present member {id}")
        return member
