"""What vim in the composer asks of the application."""

from __future__ import annotations

from typing import Protocol

from agent_tui.ui.widgets.cursor_shape import CursorShape


class VimHost(Protocol):
    """The application. Call on the UI loop; nothing waits or raises."""

    @property
    def clipboard(self) -> str:
        """What was last copied in this program."""
        ...

    def shape_cursor(self, shape: CursorShape) -> bool:
        """Draw the cursor so. False when only the painted block can be had."""
        ...

    def show_editing_mode(self, label: str, command_line: str) -> None:
        """Say which mode it is. command_line: being typed, with its first sign, "" for none."""
        ...

    def say(self, hint: str) -> None:
        """Answer a key for a moment. hint: harmless, one line."""
        ...

    def show_vim_list(self, text: str) -> None:
        """Show lines, such as those of `:registers`."""
        ...

    def copy_from_vim(self, text: str, *, to_primary_only: bool) -> None:
        """Put a text on the clipboard."""
        ...

    def run_vim_line(self, line: str) -> None:
        """A `:` line that is none of Vim's: a slash command without its slash."""
        ...

    def line_completions(self, line: str) -> list[str]:
        """What a `:` line can become, whole lines without the ":"."""
        ...

    def write_conversation(self, name: str, *, may_replace: bool, then_leave: bool) -> None:
        """`:w name`. then_leave: and quit when it is written."""
        ...

    def edit_from_vim(self, name: str) -> None:
        """`:e name`; "" is the conversation."""
        ...

    def leave(self) -> None:
        """Leave through the exit door."""
        ...
