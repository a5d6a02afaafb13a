"""A screen with a strip of waiting prompts, which can be taken back and sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from agent_tui.protocol.sessions import QueuedPrompt
from agent_tui.ui.screens.sidebar_screen import SidebarScreen
from agent_tui.ui.widgets.composer import Composer
from agent_tui.ui.widgets.queue_strip import QueueStrip

if TYPE_CHECKING:
    from agent_tui.ui.commands.command import CommandHost


class QueueScreen(SidebarScreen):
    """Turns what the user does with waiting prompts into calls of the engine link."""

    def __init__(self, host: CommandHost) -> None:
        super().__init__(host)
        self.queue_strip = QueueStrip()

    def queued_prompts(self) -> Sequence[QueuedPrompt]:
        """The prompts that wait."""
        return self.queue_strip.prompts

    def on_composer_queue_released(self) -> None:
        """Send the held queue, if there is one."""
        if self.queue_strip.is_held:
            self._host.link.release_queue()

    def on_composer_queued_taken(self, message: Composer.QueuedTaken) -> None:
        """The prompt is in the composer now, so it must not be sent as well."""
        self._host.link.remove_queued(message.prompt_id)
