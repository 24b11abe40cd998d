"""Who may do what: one table, asked for every command.

What is not in the table is refused, so a role or a command that is new gets nothing until it is written here.
"""

from typing import Literal

# The office in which somebody acts. These names are stored: they never change.
Role = Literal[
    "member",
    "coordinator",  # of a thematic group
    "deputy",  # the coordinator's
    "rapporteur",
    "secretary",
    "chair",
    "clerk",  # the council's, who receives what the body deposits
    "auditor",
    "administrator",  # runs the service; has no part in the texts
]

# What may be asked of a paper.
Command = Literal["read", "follow_audit", "edit", "approve"]

_READS: frozenset[Command] = frozenset({"read", "follow_audit"})
_WRITES: frozenset[Command] = _READS | {"edit"}

_ALLOWED: dict[Role, frozenset[Command]] = {
    "member": _WRITES,
    "coordinator": _WRITES,
    "deputy": _WRITES,
    "rapporteur": _WRITES,
    "secretary": _WRITES,
    "chair": _WRITES | {"approve"},
    "clerk": _READS,
    "auditor": _READS,
    "administrator": _READS,
}


def allows(role: Role, command: Command) -> bool:
    """Whether somebody in this role may give this command."""
    return command in _ALLOWED.get(role, frozenset())
