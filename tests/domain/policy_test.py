"""Every cell of the table of permissions, against a table written by hand: role, command, state."""

from itertools import product
from typing import Any, get_args

import pytest

from domain.policy import Command, Role, State, allows

# One row per command and state that anybody may; one column per role, in the order of `Role`: y may, - may
# not. What has no row here, nobody may.
TABLE = """
                                mem wri coo dep rap sec vic cha cle aud adm
read                  drafting   y   y   y   y   y   y   y   y   -   y   y
read                  tabled     y   y   y   y   y   y   y   y   -   y   y
read                  adopted    y   y   y   y   y   y   y   y   -   y   y
read                  rejected   y   y   y   y   y   y   y   y   -   y   y
read                  withdrawn  y   y   y   y   y   y   y   y   -   y   y
read                  deposited  y   y   y   y   y   y   y   y   y   y   y
read                  returned   y   y   y   y   y   y   y   y   y   y   y
read                  received   y   y   y   y   y   y   y   y   y   y   y
read                  answered   y   y   y   y   y   y   y   y   y   y   y
follow_audit          drafting   y   y   y   y   y   y   y   y   -   y   y
follow_audit          tabled     y   y   y   y   y   y   y   y   -   y   y
follow_audit          adopted    y   y   y   y   y   y   y   y   -   y   y
follow_audit          rejected   y   y   y   y   y   y   y   y   -   y   y
follow_audit          withdrawn  y   y   y   y   y   y   y   y   -   y   y
follow_audit          deposited  y   y   y   y   y   y   y   y   -   y   y
follow_audit          returned   y   y   y   y   y   y   y   y   -   y   y
follow_audit          received   y   y   y   y   y   y   y   y   -   y   y
follow_audit          answered   y   y   y   y   y   y   y   y   -   y   y
edit                  drafting   -   y   y   y   y   y   y   y   -   -   -
edit                  tabled     -   y   y   y   y   y   y   y   -   -   -
table                 drafting   -   -   y   y   y   -   -   y   -   -   -
table                 tabled     -   -   y   y   y   -   -   y   -   -   -
withdraw              drafting   -   -   y   y   y   -   -   y   -   -   -
withdraw              tabled     -   -   y   y   y   -   -   y   -   -   -
record                tabled     -   -   -   -   -   y   -   -   -   -   -
confirm               tabled     -   -   -   -   -   -   y   y   -   -   -
record_paper_adoption drafting   -   -   -   -   -   -   -   y   -   -   -
record_paper_adoption tabled     -   -   -   -   -   -   -   y   -   -   -
attach                drafting   -   -   -   -   y   y   -   y   -   -   -
attach                tabled     -   -   -   -   y   y   -   y   -   -   -
attach                adopted    -   -   -   -   y   y   -   y   -   -   -
attach                rejected   -   -   -   -   y   y   -   y   -   -   -
attach                withdrawn  -   -   -   -   y   y   -   y   -   -   -
attach                deposited  -   -   -   -   y   y   -   y   y   -   -
attach                returned   -   -   -   -   y   y   -   y   y   -   -
attach                received   -   -   -   -   y   y   -   y   y   -   -
attach                answered   -   -   -   -   y   y   -   y   y   -   -
revise                adopted    -   y   y   y   y   y   y   y   -   -   -
revise                rejected   -   y   y   y   y   y   y   y   -   -   -
revise                withdrawn  -   y   y   y   y   y   y   y   -   -   -
revise                deposited  -   y   y   y   y   y   y   y   -   -   -
revise                returned   -   y   y   y   y   y   y   y   -   -   -
revise                received   -   y   y   y   y   y   y   y   -   -   -
revise                answered   -   y   y   y   y   y   y   y   -   -   -
deposit               adopted    -   -   -   -   -   y   -   y   -   -   -
deposit               returned   -   -   -   -   -   y   -   y   -   -   -
receive               deposited  -   -   -   -   -   -   -   -   y   -   -
turn_back             deposited  -   -   -   -   -   -   -   -   y   -   -
answer                received   -   -   -   -   -   -   -   -   y   -   -
consult               body       y   y   y   y   y   y   y   y   -   y   y
begin                 body       -   y   y   y   y   y   y   y   -   -   -
convene               body       -   -   -   -   -   y   -   -   -   -   -
preside               body       -   -   -   -   -   -   y   y   -   -   -
invite                body       -   -   -   -   -   y   -   y   -   -   y
appoint               body       -   -   -   -   -   -   -   y   -   -   y
number                body       -   -   -   -   -   y   -   y   -   -   -
"""
HEAD, *ROWS = [line.split() for line in TABLE.strip().splitlines()]
MAY: dict[tuple[Any, Any], list[bool]] = {
    (command, state): [letter == "y" for letter in letters] for command, state, *letters in ROWS
}


@pytest.mark.parametrize("command", get_args(Command))
def test_every_cell(command: Command) -> None:
    for state in get_args(State):
        may = MAY.get((command, state), [False] * len(HEAD))
        assert [allows({role}, command, state) for role in get_args(Role)] == may, state


def test_the_table_names_every_role_command_and_state() -> None:
    assert [role[:3] for role in get_args(Role)] == HEAD
    assert {command for command, _ in MAY} == set(get_args(Command))
    assert {state for _, state in MAY} == set(get_args(State))


def test_nobody_may_anything_in_no_role() -> None:
    assert not any(allows((), *cell) for cell in product(get_args(Command), get_args(State)))


def test_several_roles_may_what_any_of_them_may() -> None:
    assert allows({"auditor", "chair"}, "confirm", "tabled")
    assert not allows({"auditor", "clerk"}, "confirm", "tabled")


@pytest.mark.parametrize(
    ("role", "command", "state"),
    [
        ("secretary", "confirm", "tabled"),  # who records does not confirm
        ("chair", "record", "tabled"),  # and who confirms does not record
        ("clerk", "read", "tabled"),  # the council sees what was deposited, and nothing before
        ("clerk", "read", "adopted"),
        ("clerk", "follow_audit", "received"),
        ("auditor", "edit", "drafting"),
        ("administrator", "edit", "drafting"),
        ("member", "edit", "drafting"),  # a member of another group
        ("chair", "edit", "adopted"),  # what was adopted stays
        ("secretary", "appoint", "body"),  # nobody makes themselves chair
    ],
)
def test_what_must_never_be(role: Role, command: Command, state: State) -> None:
    assert not allows({role}, command, state)
