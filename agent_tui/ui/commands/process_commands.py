"""Commands about what runs and what the agent can run."""

from __future__ import annotations

from agent_tui.ui.commands.command import CommandHost, Subcommand
from agent_tui.ui.commands.subcommands import command_with, plain_command, wrong_usage


def _list(host: CommandHost) -> None:
    host.link.list_processes()


def _kill(host: CommandHost, process_id: str) -> None:
    if not (process_id.isascii() and process_id.isdigit()):
        wrong_usage(host, f"/ps kill {process_id}", "/ps kill ID, with a number that /ps lists")
        return
    host.link.kill_process(int(process_id))


def _tools(host: CommandHost) -> None:
    host.link.list_tools()


PROCESS_COMMANDS = (
    command_with(
        "/ps",
        "List the commands that run",
        _list,
        (Subcommand("kill", "ID", "End one with all that it started", _kill),),
        argument="[kill ID]",
    ),
    plain_command("/tools", "List the tools that the model is offered", _tools),
)
