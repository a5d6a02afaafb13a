from __future__ import annotations

import inspect

import pytest

from agent_tui.ui.commands.command import Command
from agent_tui.ui.commands.command_table import COMMANDS
from agent_tui.ui.commands.lookup import CommandLookup

EVERY_RUN = [
    pytest.param(run, arguments, id=name)
    for command in COMMANDS
    for name, run, arguments in (
        (command.name, command.run, command.arguments),
        *((f"{command.name} {sub.word}", sub.run, sub.arguments) for sub in command.subcommands),
    )
]


@pytest.fixture
def lookup() -> CommandLookup:
    return CommandLookup()


@pytest.mark.parametrize(
    ("text", "word", "argument"),
    [
        ("/help", "/help", ""),
        ("/model gpt-5.4 ", "/model", "gpt-5.4"),
        (":q", ":q", ""),
        ("/nonsense", "/nonsense", ""),
        ("exit", "exit", ""),
        ("quit", "quit", ""),
    ],
)
def test_a_slash_and_a_word_are_a_command(
    lookup: CommandLookup, text: str, word: str, argument: str
) -> None:
    call = lookup.call(text)

    assert call is not None
    assert (call.word, call.argument) == (word, argument)


@pytest.mark.parametrize(
    "text",
    [
        *("/usr/bin/env python", "//", "/", " /help", "/Help", "help", "/help\nme", "1/2", ":quit"),
        *("Exit", "QUIT", "exit now", " quit", "quit\n", "exit."),
    ],
)
def test_everything_else_is_a_prompt(lookup: CommandLookup, text: str) -> None:
    assert lookup.call(text) is None


def test_a_half_typed_name_is_no_command(lookup: CommandLookup) -> None:
    call = lookup.call("/hel")

    assert call is not None
    assert call.command is None


@pytest.mark.parametrize("word", [":q", "exit", "quit", "/exit", "/q"])
def test_all_the_usual_words_leave(lookup: CommandLookup, word: str) -> None:
    call = lookup.call(word)

    assert call is not None
    assert call.command is lookup.find("/quit")


def test_a_command_is_found_by_name_and_alias_with_a_slash_or_without(
    lookup: CommandLookup,
) -> None:
    assert lookup.find("sessions") is lookup.find("/resume") is lookup.find("resume")
    assert lookup.find("nothing") is None


def test_no_word_stands_for_two_commands() -> None:
    words = [word for command in COMMANDS for word in (command.name, *command.aliases)]

    assert len(words) == len(set(words))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_says_in_one_line_what_it_does(command: Command) -> None:
    assert 0 < len(command.summary) <= 60
    assert "\n" not in command.summary
    assert all(sub.summary for sub in command.subcommands)


@pytest.mark.parametrize(("run", "arguments"), EVERY_RUN)
def test_every_command_can_be_called_with_the_values_of_its_arguments(
    run: object, arguments: tuple[object, ...]
) -> None:
    """Values are handed over by place: the table's arguments and the function's must agree."""
    assert callable(run)
    _, *parameters = inspect.signature(run).parameters.values()

    assert len(parameters) == len(arguments)
    for parameter, argument in zip(parameters, arguments, strict=True):
        has_default = parameter.default is not inspect.Parameter.empty
        assert has_default is argument.is_optional  # type: ignore[attr-defined]


def test_usage_shows_what_must_and_what_may_follow() -> None:
    usages = {command.name: command.usage for command in COMMANDS}

    assert usages["/model"] == "/model [name [provider]]"
    assert usages["/rename"] == "/rename TITLE"
    assert usages["/ps"] == "/ps [kill ID]"
    assert usages["/permissions"] == "/permissions […]"
    assert usages["/tools"] == "/tools"


def test_an_unknown_command_suggests_the_nearest_and_a_way_to_send_it(
    lookup: CommandLookup,
) -> None:
    text = lookup.unknown_text("/modle")

    assert "Did you mean /model?" in text
    assert "as a prompt" in text


def test_words_without_a_slash_are_never_suggested(lookup: CommandLookup) -> None:
    assert "mean exit" not in lookup.unknown_text("/exitt")
