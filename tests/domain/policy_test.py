"""Every cell of the table of permissions, against a table written by hand."""

from typing import Any, get_args

import pytest

from domain.policy import Command, Role, allows

# One row per role, one letter per command: y may, - may not.
TABLE = """
                read  follow_audit  edit  approve
member          y     y             y     -
coordinator     y     y             y     -
deputy          y     y             y     -
rapporteur      y     y             y     -
secretary       y     y             y     -
chair           y     y             y     y
clerk           y     y             -     -
auditor         y     y             -     -
administrator   y     y             -     -
"""
HEAD, *ROWS = [line.split() for line in TABLE.strip().splitlines()]
CELLS: list[tuple[Any, Any, bool]] = [
    (row[0], command, letter == "y") for row in ROWS for command, letter in zip(HEAD, row[1:], strict=True)
]


@pytest.mark.parametrize(("role", "command", "may"), CELLS)
def test_cell(role: Role, command: Command, may: bool) -> None:
    assert allows(role, command) is may


def test_the_table_names_every_role_and_every_command() -> None:
    assert {role for role, _, _ in CELLS} == set(get_args(Role))
    assert {command for _, command, _ in CELLS} == set(get_args(Command))
    assert len(CELLS) == len(get_args(Role)) * len(get_args(Command))
