"""The tool kill_command: ends a background command."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from agent_tui.protocol.tools import ToolContext, ToolResult
from agent_tui.tools.command_output import background_facts
from agent_tui.tools.commands.background_commands import BackgroundCommands
from agent_tui.tools.commands.outcome import command_result
from agent_tui.tools.typed_tool import TypedTool

# TERM, 2 s, KILL, and some time to die.
_STOP_S = 4.0


class KillCommandArguments(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """See the schema."""

    id: Annotated[int, Meta(description="The number that run_command gave.")]


class KillCommand(TypedTool[KillCommandArguments]):
    """Needs no permission: the session that started a command may end it."""

    name = "kill_command"
    description = (
        "End a background command with everything that it started, and give back what it has "
        "printed since the last look."
    )
    arguments_type = KillCommandArguments
    timeout_s = 0.0

    def summary(self, arguments: KillCommandArguments) -> str:
        """See `Tool`."""
        return f"End background command {arguments.id}"

    async def run(self, arguments: KillCommandArguments, context: ToolContext) -> ToolResult:
        """See `Tool`."""
        command = context.state(BackgroundCommands).find(arguments.id)
        command.process.stop()
        await command.wait(_STOP_S)
        output = await command.new_output(0)
        return command_result(output, background_facts(command))
