"""`/ps`: the commands that run."""

from __future__ import annotations

from agent_tui.ui.commands.argument import Argument, ArgumentProblem, whole_number
from agent_tui.ui.commands.command import Category, Command, CommandHost, Subcommand


def _list(host: CommandHost) -> None:
    host.link.list_processes()


def _kill(host: CommandHost, process_id: int) -> None:
    host.link.kill_process(process_id)


def _process_id(text: str) -> int:
    try:
        return whole_number(text)
    except ArgumentProblem:
        raise ArgumentProblem(f"{text} is no number that /ps lists.") from None


PS = Command(
    "/ps",
    "List the commands that run",
    _list,
    subcommands=(
        Subcommand(
            "kill",
            "End one with all that it started",
            _kill,
            (Argument("ID", parse=_process_id),),
        ),
    ),
    category=Category.AGENT,
    details="Commands of all sessions, with age, CPU and memory of all that each has started.",
    needs_session=True,
)
