"""Commands that a host registers: how they are checked, what they may do, how they fail."""

from __future__ import annotations

import asyncio
import sys

import pytest

from agent_tui import AgentTui, ConfigError
from agent_tui.config.host_command import CommandContext, CommandRun, HostCommand
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.commands.lookup import CommandLookup
from tests.ui.running_chat import running_chat


def nothing(_: CommandContext) -> None:
    """Most of these tests never run it."""


@pytest.mark.parametrize("name", ["", "/", "De ploy", "/deploy!", "a/b", "Deploy", "7", ":w"])
def test_a_name_that_cannot_be_typed_is_refused(name: str) -> None:
    with pytest.raises(ConfigError, match="cannot be a command"):
        AgentTui().register_command(name, nothing, summary="x")


@pytest.mark.parametrize(
    ("name", "aliases"),
    [("help", ()), ("/clear", ()), ("deploy", ("/quit",)), ("deploy", ("deploy",)), ("mine", ())],
)
def test_a_word_that_is_taken_is_refused(name: str, aliases: tuple[str, ...]) -> None:
    app = AgentTui().register_command("mine", nothing, summary="x", aliases=("own",))

    with pytest.raises(ConfigError, match="There is a command /"):
        app.register_command(name, nothing, summary="x", aliases=aliases)


def test_a_refused_command_leaves_the_others_as_they_were() -> None:
    app = AgentTui().register_command("mine", nothing, summary="x")
    with pytest.raises(ConfigError):
        app.register_command("help", nothing, summary="x")

    assert app.register_command("next", nothing, summary="x") is app


async def test_it_runs_with_its_argument_and_may_do_what_the_context_offers() -> None:
    told: list[object] = []

    def deploy(context: CommandContext) -> None:
        told.extend([context.argument, context.session and context.session.id])
        told.append(context.is_turn_running)
        context.show_notice("It is on its way.", level=NoticeLevel.WARNING)
        told.append(context.submit("Write the release notes."))
        context.put_back("and then")

    command = HostCommand(name="/deploy", run=deploy, summary="Ship it", argument="[where]")
    async with running_chat(commands=(command,)) as chat:
        await chat.enter("/deploy  to  production ")

        assert told == ["to  production", "s1", False, True]
        assert chat.sees("It is on its way.")
        assert chat.engine.texts_sent() == ["Write the release notes."]
        assert chat.composer.text == "and then"


async def test_it_may_take_its_time() -> None:
    may_end = asyncio.Event()

    async def deploy(context: CommandContext) -> None:
        await may_end.wait()
        context.show_notice("Done.", title="Deployed")

    command = HostCommand(name="/deploy", run=deploy, summary="Ship it")
    async with running_chat(commands=(command,)) as chat:
        await chat.enter("/deploy")
        await chat.write("typed meanwhile")
        assert not chat.sees("Deployed")

        may_end.set()
        await chat.until_sees("Deployed")
        assert chat.composer.text == "typed meanwhile"


async def test_what_it_raises_at_once_or_later_becomes_a_notice() -> None:
    def at_once(_: CommandContext) -> None:
        raise ValueError("no such place")

    async def later(_: CommandContext) -> None:
        raise KeyError

    commands = (
        HostCommand(name="/one", run=at_once, summary="x"),
        HostCommand(name="/two", run=later, summary="x"),
    )
    async with running_chat(commands=commands) as chat:
        await chat.enter("/one")
        assert chat.sees("/one failed")
        assert chat.sees("no such place")

        await chat.enter("/two")
        await chat.until_sees("/two failed")
        assert chat.sees("KeyError")


async def test_it_stands_in_help_and_palette_beside_ours() -> None:
    command = HostCommand(name="/deploy", run=nothing, summary="Ship it", aliases=("/ship",))
    async with running_chat(commands=(command,)) as chat:
        await chat.press("f1", *"deploy")
        await chat.until_sees("Commands: This application")
        assert chat.sees("Ship it (also /ship)")

        await chat.press("escape", "ctrl+p", *"deploy")
        assert chat.sees("Ship it")


def test_choices_are_offered_and_ones_that_fail_are_none() -> None:
    def failing() -> list[str]:
        raise OSError("gone")

    lookup = CommandLookup(
        (
            HostCommand(name="/go", run=nothing, summary="x", choices=lambda: ["east", "west"]),
            HostCommand(name="/no", run=nothing, summary="x", choices=failing),
        )
    )
    offered = []
    for word in ("/go", "/no"):
        command = lookup.find(word)
        assert command is not None
        [argument] = command.arguments
        assert argument.choices is not None
        offered.append([choice.value for choice in argument.choices(None)])

    assert offered == [["east", "west"], []]


def test_a_near_miss_suggests_the_hosts_command() -> None:
    lookup = CommandLookup((HostCommand(name="/deploy", run=nothing, summary="x"),))

    assert "Did you mean /deploy?" in lookup.unknown_text("/depoly")


async def _leaves_later(_: CommandContext) -> None:
    await asyncio.sleep(0)
    sys.exit(1)


def _leaves(_: CommandContext) -> None:
    sys.exit()


@pytest.mark.parametrize("run", [_leaves, _leaves_later])
async def test_a_command_that_exits_leaves_through_the_exit_door(run: CommandRun) -> None:
    command = HostCommand(name="/done", run=run, summary="x")
    async with running_chat(commands=(command,)) as chat:
        await chat.enter("/done")
        await chat.until(lambda: bool(chat.exits))

        assert chat.exits == ["user"]
