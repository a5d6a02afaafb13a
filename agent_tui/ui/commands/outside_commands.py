"""Commands that take something out of the screen: to the clipboard, to the editor."""

from __future__ import annotations

from agent_tui.ui.commands.command import Command, CommandHost
from agent_tui.ui.commands.subcommands import plain_command, wrong_usage


def _copy(host: CommandHost, argument: str) -> None:
    if argument == "code":
        host.copy_code()
    elif not argument:
        host.copy_answer(1)
    elif argument.isascii() and argument.isdigit() and int(argument):
        host.copy_answer(int(argument))
    else:
        wrong_usage(
            host, f"/copy {argument}", "/copy, /copy 2 for the answer before, or /copy code"
        )


def _editor(host: CommandHost) -> None:
    host.open_conversation()


OUTSIDE_COMMANDS = (
    Command("/copy", "Copy the last answer, the n-th last, or a code block", _copy, "[n|code]"),
    plain_command("/editor", "Open the conversation in your editor", _editor),
)
