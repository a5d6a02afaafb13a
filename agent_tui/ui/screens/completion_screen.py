"""A screen that shows, above the composer, what the text in it can become."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent_tui.ui.commands.lookup import commands_starting_with, completed_command
from agent_tui.ui.screens.queue_screen import QueueScreen
from agent_tui.ui.widgets.command_popup import CommandPopup

if TYPE_CHECKING:
    from agent_tui.ui.commands.command import CommandHost


class CompletionScreen(QueueScreen):
    """Owns the popup."""

    def __init__(self, host: CommandHost) -> None:
        super().__init__(host)
        self.popup = CommandPopup()

    def completed(self, text: str) -> str:
        """`text` completed, as far as all that fits agrees; "" when nothing fits."""
        return completed_command(text)

    def offer_completions(self, text: str) -> None:
        """Show what fits the composer's text."""
        fitting = commands_starting_with(text)
        if fitting or self.popup.is_open:
            self.popup.show([(command.usage, command.summary) for command in fitting])
