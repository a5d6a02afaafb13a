"""A text area in which large pastes stand as chips: one label, deleted as one."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.widgets import TextArea

from agent_tui.ui.widgets.paste_chips import (
    PasteChips,
    clean_paste,
    is_chip_worthy,
    is_too_large_to_edit,
)


class ChipTextArea(TextArea):
    """A text area that takes foreign text safely. `chips.expanded(text)` is what was meant."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.chips = PasteChips()

    def shown(self, text: str) -> str:
        """A whole text as it may stand here: cleaned, and a chip when it would slow every key."""
        cleaned = clean_paste(text)
        return self.chips.add(cleaned) if is_too_large_to_edit(cleaned) else cleaned

    def paste(self, text: str) -> None:
        """Insert foreign text as one edit; a large one as a chip."""
        cleaned = clean_paste(text)
        inserted = self.chips.add(cleaned) if is_chip_worthy(cleaned) else cleaned
        self.replace(inserted, *self.selection, maintain_selection_offset=False)

    def action_paste(self) -> None:
        """Paste what was last copied or cut in this program."""
        self.paste(self.app.clipboard)

    def action_delete_left(self) -> None:
        """Delete the selection, a whole chip, or one character."""
        row, column = self.cursor_location
        label = self.chips.label_before(self.document.get_line(row), column)
        if label and self.selection.is_empty:
            self._delete_via_keyboard((row, column - len(label)), (row, column))
        else:
            super().action_delete_left()

    def action_delete_right(self) -> None:
        """Delete the selection, a whole chip, or one character."""
        row, column = self.cursor_location
        label = self.chips.label_after(self.document.get_line(row), column)
        if label and self.selection.is_empty:
            self._delete_via_keyboard((row, column), (row, column + len(label)))
        else:
            super().action_delete_right()

    async def _on_paste(self, event: events.Paste) -> None:
        # Without prevent_default TextArea would paste a second time.
        event.prevent_default()
        event.stop()
        self.paste(event.text)
