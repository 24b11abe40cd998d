"""Accounts: all that is known of people outside the log, behind one door.

Built up from the members (`people`), the links given to them, their sign-ins and their passwords. Here is
what joins these: entering by a link with a new password, the editing sessions, and leaving.

Calls are synchronous and touch the disk: from the event loop, make them in a thread.
"""

import secrets
from uuid import UUID

from sqlalchemy import Update, delete, insert, select, update

from service.accounts import tables
from service.accounts.handles import normal_handle
from service.accounts.links import Links
from service.accounts.passwords import Passwords, hash_password
from service.accounts.people import Clock, Member, utc_now
from service.accounts.signins import SignIn

__all__ = ["Accounts", "Member", "SignIn"]

MOST_REMEMBERED = 10_000


class Accounts(Links, Passwords):
    """The people of one installation, in the SQLite file at `engine_url`; `clock` gives the present (UTC)."""

    def __init__(self, engine_url: str, *, clock: Clock = utc_now) -> None:
        super().__init__(engine_url, clock=clock)
        self._owners: dict[str, tuple[str, UUID]] = {}

    def use_link_choosing(self, token: str, handle: str, password: str) -> Member:
        """Use the link up and set handle and password, both or neither; end the member's earlier sign-ins.

        Raises as `use_link` and `set_password`; then the link is as good as before.
        """
        self.link(token)  # a bad link costs no hash
        handle = normal_handle(handle)
        hashed = hash_password(password, handle)
        with self._engine.begin() as db:
            member = self._use(db, token)
            self._store_password(db, member.id, handle, hashed)
        self._end(tables.signins.c.member == member.id)
        return member

    def leave(self, member_id: str) -> None:
        """The member has left: signed out everywhere at once, let in by nothing; the name stays."""
        present = (tables.members.c.id == member_id) & tables.members.c.left_at.is_(None)
        left = {"left_at": self._clock(), "handle": None, "password_hash": None}
        self._shut_out(update(tables.members).where(present).values(left), member_id)

    def come_back(self, member_id: str) -> None:
        """A member who has left is one again; a new link lets them in."""
        with self._engine.begin() as db:
            db.execute(update(tables.members).where(tables.members.c.id == member_id).values(left_at=None))

    def shut_out(self, member_id: str) -> None:
        """End whatever lets this member in, as after a lost telephone: sign-ins, password, waiting links."""
        self._shut_out(
            update(tables.members).where(tables.members.c.id == member_id).values(password_hash=None),
            member_id,
        )

    def open_session(self, member_id: str, draft: UUID) -> str:
        """A new editing session of this member in this draft: 128 random bits, 22 characters."""
        session = secrets.token_urlsafe(16)
        new = insert(tables.live_sessions)
        with self._engine.begin() as db:
            db.execute(new.values(session=session, member=member_id, draft=draft, opened_at=self._clock()))
        return session

    def session_owner(self, session: str) -> tuple[str, UUID] | None:
        """The member and the draft that a session belongs to, for good; None where there is none such."""
        if (owner := self._owners.get(session)) is not None:
            return owner
        query = select(tables.live_sessions).where(tables.live_sessions.c.session == session)
        with self._engine.connect() as db:
            row = db.execute(query).one_or_none()
        if row is None:
            return None
        if len(self._owners) >= MOST_REMEMBERED:
            self._owners.clear()
        self._owners[session] = row.member, row.draft
        return row.member, row.draft

    def _shut_out(self, change: Update, member_id: str) -> None:
        waiting = (tables.links.c.member == member_id) & tables.links.c.used_at.is_(None)
        with self._engine.begin() as db:
            db.execute(change)
            db.execute(delete(tables.links).where(waiting))
        self._end(tables.signins.c.member == member_id)
