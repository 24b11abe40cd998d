"""One tree of coded errors. The code travels on the wire; the page words it for the reader."""

from typing import ClassVar


class MashuraError(Exception):
    """Something that a person asked for cannot be done. `code` is stable, for programs and for
    translation.
    """

    code: ClassVar[str] = "refused"


class CommitRefused(MashuraError):
    """A commit was not taken; nothing of it was stored and its author keeps the text."""


class Conflict(CommitRefused):
    """The commit cannot be carried over the newer commits; its author may rebase and try again."""

    code = "conflict"


class Invalid(CommitRefused):
    """The commit does not apply to its own base, or breaks the schema or a limit; never to be sent again."""

    code = "invalid"


class DuplicateId(Invalid):
    """A node's id is living elsewhere in the text."""

    code = "duplicate_id"


class Stale(CommitRefused):
    """The ref is not above its session's last, or was used for another content."""

    code = "stale"


class NotYours(CommitRefused):
    """The session belongs to another member or another draft."""

    code = "not_yours"


class Ahead(CommitRefused):
    """The base is above the head: the client holds a version that does not exist."""

    code = "ahead"


class NotAllowed(CommitRefused):
    """The member may not do this, here, now."""

    code = "not_allowed"


class Busy(CommitRefused):
    """Too much is waiting to be stored; the same commit may be sent again after a moment."""

    code = "busy"


class UnknownDraft(MashuraError):
    """There is no such draft."""

    code = "unknown_draft"


class UnknownVersion(MashuraError):
    """The draft has no such version."""

    code = "unknown_version"


class StoreUnavailable(MashuraError):
    """The store could not write; nothing was acknowledged that is not stored."""

    code = "store_unavailable"


class DigestDiffers(MashuraError):
    """The text that was shown is not the text of that version."""

    code = "digest_differs"


class AlreadyApproved(MashuraError):
    """That version was approved before."""

    code = "already_approved"
