"""A screen that knows what becomes of the text that the composer gives away."""

from __future__ import annotations

from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.commands.lookup import command_call, unknown_command_text
from agent_tui.ui.screens.completion_screen import CompletionScreen


class SubmitScreen(CompletionScreen):
    """Runs commands and sends prompts; what cannot be taken goes back to the composer."""

    def submit(self, text: str, shown: str) -> None:
        """Run a command or send a prompt. shown: the text with chips, to put it back."""
        call = command_call(text)
        if call is None:
            if not self._host.link.submit(text.strip()):
                self.composer.put_back(shown)
            elif self._host.link.early_prompts:
                self.queue_strip.show(self._host.link.early_prompts, is_held=False)
        elif call.command is None:
            self._host.show_notice(
                NoticeLevel.WARNING, "Unknown command", unknown_command_text(call.word)
            )
            self.composer.put_back(shown)
        else:
            call.command.run(self._host, call.argument)
