"""Sign-ins: whom a browser's cookie stands for, until it ends."""

import secrets
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.exc import OperationalError

from service.accounts import tables
from service.accounts.people import Clock, Member, People, as_member, digest, utc_now

LASTS = timedelta(days=30)
RENEWED_AFTER = timedelta(hours=1)  # a sign-in in use is renewed at most this often, to spare the disk
REMEMBERED = timedelta(seconds=0.5)  # how long an answer is given again without asking the file
MOST_REMEMBERED = 1_000


@dataclass(frozen=True, slots=True)
class SignIn:
    """A member signed in, in one browser. The id is no secret: the token cannot be had from it."""

    id: str
    member: Member


class SignIns(People):
    """The members, and where they are signed in.

    Each of `on_ended` is called with the id of a sign-in that was ended, once that is stored, in the thread
    that ended it. What another process ended is noticed within a second, by asking `signed_in` again.
    """

    def __init__(self, engine_url: str, *, clock: Clock = utc_now) -> None:
        super().__init__(engine_url, clock=clock)
        self.on_ended: list[Callable[[str], None]] = []
        self._lock = threading.Lock()
        self._endings = 0
        self._remembered: dict[str, tuple[SignIn, datetime]] = {}

    def sign_in(self, member_id: str) -> str:
        """The token of a new sign-in, good for 30 days after its last use. Raises UnknownMember."""
        member = self._present(member_id)
        token, now = secrets.token_urlsafe(32), self._clock()
        new = insert(tables.signins).values(
            token_hash=digest(token),
            member=member.id,
            created_at=now,
            expires_at=now + LASTS,
            last_seen_at=now,
        )
        with self._engine.begin() as db:
            db.execute(delete(tables.signins).where(tables.signins.c.expires_at <= now))
            db.execute(new)
        return token

    def signed_in(self, token: str) -> SignIn | None:
        """Whom the token stands for; None where it ended, expired or never was, or its member has left."""
        key, now = digest(token), self._clock()
        with self._lock:
            known, endings = self._remembered.get(key), self._endings
        # A clock that was put back makes nothing last longer.
        if known is not None and timedelta(0) <= now - known[1] < REMEMBERED:
            return known[0]
        signin = self._read(key, now)
        with self._lock:
            # If something ended while we were reading it may be this one: then nothing is remembered.
            if signin is not None and endings == self._endings:
                if len(self._remembered) >= MOST_REMEMBERED:
                    self._remembered.clear()
                self._remembered[key] = signin, now
        return signin

    def sign_out(self, token: str) -> None:
        """End this sign-in, at once."""
        self._end(tables.signins.c.token_hash == digest(token))

    def _read(self, key: str, now: datetime) -> SignIn | None:
        alive = (tables.signins.c.token_hash == key) & (tables.signins.c.expires_at > now)
        query = (
            select(tables.signins.c.last_seen_at, tables.members)
            .join_from(tables.signins, tables.members)
            .where(alive, tables.members.c.left_at.is_(None))
        )
        with self._engine.connect() as db:
            row = db.execute(query).one_or_none()
        if row is None:
            return None
        if now - row.last_seen_at >= RENEWED_AFTER:
            # A disk that is full signs nobody out: it is renewed when there is room again.
            with suppress(OperationalError), self._engine.begin() as db:
                db.execute(
                    update(tables.signins).where(alive).values(last_seen_at=now, expires_at=now + LASTS)
                )
        return SignIn(key, as_member(row))

    def _end(self, which: ColumnElement[bool]) -> None:
        with self._engine.begin() as db:
            ended = db.execute(delete(tables.signins).where(which).returning(tables.signins.c.token_hash))
            keys = list(ended.scalars())
        with self._lock:
            self._endings += 1
            self._remembered.clear()
        for key in keys:
            for hook in self.on_ended:
                hook(key)
