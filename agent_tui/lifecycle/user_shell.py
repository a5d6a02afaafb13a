"""What the engine gets to run the shell commands that the user types."""

from __future__ import annotations

from collections.abc import Callable

from agent_tui.engine.shell_commands.shell_parts import ShellParts
from agent_tui.protocol.processes import CommandEnd, ProcessSupervisor, SupervisedProcess


def user_shell(processes: ProcessSupervisor, *, scratch: str) -> ShellParts:
    """See `ShellParts`. Loads what reads the output with the first command."""
    return ShellParts(processes=processes, follow=_followed, scratch=scratch)


async def _followed(
    process: SupervisedProcess, folder: str, show: Callable[[str], None], /
) -> CommandEnd:
    # Deferred: most sessions never see such a command.
    from agent_tui.tools.commands.followed_command import followed_command

    return await followed_command(process, folder, show)
