"""Who may do what: one table, asked for every command.

What is not in the table is refused, so a role or a command that is new gets nothing until it is written here.
"""

from enum import StrEnum
from typing import Literal


class Role(StrEnum):
    """The office in which somebody acts. The values are stored: they never change."""

    MEMBER = "member"
    COORDINATOR = "coordinator"  # of a thematic group
    DEPUTY = "deputy"  # the coordinator's
    RAPPORTEUR = "rapporteur"
    SECRETARY = "secretary"
    CHAIR = "chair"
    CLERK = "clerk"  # the council's, who receives what the body deposits
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"  # runs the service; has no part in the texts


# What may be asked of a paper.
Command = Literal["read", "follow_audit", "edit", "approve"]

_READS: frozenset[Command] = frozenset({"read", "follow_audit"})
_WRITES: frozenset[Command] = _READS | {"edit"}

_ALLOWED: dict[Role, frozenset[Command]] = {
    Role.MEMBER: _WRITES,
    Role.COORDINATOR: _WRITES,
    Role.DEPUTY: _WRITES,
    Role.RAPPORTEUR: _WRITES,
    Role.SECRETARY: _WRITES,
    Role.CHAIR: _WRITES | {"approve"},
    Role.CLERK: _READS,
    Role.AUDITOR: _READS,
    Role.ADMINISTRATOR: _READS,
}


def allows(role: Role, command: Command) -> bool:
    """Whether somebody in this role may give this command."""
    return command in _ALLOWED.get(role, frozenset())
