"""The composer in somebody else's application."""

from __future__ import annotations

from typing import ClassVar

from agent_tui.config.key_bindings import KeyBindings
from agent_tui.ui.widgets.composer import Composer


class EmbeddedComposer(Composer):
    """Has no bindings but a text area's: the program's come before everything else, also before
    those of the application. It asks its view about each key instead, in the order of typing."""

    takes_shell_lines: ClassVar[bool] = False

    def use_keys(self, keys: KeyBindings) -> None:
        """See `Composer`."""
        self._bindings = self._text_areas_bindings
