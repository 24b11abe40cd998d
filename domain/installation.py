"""The installation as a whole: what was done to the log itself stands in the log."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from domain.event import Event, topic

INSTALLATION: Final = uuid5(UUID("6d617368-7572-4a00-8000-696e7374616c"), "installation")
"""The stream of the installation: there is one in every log."""


@topic("installation.restored")
class InstallationRestored(Event, frozen=True, kw_only=True):
    """The log was put back from a backup: what was stored after `made_at` is lost, except what follows here.

    `position` is that of the backup's last event, `digest` the SHA-256 over its events (docs/keeping.md).
    """

    made_at: datetime
    position: int
    digest: str
    by: str


def restored(
    earlier: Sequence[Event], made_at: datetime, position: int, digest: str, by: str, now: datetime
) -> InstallationRestored:
    """The event of a restore, after the `earlier` ones of its stream. Time does not go back in a stream."""
    return InstallationRestored(
        originator_id=INSTALLATION,
        originator_version=len(earlier) + 1,
        at=max([now, *(event.at for event in earlier)]),
        made_at=made_at,
        position=position,
        digest=digest,
        by=by,
    )
