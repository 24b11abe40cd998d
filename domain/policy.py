"""Who may do what in which state: one table, asked for every command.

What is not in the table is refused, so a role, a command or a state that is new gets nothing until it is
written here.
"""

from collections.abc import Collection
from typing import Final, Literal

# In what somebody acts towards one paper, or towards the body: their offices, and their place in the group
# that writes the paper. A paper that no group was charged with is written by the whole body.
Role = Literal[
    "member",  # of the body
    "writer",  # a member of the group that writes the paper
    "coordinator",  # of that group
    "deputy",  # the coordinator's
    "rapporteur",
    "secretary",
    "vice_chair",
    "chair",
    "clerk",  # the council's, who receives what the body deposits
    "auditor",
    "administrator",  # runs the service; has no part in the texts
]

# Where a paper stands; `body` for what is asked of the body itself.
State = Literal[
    "body",
    "drafting",
    "tabled",
    "adopted",
    "rejected",
    "withdrawn",
    "deposited",
    "returned",
    "received",
    "answered",
]

Command = Literal[
    # Of a paper.
    "read",
    "follow_audit",
    "edit",
    "table",
    "withdraw",
    "record",  # a vote or a deferral in a meeting
    "confirm",  # what was recorded
    "record_paper_adoption",
    "attach",
    "revise",  # begin a new draft from a text that was decided
    "deposit",
    "receive",
    "turn_back",
    "answer",
    # Of the body.
    "consult",  # its people, meetings and registers
    "begin",  # a paper
    "convene",  # a meeting: its details, attendance and end
    "preside",  # confirm what is about no paper
    "invite",
    "appoint",
    "number",  # open a register, void an entry
]

Roles = frozenset[Role]

_READERS: Final[Roles] = frozenset(
    {
        "member",
        "writer",
        "coordinator",
        "deputy",
        "rapporteur",
        "secretary",
        "vice_chair",
        "chair",
        "auditor",
        "administrator",
    }
)
_WRITERS: Final[Roles] = frozenset(
    {"writer", "coordinator", "deputy", "rapporteur", "secretary", "vice_chair", "chair"}
)
_HEADS: Final[Roles] = frozenset({"coordinator", "deputy", "rapporteur", "chair"})
_DESK: Final[Roles] = frozenset({"secretary", "chair"})
_KEEPERS: Final[Roles] = frozenset({"rapporteur", "secretary", "chair"})
_PRESIDES: Final[Roles] = frozenset({"vice_chair", "chair"})
_SECRETARY: Final[Roles] = frozenset({"secretary"})
_CHAIR: Final[Roles] = frozenset({"chair"})
_CLERK: Final[Roles] = frozenset({"clerk"})


def _in(roles: Roles, *states: State) -> dict[State, Roles]:
    return dict.fromkeys(states, roles)


_OPEN: Final[tuple[State, ...]] = ("drafting", "tabled")
_UNADOPTED: Final[tuple[State, ...]] = (*_OPEN, "rejected", "withdrawn")
_AT_COUNCIL: Final[tuple[State, ...]] = ("deposited", "returned", "received", "answered")
_DECIDED: Final[tuple[State, ...]] = ("adopted", "rejected", "withdrawn", *_AT_COUNCIL)

_ALLOWED: Final[dict[Command, dict[State, Roles]]] = {
    "read": _in(_READERS, *_UNADOPTED, "adopted") | _in(_READERS | _CLERK, *_AT_COUNCIL),
    "follow_audit": _in(_READERS, *_OPEN, *_DECIDED),
    "edit": _in(_WRITERS, *_OPEN),
    "table": _in(_HEADS, *_OPEN),
    "withdraw": _in(_HEADS, *_OPEN),
    "record": _in(_SECRETARY, "tabled"),
    "confirm": _in(_PRESIDES, "tabled"),
    "record_paper_adoption": _in(_CHAIR, *_OPEN),
    "attach": _in(_KEEPERS, *_OPEN, "adopted", "rejected", "withdrawn")
    | _in(_KEEPERS | _CLERK, *_AT_COUNCIL),
    "revise": _in(_WRITERS, *_DECIDED),
    "deposit": _in(_DESK, "adopted", "returned"),
    "receive": _in(_CLERK, "deposited"),
    "turn_back": _in(_CLERK, "deposited"),
    "answer": _in(_CLERK, "received"),
    "consult": _in(_READERS, "body"),
    "begin": _in(_WRITERS, "body"),
    "convene": _in(_SECRETARY, "body"),
    "preside": _in(_PRESIDES, "body"),
    "invite": _in(_DESK | {"administrator"}, "body"),
    "appoint": _in(_CHAIR | {"administrator"}, "body"),
    "number": _in(_DESK, "body"),
}


def allows(roles: Collection[Role], command: Command, state: State = "body") -> bool:
    """Whether somebody in any of these roles may give this command to what stands in this state."""
    return not _ALLOWED.get(command, {}).get(state, frozenset()).isdisjoint(roles)
