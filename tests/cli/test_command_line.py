"""What the words on the command line mean."""

from __future__ import annotations

import pytest

from agent_tui.cli.arguments import Arguments, OutputFormat
from agent_tui.cli.command_line import (
    SUBCOMMANDS,
    first_word,
    read_command_line,
    settings_first,
)
from agent_tui.cli.plain_arguments import plain_arguments
from agent_tui.errors import ConfigError


def _read(*argv: str) -> Arguments:
    arguments = read_command_line(argv)
    assert isinstance(arguments, Arguments)
    return arguments


@pytest.mark.parametrize(
    "argv",
    [
        (),
        ("-c",),
        ("--continue",),
        ("-r", "abc"),
        ("--resume", "abc"),
        ("--resume", "sessions"),
        ("--resume", ""),
    ],
)
def test_the_commonest_starts_mean_the_same_without_the_grammar(argv: tuple[str, ...]) -> None:
    assert plain_arguments(argv) == _read(*argv)


@pytest.mark.parametrize(
    "argv",
    [
        ("hello",),
        ("--resume",),
        ("-r", "-c"),
        ("-c", "-r", "abc"),
        ("--resume=abc",),
        ("sessions",),
    ],
)
def test_all_others_are_left_to_the_grammar(argv: tuple[str, ...]) -> None:
    assert plain_arguments(argv) is None


def test_every_option_ends_in_the_arguments() -> None:
    arguments = _read(
        *("-p", "-c", "-r", "abc", "-C", "/tmp", "--output-format", "json", "--debug", "hello"),
        *("--image", "a.png", "--image", "b.png"),
    )

    assert arguments == Arguments(
        prompt="hello",
        is_print=True,
        is_continued=True,
        resume="abc",
        cwd="/tmp",
        output_format=OutputFormat.JSON,
        flags={"log_level": "debug"},
        is_debug=True,
        images=("a.png", "b.png"),
    )


@pytest.mark.parametrize(
    ("argv", "flags"),
    [
        (("-m", "x"), {"model": "x"}),
        (("--model=x",), {"model": "x"}),
        (("--provider", "x"), {"provider": "x"}),
        (("--base-url", "http://x/v1"), {"base_url": "http://x/v1"}),
        (("--profile", "x"), {"profile": "x"}),
        (("--max-turns", "3"), {"max_iterations": 3}),
        (("--theme", "x"), {"theme": "x"}),
        (("--keys", "minimal"), {"keys": "minimal"}),
        (("--layout", "minimal"), {"layout": "minimal"}),
        (("--no-mouse",), {"mouse": False}),
        (("--no-session",), {"save_sessions": False}),
        (("--debug",), {"log_level": "debug"}),
        (("--set", "idle_timeout_s=3", "--set", "theme=y"), {"idle_timeout_s": 3, "theme": "y"}),
        (("--set", "theme=y", "--theme", "x"), {"theme": "x"}),
    ],
)
def test_options_that_are_settings_become_flags(
    argv: tuple[str, ...], flags: dict[str, object]
) -> None:
    assert _read(*argv).flags == flags


@pytest.mark.parametrize(
    ("argv", "word"),
    [
        ((), ""),
        (("sessions", "list"), "sessions"),
        (("-m", "sessions", "config"), "config"),
        (("-mx", "config"), "config"),
        (("--model=x", "config"), "config"),
        (("--debug", "config"), "config"),
        (("--set", "a=b", "--no-mouse", "config"), "config"),
        (("-m",), ""),
        (("--", "sessions"), ""),
        (("-p", "sessions"), ""),
        (("-r", "sessions"), ""),
        (("--unknown", "sessions"), ""),
    ],
)
def test_the_first_word_is_found_behind_options_that_hold_for_every_command(
    argv: tuple[str, ...], word: str
) -> None:
    assert first_word(argv) == word


@pytest.mark.parametrize("argv", [("--", "sessions"), ("-p", "sessions"), ("sessions!",)])
def test_a_prompt_may_look_like_a_subcommand(argv: tuple[str, ...]) -> None:
    assert _read(*argv).prompt == argv[-1]


def test_a_prompt_that_begins_with_a_dash_goes_after_two_dashes() -> None:
    assert _read("-p", "--", "-v is what?").prompt == "-v is what?"


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_every_subcommand_that_is_listed_has_help(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert read_command_line([name, "--help"]) == 0
    assert f"agent-tui {name}" in capsys.readouterr().out


def test_the_help_names_all_subcommands(capsys: pytest.CaptureFixture[str]) -> None:
    assert read_command_line(["-h"]) == 0

    shown = capsys.readouterr().out
    assert all(f"  {name} " in shown for name in SUBCOMMANDS)


@pytest.mark.parametrize("name", ["sessions", "config"])
def test_a_group_without_its_verb_shows_its_help_as_an_error(name: str) -> None:
    with pytest.raises(ConfigError, match=f"(?s)Usage: agent-tui {name}.*Commands:"):
        read_command_line([name])


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (("--modle", "x"), "There is no option --modle. Did you mean --model?"),
        (("one", "two"), "The prompt must be one argument: put it in quotes."),
        (("--max-turns", "many"), "'many' is not a valid integer."),
        (("--output-format", "xml"), "'xml' is not one of"),
        (("-m",), "requires an argument."),
        (("--set", "x"), "--set needs key=value"),
        (("config", "frob"), "No such command 'frob'. See: agent-tui config --help"),
    ],
)
def test_what_cannot_be_understood_is_explained_in_a_sentence(
    argv: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        read_command_line(argv)

    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("argv", "ordered"),
    [
        (["models", "--base-url", "URL"], ["--base-url", "URL", "models"]),
        (["config", "show", "--json", "-mNAME"], ["-mNAME", "config", "show", "--json"]),
        (["models", "--set", "a=1", "--set=b=2"], ["--set", "a=1", "--set=b=2", "models"]),
        (["sessions", "show", "--", "--model"], ["sessions", "show", "--", "--model"]),
    ],
)
def test_settings_may_stand_behind_a_subcommand_as_well(
    argv: list[str], ordered: list[str]
) -> None:
    assert settings_first(argv) == ordered


def test_a_setting_without_its_value_behind_a_subcommand_is_named() -> None:
    with pytest.raises(ConfigError, match="--model needs a value"):
        read_command_line(["models", "--model"])
