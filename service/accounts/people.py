"""Who the people are: their names. What part they have in a body, the log says (`domain/body.py`)."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from domain.errors import MashuraError
from domain.ids import new_id
from domain.plain_text import one_line
from service.accounts import tables

Clock = Callable[[], datetime]

LONGEST_NAME = 100


class UnknownMember(MashuraError):
    """There is no such member, or they have left."""

    code = "unknown_member"


class NoName(MashuraError, ValueError):
    """Whoever or whatever is put on record here has a name."""

    code = "no_name"


class AlreadyAdded(MashuraError):
    """Somebody has this id: the same form came twice."""

    code = "already_added"


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

    def add_member(self, name: str, id: str | None = None) -> Member:
        """A new member, under a random id unless a form has drawn one; raises NoName, AlreadyAdded."""
        values = {"id": id or new_id(), "name": whole_name(name), "created_at": self._clock()}
        new = insert(tables.members).values(values)
        try:
            with self._engine.begin() as db:
                return as_member(db.execute(new.returning(tables.members)).one())
        except IntegrityError:
            raise AlreadyAdded(str(id)) from None

    def take_out(self, id: str) -> None:
        """Remove somebody who was just added, and whom no body took in."""
        with self._engine.begin() as db:
            db.execute(delete(tables.members).where(tables.members.c.id == id))

    def rename(self, id: str, name: str, by: str) -> None:
        """Correct a name's spelling everywhere at once; how it was written stays known. Raises NoName.

        The log holds no names, so it needs no correction.
        """
        name = whole_name(name)
        of_member = tables.members.c.id == id
        with self._engine.begin() as db:
            before = db.execute(select(tables.members.c.name).where(of_member)).scalar_one()
            if before == name:
                return
            db.execute(update(tables.members).where(of_member).values(name=name))
            db.execute(insert(tables.spellings).values(member=id, name=before, until=self._clock(), by=by))

    def spellings(self, id: str) -> list[str]:
        """How a name was written before it was corrected, the newest first; each once."""
        query = select(tables.spellings.c.name).where(tables.spellings.c.member == id)
        with self._engine.connect() as db:
            found = db.execute(query.order_by(tables.spellings.c.until.desc())).scalars()
            return list(dict.fromkeys(found))

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


def whole_name(name: str) -> str:
    """A name as it is kept, on one line; raises NoName where there is no letter in it."""
    name = one_line(name)[:LONGEST_NAME].strip()
    if not any(each.isalnum() for each in name):
        raise NoName("a member needs a name")
    return name
