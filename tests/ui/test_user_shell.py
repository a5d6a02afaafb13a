"""`!` and `!!` in the composer."""

from __future__ import annotations

import pytest

from agent_tui.protocol.events import ToolOutput
from agent_tui.protocol.inputs import CancelTurn, RunShell, StopShell, SubmitPrompt
from agent_tui.protocol.messages import ChatMessage, Role, ShellCommand, TextPart
from agent_tui.protocol.prompt_events import ShellEnded, ShellStarted
from agent_tui.ui.commands.shell_line import ShellLine, shell_line
from tests.ui.running_chat import RunningChat, opened, running_chat, turn_ended, turn_started


def a_command(command: str = "make", *, is_private: bool = False, **facts: int) -> ShellCommand:
    return ShellCommand(id="c1", command=command, cwd="/proj", is_private=is_private, **facts)


def started(command: ShellCommand, *, is_waiting: bool = False) -> ShellStarted:
    return ShellStarted(session_id="s1", command=command, is_waiting=is_waiting)


def a_message(command: ShellCommand, text: str) -> ChatMessage:
    return ChatMessage(
        id=command.id, role=Role.USER, parts=(TextPart(id="p", text=text),), shell=command
    )


def stopped(chat: RunningChat) -> list[str]:
    return [one.command_id for one in chat.engine.inputs if isinstance(one, StopShell)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("!ls -l", ShellLine("ls -l", is_private=False)),
        ("! ls ", ShellLine("ls", is_private=False)),
        ("!!env", ShellLine("env", is_private=True)),
        ("!!!", ShellLine("!", is_private=True)),
        ("!", ShellLine("", is_private=False)),
        ("!for x in 1 2\ndo echo $x\ndone", ShellLine("for x in 1 2\ndo echo $x\ndone", False)),
        ("hey!", None),
        (" !ls", None),
        ("", None),
    ],
)
def test_a_mark_in_front_makes_a_text_a_command(text: str, line: ShellLine | None) -> None:
    assert shell_line(text) == line


async def test_a_command_is_run_and_not_sent_also_while_a_turn_runs() -> None:
    async with running_chat() as chat:
        await chat.emit(turn_started())
        await chat.enter("!git status")
        await chat.enter("!!env")

        runs = [one for one in chat.engine.inputs if isinstance(one, RunShell)]
        assert [(one.command, one.is_private) for one in runs] == [
            ("git status", False),
            ("env", True),
        ]
        assert not any(isinstance(one, SubmitPrompt) for one in chat.engine.inputs)


async def test_a_mark_alone_gives_a_hint_and_stays() -> None:
    async with running_chat() as chat:
        await chat.enter("!")

        assert chat.sees("Write a command behind the mark")
        assert chat.composer.text == "!"


async def test_the_composer_shows_that_a_line_is_a_command() -> None:
    async with running_chat() as chat:
        await chat.write("!ls")
        assert chat.sees("$ !ls")
        await chat.press("home", "delete")
        assert chat.sees("❯ ls")


async def test_a_command_shows_its_output_and_its_end_like_a_tool_call() -> None:
    async with running_chat() as chat:
        await chat.emit(started(a_command()))
        output = ToolOutput(session_id="s1", call_id="c1", text="compiling\n")
        await chat.emit(output)
        assert chat.sees("▸ shell make")
        assert chat.sees("compiling")

        done = a_command(exit_code=2)
        await chat.emit(ShellEnded(session_id="s1", message=a_message(done, "bad\n[exit code 2]")))
        assert chat.sees("▸ shell make · exit code 2")


async def test_a_running_command_outlives_the_turn_and_one_that_waits_says_so() -> None:
    async with running_chat() as chat:
        await chat.emit(turn_started(), started(a_command(), is_waiting=True))
        assert chat.sees("shell make · waits for other commands")

        await chat.emit(started(a_command()), turn_ended())

        assert chat.sees("▸ shell make …")


async def test_esc_and_ctrl_c_stop_the_turn_first_and_then_the_newest_command() -> None:
    async with running_chat() as chat:
        await chat.emit(turn_started(), started(a_command()))
        await chat.press("escape")
        assert (stopped(chat), len([*filter(_is_cancel, chat.engine.inputs)])) == ([], 1)

        await chat.emit(turn_ended())
        await chat.press("escape", "ctrl+c")
        assert stopped(chat) == ["c1", "c1"]

        ended = a_message(a_command(), "[stopped by the user]")
        await chat.emit(ShellEnded(session_id="s1", message=ended))
        await chat.press("escape")
        assert stopped(chat) == ["c1", "c1"]


async def test_a_stored_session_shows_its_commands_and_does_not_call_them_up_as_prompts() -> None:
    private = a_command("env", is_private=True, exit_code=0)
    message = a_message(private, "HOME=/h\n[exit code 0 · 0.1 s]")
    async with running_chat(is_open=False) as chat:
        await chat.emit(opened(messages=(message,)))

        assert chat.sees("▸ shell, private env · exit code 0")
        await chat.press("up")
        assert chat.composer.text == ""


def _is_cancel(user_input: object) -> bool:
    return isinstance(user_input, CancelTurn)
