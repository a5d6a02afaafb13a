"""Runs a command that was typed or picked; what cannot be run says why and comes back."""

from __future__ import annotations

from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.commands.argument import ArgumentProblem
from agent_tui.ui.commands.command import Command, CommandHost
from agent_tui.ui.commands.reading import read_arguments


def run_command(host: CommandHost, command: Command, argument: str, typed: str) -> None:
    """Run it. argument: what stands behind it, stripped. typed: the whole text, to give it back."""
    if command.needs_session and host.session is None:
        host.show_notice(
            NoticeLevel.WARNING,
            "The session is not open yet",
            f"{command.name} works as soon as it is. Your text is in the composer.",
        )
        host.put_back(typed)
        return
    try:
        run, values = read_arguments(command, argument)
    except ArgumentProblem as problem:
        host.show_notice(NoticeLevel.WARNING, "Not understood", str(problem))
        host.put_back(typed)
        return
    run(host, *values)
