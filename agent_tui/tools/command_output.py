"""The tool command_output: what a background command has printed since the last look."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from agent_tui.protocol.tools import ToolContext, ToolResult
from agent_tui.tools.commands.background_commands import BackgroundCommand, BackgroundCommands
from agent_tui.tools.commands.outcome import command_result, duration, outcome_facts
from agent_tui.tools.typed_tool import TypedTool


class CommandOutputArguments(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """See the schema."""

    id: Annotated[int, Meta(description="The number that run_command gave.")]
    wait_s: Annotated[
        float,
        Meta(
            description="When there is nothing new, wait for it, or for the end, up to this many "
            "seconds.",
            ge=0,
            le=600,
        ),
    ] = 0.0


class CommandOutput(TypedTool[CommandOutputArguments]):
    """Looks; changes nothing but what counts as new."""

    name = "command_output"
    description = (
        "Give back what a background command has printed since the last look, and whether it "
        "still runs."
    )
    arguments_type = CommandOutputArguments
    is_read_only = True
    timeout_s = 0.0

    def summary(self, arguments: CommandOutputArguments) -> str:
        """See `Tool`."""
        return f"Look at background command {arguments.id}"

    async def run(self, arguments: CommandOutputArguments, context: ToolContext) -> ToolResult:
        """See `Tool`."""
        command = context.state(BackgroundCommands).find(arguments.id)
        output = await command.new_output(arguments.wait_s)
        return command_result(output, background_facts(command))


def background_facts(command: BackgroundCommand) -> list[str]:
    """Whether it runs, how it ended, since when."""
    if command.status is None:
        return [f"still runs, since {duration(command.duration_s)}"]
    facts = outcome_facts(command.status) or ["exit code 0"]
    return ["has ended", *facts, f"ran {duration(command.duration_s)}"]
