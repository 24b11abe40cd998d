"""What happens to a body: its founding, its rules, and who serves in it, in which office and group, since
when.

Facts only; `body.py` makes them and takes them in. People are random ids: their names are kept elsewhere.
"""

from datetime import date
from typing import Literal

from domain.event import Event, topic
from domain.rules import RuleSet

# These names are stored: they never change.
Office = Literal[
    "chair",
    "vice_chair",
    "rapporteur",
    "secretary",
    "clerk",  # the council's, who receives what the body deposits
    "auditor",
    "administrator",  # runs the service; has no part in the texts
]
Place = Literal["coordinator", "deputy", "member"]


@topic("body.founded")
class BodyFounded(Event, frozen=True, kw_only=True):
    """A consultative body was set up here: its name, its commune, its council, and the town it writes from.

    `kind` is open ("ieecag", "youth", …): a council may have many bodies.
    """

    kind: str
    name: str
    commune: str
    council: str
    town: str
    by: str


@topic("body.rules_adopted")
class RulesAdopted(Event, frozen=True, kw_only=True):
    """From a day on the body decides by this rule set; decisions name the version they rest on."""

    rules: RuleSet
    since: date
    by: str


@topic("body.mandate_begun")
class MandateBegun(Event, frozen=True, kw_only=True):
    """A person became a member of the body."""

    member: str
    since: date
    by: str


@topic("body.mandate_ended")
class MandateEnded(Event, frozen=True, kw_only=True):
    """A member's mandate ended, and with it all offices and places in groups."""

    member: str
    until: date
    reason: str
    by: str


@topic("body.office_given")
class OfficeGiven(Event, frozen=True, kw_only=True):
    """A person took an office of the body, or one beside it (clerk, auditor, administrator)."""

    member: str
    office: Office
    since: date
    by: str


@topic("body.office_ended")
class OfficeEnded(Event, frozen=True, kw_only=True):
    """A person left an office."""

    member: str
    office: Office
    until: date
    by: str


@topic("body.group_formed")
class GroupFormed(Event, frozen=True, kw_only=True):
    """A thematic group was formed."""

    group: str
    name: str
    since: date
    by: str


@topic("body.group_joined")
class GroupJoined(Event, frozen=True, kw_only=True):
    """A member took a place in a thematic group: coordinator, deputy coordinator or member."""

    group: str
    member: str
    place: Place
    since: date
    by: str


@topic("body.group_left")
class GroupLeft(Event, frozen=True, kw_only=True):
    """A member left a thematic group."""

    group: str
    member: str
    until: date
    by: str


@topic("body.link_given")
class LinkGiven(Event, frozen=True, kw_only=True):
    """A person was given a new link to sign in with, as on a first visit or after a lost password.

    Who gave it is on record, because whoever holds it acts in that person's name; the link itself is not.
    """

    member: str
    by: str
