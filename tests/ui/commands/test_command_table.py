from __future__ import annotations

import pytest

from agent_tui.ui.commands.command_table import COMMANDS
from agent_tui.ui.commands.lookup import (
    command_call,
    commands_starting_with,
    completed_command,
    unknown_command_text,
)


@pytest.mark.parametrize(
    ("text", "word", "argument"),
    [
        ("/help", "/help", ""),
        ("/model gpt-5.4 ", "/model", "gpt-5.4"),
        (":q", ":q", ""),
        ("/nonsense", "/nonsense", ""),
    ],
)
def test_a_slash_and_a_word_are_a_command(text: str, word: str, argument: str) -> None:
    call = command_call(text)

    assert call is not None
    assert (call.word, call.argument) == (word, argument)


@pytest.mark.parametrize(
    "text",
    ["/usr/bin/env python", "//", "/", " /help", "/Help", "help", "/help\nme", "1/2", ":quit"],
)
def test_everything_else_is_a_prompt(text: str) -> None:
    assert command_call(text) is None


def test_a_half_typed_name_is_no_command() -> None:
    call = command_call("/hel")

    assert call is not None
    assert call.command is None


def test_no_word_stands_for_two_commands() -> None:
    words = [word for command in COMMANDS for word in (command.name, *command.aliases)]

    assert len(words) == len(set(words))


def test_the_list_shows_what_can_still_be_meant() -> None:
    assert [command.name for command in commands_starting_with("/mo")] == ["/model"]
    assert commands_starting_with("/") == COMMANDS
    assert commands_starting_with("/model x") == ()
    assert commands_starting_with("hello") == ()
    subcommands = [command.name for command in commands_starting_with("/permissions ")]
    assert subcommands[:2] == ["/permissions revoke", "/permissions why"]
    assert commands_starting_with("/ps k")[0].usage == "/ps kill ID"


@pytest.mark.parametrize(
    ("text", "completed"),
    [("/he", "/help "), ("/x", ""), ("/", "/"), ("", ""), ("/ps k", "/ps kill ")],
)
def test_completion_goes_as_far_as_all_agree(text: str, completed: str) -> None:
    assert completed_command(text) == completed


def test_an_unknown_command_suggests_the_nearest_and_a_way_to_send_it() -> None:
    text = unknown_command_text("/modle")

    assert "Did you mean /model?" in text
    assert "as a prompt" in text
