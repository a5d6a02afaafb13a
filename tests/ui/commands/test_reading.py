"""What becomes of the text behind a command."""

from __future__ import annotations

import pytest

from agent_tui.protocol.permissions import PermissionMode
from agent_tui.ui.commands.argument import Argument, ArgumentProblem, usage_of, whole_number
from agent_tui.ui.commands.command import Command, Subcommand
from agent_tui.ui.commands.lookup import CommandLookup
from agent_tui.ui.commands.reading import read_arguments


def nothing(*_: object) -> None:
    """Commands of these tests do nothing."""


def a_command(*arguments: Argument, subcommands: tuple[Subcommand, ...] = ()) -> Command:
    return Command("/try", "Try", nothing, arguments, subcommands=subcommands)


def values(line: str) -> tuple[object, ...]:
    """What a shipped command would be called with."""
    call = CommandLookup().call(line)
    assert call is not None
    assert call.command is not None
    return read_arguments(call.command, call.argument)[1]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("/model", ()),
        ("/model gpt-5.4", ("gpt-5.4",)),
        ("/model  meta/llama-4   openrouter", ("meta/llama-4", "openrouter")),
        ("/copy 2", (2,)),
        ("/copy code", ("code",)),
        ("/find two  words", ("two  words",)),
        ("/rename  Fix the  build ", ("Fix the  build",)),
        ("/permissions", ()),
        ("/permissions mode edits", (PermissionMode.EDITS,)),
        ("/permissions why git  push | cat", ("git  push | cat",)),
        ("/ps kill 12", (12,)),
        ("/logs 40", (40,)),
    ],
)
def test_arguments_become_values(line: str, expected: tuple[object, ...]) -> None:
    assert values(line) == expected


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/tools x", "Write /tools, with nothing behind it."),
        ("/rename", "Write /rename TITLE"),
        ("/model a b c", "Write /model [name [provider]]"),
        ("/copy -1", "-1 is neither a number nor code."),
        ("/copy ²", "/copy 2 for the answer before"),
        ("/logs 0", "0 is not a number from 1."),
        ("/logs 99999999999999", "is not a number"),
        ("/permissions mode yolo", "yolo is no mode.\nWrite /permissions mode plan|ask|"),
        ("/permissions grant x", "one of these ways:\n/permissions\n/permissions revoke ID"),
        ("/ps kill all", "all is no number that /ps lists.\nWrite /ps kill ID"),
        ("/layout wide", "wide is none of standard, minimal, sidebar."),
    ],
)
def test_what_cannot_be_read_says_what_to_write(line: str, said: str) -> None:
    with pytest.raises(ArgumentProblem) as problem:
        values(line)

    assert said in str(problem.value)


def test_a_subcommand_goes_before_an_argument_of_the_same_word() -> None:
    told: list[object] = []
    command = Command(
        "/try",
        "Try",
        nothing,
        (Argument("name", is_optional=True),),
        subcommands=(Subcommand("all", "All", lambda _: told.append("all")),),
    )

    run, given = read_arguments(command, "all")
    assert (run(None, *given), told) == (None, ["all"])
    assert read_arguments(command, "some")[1] == ("some",)


def test_optional_arguments_stand_inside_each_other() -> None:
    arguments = (
        Argument("ID"),
        Argument("name", is_optional=True),
        Argument("rest", is_optional=True, takes_rest=True, parse=whole_number),
    )

    assert usage_of(arguments) == "ID [name [rest]]"
    assert read_arguments(a_command(*arguments), "a b 3")[1] == ("a", "b", 3)
