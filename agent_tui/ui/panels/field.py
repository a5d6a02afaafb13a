"""The text field of a panel: for a reason, a comment, an answer, arguments to edit."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.document._document import EditResult
from textual.document._edit import Edit
from textual.widgets import TextArea

from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.widgets.clean_paste import clean_paste

MOST_ROWS = 6


class Field(TextArea):
    """A text area that leaves some keys to the panel around it. Foreign text is cleaned.

    passed_keys: these go to the panel, whatever a text area does with them.
    """

    # What some terminals send for Option or Ctrl with an arrow.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("alt+b", "cursor_word_left", show=False),
        Binding("alt+f", "cursor_word_right", show=False),
    ]
    DEFAULT_CSS = """
    Field, Field:focus {
        height: auto; min-height: 1; max-height: 6; margin: 0 2; padding: 0 1; border: none;
        color: $foreground; background: $surface; scrollbar-size-vertical: 1;
    }
    Field .text-area--placeholder { color: $text-muted; }
    """

    def __init__(self) -> None:
        super().__init__(soft_wrap=True, tab_behavior="focus", highlight_cursor_line=False)
        self.passed_keys: Collection[str] = ()
        self.set_reactive(TextArea.cursor_blink, False)
        self.display = False

    @property
    def is_open(self) -> bool:
        """It is shown."""
        return bool(self.display)

    @property
    def rows(self) -> int:
        """How many rows it takes, 0 while it is closed."""
        most = self.styles.max_height
        limit = int(most.value) if most is not None else MOST_ROWS
        return min(max(self.wrapped_document.height, 1), limit) if self.is_open else 0

    def open(self, text: str, *, placeholder: str, passed_keys: Collection[str]) -> None:
        """Show a text to be edited, the cursor at its end."""
        self.placeholder = placeholder
        self.passed_keys = passed_keys
        self.load_text(harmless(clean_paste(text)))
        self.move_cursor(self.document.end)
        self.display = True

    def take(self, event: events.Key) -> bool:
        """Write a key that the panel got. False for one that is no character.

        The field keeps the characters that it gets itself, so what reaches the panel was typed in
        one burst with the key that opened the field, before the focus had moved.
        """
        if not event.is_printable or event.character is None:
            return False
        self.insert(event.character)
        return True

    def edit(self, edit: Edit) -> EditResult:
        """See `ChipTextArea.edit`."""
        result = super().edit(edit)
        if self.is_attached:
            self.scroll_cursor_visible()
        return result

    def close(self) -> None:
        """Forget the text and hide."""
        if self.is_open:
            self.display = False
            self.load_text("")

    def on_resize(self) -> None:
        """Another width wraps into other rows, which the panel must know."""
        self.post_message(self.Changed(self))

    async def _on_key(self, event: events.Key) -> None:
        # Textual calls TextArea's own `_on_key` next, unless it is prevented; the event goes on to
        # the panel in any case.
        if event.key in self.passed_keys:
            event.prevent_default()
            return
        # Textual looks for bindings only when a key has bubbled up to the app; the characters typed
        # behind it would be in the text by then, and "delete to the end" would delete them.
        for binding in self._bindings.key_to_bindings.get(event.key, ()):
            event.stop()
            event.prevent_default()
            await self.run_action(binding.action)

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.replace(
            harmless(clean_paste(event.text)), *self.selection, maintain_selection_offset=False
        )
