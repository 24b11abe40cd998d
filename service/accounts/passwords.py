"""Passwords: argon2id, and few guesses."""

import functools
import secrets
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import Connection, select, update
from sqlalchemy.exc import IntegrityError

from domain.errors import Busy, MashuraError
from service.accounts import tables
from service.accounts.handles import HandleInvalid, normal_handle
from service.accounts.people import Clock, Member, as_member, utc_now
from service.accounts.signins import SignIns

SHORTEST, LONGEST = 10, 200  # characters
GUESSES = 10
WINDOW = timedelta(minutes=15)

# So many may wait for the two threads that look at them: a crowd at the door leaves memory and processors to
# those who are inside.
MOST_AT_ONCE = 3

# OWASP's choice of 19 MiB and one thread: a modest server goes on serving the editors meanwhile.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_places = threading.BoundedSemaphore(MOST_AT_ONCE)
_threads = ThreadPoolExecutor(2, "password")


class PasswordRefused(MashuraError):
    """The password is too short, too long, or the handle itself."""

    code = "password_refused"


class HandleTaken(MashuraError):
    """Another member signs in with that e-mail address or phone number."""

    code = "handle_taken"


class WrongPassword(MashuraError):
    """Handle and password do not belong together; which of the two is wrong is not told."""

    code = "wrong_password"


class TooManyGuesses(MashuraError):
    """Too many wrong passwords for this handle; none is looked at until the quarter of an hour is over."""

    code = "too_many_guesses"


class Passwords(SignIns):
    """The members, where they are signed in, and the passwords they sign in with."""

    def __init__(self, engine_url: str, *, clock: Clock = utc_now) -> None:
        super().__init__(engine_url, clock=clock)
        self._counting = threading.Lock()
        self._window = 0
        self._guesses: Counter[str] = Counter()

    def set_password(
        self, member_id: str, password: str, *, handle: str | None = None, keep: str | None = None
    ) -> None:
        """Set the password, and the handle where one is given; end the member's sign-ins but `keep` (an id).

        Raises PasswordRefused, HandleInvalid, HandleTaken or UnknownMember; then nothing has changed.
        """
        member = self._present(member_id)
        handle = member.handle if handle is None else normal_handle(handle)
        hashed = hash_password(password, handle)
        with self._engine.begin() as db:
            self._store_password(db, member.id, handle, hashed)
        self._end((tables.signins.c.member == member.id) & (tables.signins.c.token_hash != (keep or "")))

    def check_password(self, handle: str, password: str) -> Member:
        """Who signs in with this handle and password. An unknown handle costs the same work as a known one.

        Raises HandleInvalid, WrongPassword, TooManyGuesses after ten wrong ones in a quarter of an hour, or
        Busy.
        """
        handle = normal_handle(handle)
        named = (tables.members.c.handle == handle) & tables.members.c.left_at.is_(None)
        with self._engine.connect() as db:
            row = db.execute(select(tables.members).where(named)).one_or_none()
        stored = None if row is None else row.password_hash
        with _place():
            self._count(handle)
            try:
                _threads.submit(_hasher.verify, stored or _nobodys_hash(), _normal(password)).result()
            except VerificationError:
                raise WrongPassword("handle and password do not belong together") from None
        if row is None or stored is None:
            raise WrongPassword("handle and password do not belong together")
        with self._counting:
            del self._guesses[handle]
        return as_member(row)

    def _count(self, handle: str) -> None:
        """Count a guess before it is looked at, so that many at once do not slip through together.

        Unknown handles count too, or the refusal would tell them apart. Windows stand still, each quarter
        of an hour starts anew: so the count forgets by itself, and cannot grow without end.
        """
        window = int(self._clock().timestamp() // WINDOW.total_seconds())
        with self._counting:
            if window != self._window:
                self._window, self._guesses = window, Counter()
            if self._guesses[handle] >= GUESSES:
                raise TooManyGuesses(f"{GUESSES} guesses within {WINDOW}")
            self._guesses[handle] += 1

    def _store_password(self, db: Connection, member_id: str, handle: str | None, hashed: str) -> None:
        chosen = update(tables.members).where(tables.members.c.id == member_id)
        try:
            db.execute(chosen.values(handle=handle, password_hash=hashed))
        except IntegrityError:
            raise HandleTaken("another member's handle") from None


def hash_password(password: str, handle: str | None) -> str:
    """What is stored of a password. Raises PasswordRefused or Busy."""
    password = _normal(password)
    if not SHORTEST <= len(password) <= LONGEST:
        raise PasswordRefused(f"not {SHORTEST} to {LONGEST} characters")
    if handle is not None and _is_handle(password, handle):
        raise PasswordRefused("the handle itself")
    with _place():
        return _threads.submit(_hasher.hash, password).result()


@contextmanager
def _place() -> Iterator[None]:
    """One of the few places for the work that a password takes. Raises Busy where all are taken."""
    if not _places.acquire(blocking=False):
        raise Busy(f"{MOST_AT_ONCE} passwords are being looked at")
    try:
        yield
    finally:
        _places.release()


def _is_handle(password: str, handle: str) -> bool:
    try:
        return normal_handle(password) == handle
    except HandleInvalid:
        return False


def _normal(password: str) -> str:
    """The same letters are the same password, however a keyboard composes them."""
    return unicodedata.normalize("NFC", password)


@functools.cache
def _nobodys_hash() -> str:
    return _hasher.hash(secrets.token_urlsafe())
