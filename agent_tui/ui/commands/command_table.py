"""The table of slash commands."""

from __future__ import annotations

from agent_tui.ui.commands.app_commands import APP_COMMANDS
from agent_tui.ui.commands.command import Command
from agent_tui.ui.commands.outside_commands import OUTSIDE_COMMANDS
from agent_tui.ui.commands.permission_commands import PERMISSION_COMMANDS
from agent_tui.ui.commands.process_commands import PROCESS_COMMANDS
from agent_tui.ui.commands.session_commands import SESSION_COMMANDS
from agent_tui.ui.commands.transcript_commands import TRANSCRIPT_COMMANDS

COMMANDS: tuple[Command, ...] = tuple(
    sorted(
        (
            *SESSION_COMMANDS,
            *TRANSCRIPT_COMMANDS,
            *OUTSIDE_COMMANDS,
            *PERMISSION_COMMANDS,
            *PROCESS_COMMANDS,
            *APP_COMMANDS,
        ),
        key=lambda command: command.name,
    )
)
"""All commands that work, by name."""
