"""A text area in which large pastes and images stand as chips: one label, which nothing cuts in
two."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual import events
from textual.document._document import Document, EditResult, Location, Selection
from textual.document._edit import Edit
from textual.message import Message

from agent_tui.protocol.images import PromptImage
from agent_tui.ui.parts import TextAreaPart
from agent_tui.ui.widgets.clean_paste import clean_paste
from agent_tui.ui.widgets.paste_chips import PasteChips, is_chip_worthy, is_too_large_to_edit


class ChipTextArea(TextAreaPart):
    """A text area that takes foreign text safely. `chips.expanded(text)` is what was meant.

    The cursor never stands inside a label; an edit that would change a part of one takes all of it.
    """

    class Hinted(Message, namespace="composer"):
        """A key could not do what it is for; the text says why, in one line. instead: the action
        that does it, "" when none does."""

        def __init__(self, text: str, *, instead: str = "") -> None:
            super().__init__()
            self.text, self.instead = text, instead

    def __init__(self, **settings: Any) -> None:
        self.chips = PasteChips()  # first: setting up the text area moves its cursor
        super().__init__(**settings)

    @property
    def selected_text(self) -> str:
        """What is selected, chips expanded."""
        return self.chips.expanded(self.get_text_range(*self.selection))

    @property
    def plain_document(self) -> Document:
        """`document`, which knows how far from the start a location is."""
        assert isinstance(self.document, Document)
        return self.document

    def shown(self, text: str, images: Iterable[PromptImage] = ()) -> str:
        """A whole text as it may stand here: cleaned, and a chip when it would slow every key.
        images: those whose labels stand in it."""
        if not text:
            return text
        cleaned = self.chips.with_images(clean_paste(text), images)
        return self.chips.add(cleaned) if is_too_large_to_edit(cleaned) else cleaned

    def type_key(self, event: events.Key) -> None:
        """Take a character that was typed while something else had the focus, in its turn."""
        self.insert(event.character or "")

    def paste(self, text: str) -> None:
        """Insert foreign text as one edit; a large one as a chip."""
        cleaned = clean_paste(text)
        inserted = self.chips.add(cleaned) if is_chip_worthy(cleaned) else cleaned
        self.history.checkpoint()
        self.replace(inserted, *self.selection, maintain_selection_offset=False)

    def replace_as_one_step(self, text: str, start: Location, end: Location) -> None:
        """Replace a part by a step of its own, which undo takes back alone; the cursor goes behind
        the new text."""
        self.history.checkpoint()
        self.replace(text, start, end, maintain_selection_offset=False)
        self.history.checkpoint()

    def toggle_chip(self) -> bool:
        """Put the text of the chip at the cursor in its place, or make the text at the cursor that
        was one a chip again. False when there is nothing of the kind."""
        row, column = self.cursor_location
        line = self.document.get_line(row)
        if span := self.chips.span_beside(line, column):
            self._open_chip(row, line[slice(*span)], span[0])
            return True
        offset = self.plain_document.get_index_from_location(self.cursor_location)
        found = self.chips.opened_span(self.text, offset)
        if found is None:
            return False
        (start, stop), label = found
        location = self.plain_document.get_location_from_index
        self.replace_as_one_step(label, location(start), location(stop))
        return True

    def edit(self, edit: Edit) -> EditResult:
        """Every edit goes through here, by key or by program."""
        result = self._edited(edit)
        # TextArea scrolls to the cursor before it knows its new height: a row that is new at the
        # end would stay out of sight.
        if self.is_attached:
            self.scroll_cursor_visible()
        return result

    def _edited(self, edit: Edit) -> EditResult:
        if not self.chips:
            return super().edit(edit)
        whole = self._with_whole_chips(edit)
        takes_chip = any(self.chips.spans(self.get_text_range(whole.top, whole.bottom)))
        if takes_chip:
            self.history.checkpoint()
        result = super().edit(whole)
        if takes_chip:
            self.history.checkpoint()
        return result

    def action_paste(self) -> None:
        """Paste what was last copied or cut in this program."""
        self.paste(self.app.clipboard)

    def action_cut(self) -> None:
        """Cut the selection, or the line, with what its chips stand for."""
        start, end = self.selection
        result = self._delete_cursor_line() if start == end else self.delete(start, end)
        if result is not None:
            self.app.copy_to_clipboard(self.chips.expanded(result.replaced_text))

    def get_cursor_left_location(self) -> Location:
        """One character or chip to the left."""
        return self._left_of_chip(super().get_cursor_left_location())

    def get_cursor_right_location(self) -> Location:
        """One character or chip to the right."""
        return self._right_of_chip(super().get_cursor_right_location())

    def get_cursor_word_left_location(self) -> Location:
        """One word or chip to the left."""
        return self._left_of_chip(super().get_cursor_word_left_location())

    def get_cursor_word_right_location(self) -> Location:
        """One word or chip to the right."""
        return self._right_of_chip(super().get_cursor_word_right_location())

    def get_cursor_line_start_location(self, smart_home: bool = False) -> Location:
        """The start of the row."""
        return self._left_of_chip(super().get_cursor_line_start_location(smart_home))

    def get_cursor_line_end_location(self) -> Location:
        """The end of the row."""
        return self._right_of_chip(super().get_cursor_line_end_location())

    def on_click(self, event: events.Click) -> None:
        """A double click opens a chip."""
        row, column = self.cursor_location
        if event.chain == 2 and self.chips.span_beside(self.document.get_line(row), column):
            self.toggle_chip()

    def _validate_selection(self, selection: Selection) -> Selection:
        # Called by Textual for whatever moves the cursor.
        start, end = super()._validate_selection(selection)
        if not self.chips:
            return Selection(start, end)
        if start == end:
            return Selection.cursor(self._nearest_beside_chip(end))
        if start < end:
            return Selection(self._left_of_chip(start), self._right_of_chip(end))
        return Selection(self._right_of_chip(start), self._left_of_chip(end))

    async def _on_paste(self, event: events.Paste) -> None:
        # Without prevent_default TextArea would paste a second time.
        event.prevent_default()
        event.stop()
        self.paste(event.text)

    def _open_chip(self, row: int, label: str, column: int) -> None:
        if self.chips.is_image(label):
            self.post_message(self.Hinted("an image has nothing to open"))
            return
        pasted = self.chips.text_of(label)
        if is_too_large_to_edit(pasted):
            self.post_message(self.Hinted("too large to be opened here", instead="edit_draft"))
            return
        self.chips.opened(label)
        self.replace_as_one_step(pasted, (row, column), (row, column + len(label)))

    def _with_whole_chips(self, edit: Edit) -> Edit:
        top, bottom = edit.top, edit.bottom
        if top == bottom:
            place = self._right_of_chip(top)
            first = last = place
        else:
            first, last = self._left_of_chip(top), self._right_of_chip(bottom)
        if (first, last) == (top, bottom) or self._makes_another_chip(edit):
            return edit
        return Edit(edit.text, first, last, edit.maintain_selection_offset)

    def _makes_another_chip(self, edit: Edit) -> bool:
        # Who knows nothing of chips, an undo of vim's say, may change one label into another.
        (row, left), (last, right) = edit.top, edit.bottom
        line = self.document.get_line(row)
        span = self.chips.span_around(line, left)
        if row != last or span is None:
            return False
        changed = line[:left] + edit.text + line[right:]
        return any(start == span[0] for start, _ in self.chips.spans(changed))

    def _left_of_chip(self, location: Location) -> Location:
        row, column = location
        span = self.chips.span_around(self.document.get_line(row), column)
        return location if span is None else (row, span[0])

    def _right_of_chip(self, location: Location) -> Location:
        row, column = location
        span = self.chips.span_around(self.document.get_line(row), column)
        return location if span is None else (row, span[1])

    def _nearest_beside_chip(self, location: Location) -> Location:
        left, right = self._left_of_chip(location), self._right_of_chip(location)
        return left if location[1] - left[1] <= right[1] - location[1] else right
