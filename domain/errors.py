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


class Unreadable(MashuraError):
    """A stored event cannot be read: its topic is unknown or its content broken."""

    code = "unreadable_event"


class DigestDiffers(MashuraError):
    """The text that was shown is not the text of that version."""

    code = "digest_differs"


class MandateRefused(MashuraError):
    """A mandate, an office or a place in a group cannot be given or ended so."""


class AlreadyHeld(MandateRefused):
    """The person has that mandate, office or place already."""

    code = "already_held"


class NotHeld(MandateRefused):
    """The person does not have that mandate, office or place."""

    code = "not_held"


class OfficeTaken(MandateRefused):
    """Somebody else holds that office; their term ends first."""

    code = "office_taken"


class NeedsMandate(MandateRefused):
    """That is for members of the body only."""

    code = "needs_mandate"


class UnknownGroup(MashuraError):
    """The body has no such group."""

    code = "unknown_group"


class UnknownBody(MashuraError):
    """There is no such body."""

    code = "unknown_body"


class UnknownMeeting(MashuraError):
    """There is no such meeting."""

    code = "unknown_meeting"


class ProcedureRefused(MashuraError):
    """The procedure does not allow this step now; nothing has changed."""


class NotTabled(ProcedureRefused):
    """That version of the text is not the one that is tabled."""

    code = "not_tabled"


class AlreadyDecided(ProcedureRefused):
    """The paper is decided, and its text closed."""

    code = "already_decided"


class NotAdopted(ProcedureRefused):
    """That text was not adopted; nothing may go out as if it had been."""

    code = "not_adopted"


class OutOfTurn(ProcedureRefused):
    """Another step comes before this one."""

    code = "out_of_turn"


class NoQuorum(ProcedureRefused):
    """The meeting has no quorum: nothing can be adopted in it."""

    code = "no_quorum"


class NotYet(ProcedureRefused):
    """That day has not come yet."""

    code = "not_yet"


class SamePerson(ProcedureRefused):
    """What one person recorded, another confirms."""

    code = "same_person"


class Superseded(ProcedureRefused):
    """What was shown has been changed meanwhile by somebody else; look at it again."""

    code = "superseded"
