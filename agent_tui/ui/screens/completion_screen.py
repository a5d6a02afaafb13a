"""A screen that shows, above the composer, what the text in it can become."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from agent_tui.config.key_bindings import KeyBindings
from agent_tui.ui.screens.queue_screen import QueueScreen
from agent_tui.ui.widgets.command_popup import CommandPopup

if TYPE_CHECKING:
    from agent_tui.ui.commands.command import CommandHost
    from agent_tui.ui.completion.completer import Completer


class CompletionScreen(QueueScreen):
    """Owns the popup, and implements `Completing` for the composer, `Surroundings` for the
    completer.

    keys: what chooses in the popup.
    """

    def __init__(self, host: CommandHost, keys: KeyBindings) -> None:
        super().__init__(host)
        self.popup = CommandPopup()
        self._completing_keys = keys
        self._completer: Completer | None = None
        self._quiet_text: str | None = None  # was not typed, so that nothing is offered for it

    def offer_completions(self, text: str) -> None:
        """Show what fits the composer's text."""
        if text != self._quiet_text:
            self._quiet_text = None
        if self._completer is not None or self._may_complete(text):
            self._made_completer().update()

    def on_text_area_selection_changed(self) -> None:
        """The cursor may have left what was being completed."""
        if self._completer is not None and self.popup.is_open:
            self._completer.update()

    def use_completing_keys(self, keys: KeyBindings) -> None:
        """Other keys hold from now on."""
        self._completing_keys, self._completer = keys, None

    def take_key(self, key: str) -> bool:
        """See `Completing`."""
        is_character = len(key) == 1  # none of them chooses, unless the popup is open
        if self._completer is None and (is_character or not self._may_complete(self.composer.text)):
            return False
        return self._made_completer().take(key)

    def complete_command(self) -> bool:
        """See `Completing`."""
        if self._completer is None and not self.composer.text.startswith("/"):
            return False
        return self._made_completer().complete_command()

    def text_was_shown(self, text: str) -> None:
        """See `Completing`."""
        self._quiet_text = text

    def dismiss_popup(self) -> None:
        """Close the popup until something else is begun."""
        if self._completer is not None:
            self._completer.dismiss()

    def on_command_popup_taken(self, message: CommandPopup.Taken) -> None:
        """Take what was clicked."""
        if self._completer is not None:
            self._completer.take_entry(message.number)

    def _may_complete(self, text: str) -> bool:
        if text == self._quiet_text:
            return False
        return text.startswith(("/", "!")) or "@" in text

    def _made_completer(self) -> Completer:
        if self._completer is None:
            # Deferred: no start should pay for it.
            from agent_tui.ui.completion.completer import Completer

            self._completer = Completer(
                self.composer, self.popup, self._host, self._completing_keys, self
            )
        return self._completer

    def is_quiet(self, text: str) -> bool:
        """See `Surroundings`."""
        return text == self._quiet_text

    def recent_files(self) -> Sequence[str]:
        """What the agent changed in this session, last changed first, seen from the workspace."""
        if self.transcript is None:
            return ()
        outline = self.transcript.outline
        outline.update()
        session = self._host.session
        folder = os.path.join(session.cwd, "") if session is not None else ""
        return [path.removeprefix(folder) for path in outline.files()]
