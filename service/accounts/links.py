"""Links that let somebody in: single use, expiring. The link itself proves who comes."""

import secrets
from datetime import timedelta

from sqlalchemy import Connection, insert, select, update

from domain.errors import MashuraError
from service.accounts import tables
from service.accounts.people import Member, People, as_member, digest

# How long a link is good for, unless it is said otherwise.
HOURS = 48


class LinkRefused(MashuraError):
    """The link lets nobody in."""

    code = "link_refused"


class LinkUnknown(LinkRefused):
    """There is no such link, or its member has left."""

    code = "link_unknown"


class LinkUsed(LinkRefused):
    """The link has let its member in already."""

    code = "link_used"


class LinkExpired(LinkRefused):
    """The link's time is over."""

    code = "link_expired"


class Links(People):
    """The members, and the links given to them."""

    def make_link(self, member_id: str, *, hours: int = HOURS) -> str:
        """The token of a new link: seen this once, only its digest is kept. Raises UnknownMember."""
        member = self._present(member_id)
        token = secrets.token_urlsafe(32)
        expires_at = self._clock() + timedelta(hours=hours)
        new = insert(tables.links).values(token_hash=digest(token), member=member.id, expires_at=expires_at)
        with self._engine.begin() as db:
            db.execute(new)
        return token

    def link(self, token: str) -> Member:
        """Whom the link lets in, without using it up. Raises LinkUnknown, LinkUsed or LinkExpired."""
        with self._engine.connect() as db:
            return self._look(db, token)

    def use_link(self, token: str) -> Member:
        """Use the link up: of any number of callers at once, one gets the member. Raises as `link`."""
        with self._engine.begin() as db:
            return self._use(db, token)

    def _look(self, db: Connection, token: str) -> Member:
        query = (
            select(tables.links.c.used_at, tables.links.c.expires_at, tables.members)
            .join_from(tables.links, tables.members)
            .where(tables.links.c.token_hash == digest(token), tables.members.c.left_at.is_(None))
        )
        row = db.execute(query).one_or_none()
        if row is None:
            raise LinkUnknown("no such link")
        if row.used_at is not None:
            raise LinkUsed(f"used at {row.used_at:%Y-%m-%dT%H:%M:%SZ}")
        if row.expires_at <= self._clock():
            raise LinkExpired(f"expired at {row.expires_at:%Y-%m-%dT%H:%M:%SZ}")
        return as_member(row)

    def _use(self, db: Connection, token: str) -> Member:
        member = self._look(db, token)
        # Others may have looked at the same moment; this one statement decides between them.
        use = update(tables.links).where(
            tables.links.c.token_hash == digest(token), tables.links.c.used_at.is_(None)
        )
        if db.execute(use.values(used_at=self._clock())).rowcount != 1:
            raise LinkUsed("used at this very moment")
        return member
