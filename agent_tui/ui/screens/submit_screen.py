"""A screen that knows what becomes of the text that the composer gives away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.commands.shell_line import run_shell_line, shell_line
from agent_tui.ui.screens.completion_screen import CompletionScreen

if TYPE_CHECKING:
    from agent_tui.ui.commands.command import CommandCall


class SubmitScreen(CompletionScreen):
    """Runs commands and sends prompts; what cannot be taken goes back to the composer."""

    def submit(self, text: str, shown: str) -> None:
        """Run a command or send a prompt. shown: the text with chips, to put it back."""
        line = shell_line(text)
        call = self._host.commands.call(text) if line is None else None
        if line is not None:
            run_shell_line(self._host, line, shown)
        elif call is None:
            self._send(text, shown)
        else:
            self._run(call, shown)

    def _send(self, text: str, shown: str) -> None:
        if not self.send_prompt(text.strip()):
            self.composer.put_back(shown)
        elif self._host.link.early_prompts:
            self.queue_strip.show(self._host.link.early_prompts, is_held=False)

    def _run(self, call: CommandCall, shown: str) -> None:
        # Deferred: no start should pay for what the first command needs.
        from agent_tui.ui.commands.running import run_command

        if call.command is None:
            unknown = self._host.commands.unknown_text(call.word)
            self._host.show_notice(NoticeLevel.WARNING, "Unknown command", unknown)
            self.composer.put_back(shown)
        else:
            run_command(self._host, call.command, call.argument, shown)
