"""Emacs's way to edit the composer: kill ring, mark and region, words. See `ui/emacs/`."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.actions import SkipAction
from textual.document._document import Selection
from textual.widgets import TextArea

from agent_tui.config.key_bindings import KeyBindings
from agent_tui.ui.emacs import changes
from agent_tui.ui.emacs.changes import Change
from agent_tui.ui.emacs.kill_ring import KillRing
from agent_tui.ui.widgets.composer import Composer

_DELETING_KEYS = ("backspace", "delete", "ctrl+d", "ctrl+h")


class EmacsEditing:
    """Implements `Editing`. Its actions are bound like all others; it sees every key only to know
    what ends a region, and a row of kills.

    keys: where the keys that quit are looked up.
    """

    def __init__(self, composer: Composer, keys: KeyBindings) -> None:
        self._composer = composer
        self.use_keys(keys)
        self._ring = KillRing()
        self._mark: int | None = None
        self._last = ""  # the action before, "" for any other key
        self._yanked = (0, 0)
        self._is_acting = False

    def use_keys(self, keys: KeyBindings) -> None:
        """Other keys hold from now on."""
        self._quit_keys = keys.keys("app.stop")
        self._own_keys = frozenset(
            key for name, bound in keys.table.items() if name.startswith("emacs.") for key in bound
        )

    @property
    def mode_label(self) -> str:
        """See `Editing`; there are no modes."""
        return ""

    def take(self, event: events.Key) -> bool:
        """See `Editing`."""
        if event.key in self._own_keys:
            return False
        self._last = ""
        if self._mark is None:
            return False
        if event.key in self._quit_keys:
            self._drop_mark()
            return True
        if event.is_printable:
            self._drop_mark()  # what is written does not replace the region
        elif event.key in _DELETING_KEYS:
            self._mark = None  # the text area deletes what is selected
        return False

    def text_was_replaced(self) -> None:
        """See `Editing`."""
        if not self._is_acting:
            self._drop_mark()
            self._last = ""

    def text_was_given_away(self) -> None:
        """See `Editing`. What was killed can be inserted into the next prompt."""
        self.text_was_replaced()

    def run(self, action: str) -> None:
        """Do what the action of this name in the key tables does."""
        before = self._text
        self._is_acting = True
        try:
            getattr(self, f"_{action}")()
            if self._text != before:
                self._composer.tell_editing()  # else it would be told later, as of another's change
        finally:
            self._is_acting = False
        self._last = action

    # --- moving ---

    def _line_start(self) -> None:
        self._move_to(self._text.rfind("\n", 0, self._at) + 1)

    def _line_end(self) -> None:
        end = self._text.find("\n", self._at)
        self._move_to(len(self._text) if end < 0 else end)

    def _forward_char(self) -> None:
        self._moved(self._composer.action_cursor_right)

    def _backward_char(self) -> None:
        self._moved(self._composer.action_cursor_left)

    def _next_line(self) -> None:
        self._moved_or(self._composer.action_next, self._composer.action_cursor_down)

    def _previous_line(self) -> None:
        self._moved_or(self._composer.action_previous, self._composer.action_cursor_up)

    def _forward_word(self) -> None:
        self._move_to(changes.word_end(self._text, self._at))

    def _backward_word(self) -> None:
        self._move_to(changes.word_start(self._text, self._at))

    def _text_start(self) -> None:
        self._move_to(0)

    def _text_end(self) -> None:
        self._move_to(len(self._text))

    # --- killing and inserting ---

    def _kill_word(self) -> None:
        self._kill(self._at, changes.word_end(self._text, self._at))

    def _backward_kill_word(self) -> None:
        self._kill(changes.word_start(self._text, self._at), self._at)

    def _kill_line(self) -> None:
        self._kill(self._at, changes.line_end_to_kill(self._text, self._at))

    def _backward_kill_line(self) -> None:
        self._kill(changes.line_start_to_kill(self._text, self._at), self._at)

    def _kill_region(self) -> None:
        if self._mark is not None:
            self._kill(*self._region)
        else:
            self._kill(changes.blank_word_start(self._text, self._at), self._at)

    def _copy_region(self) -> None:
        if self._mark is not None:
            start, end = self._region
            self._ring.add(self._text[start:end])
            self._drop_mark()

    def _yank(self) -> None:
        killed = self._ring.current
        if killed:
            at = self._at
            self._change(Change(at, at, killed, at + len(killed)))
            self._yanked = (at, at + len(killed))

    def _yank_pop(self) -> None:
        if self._last not in ("yank", "yank_pop"):
            return
        start, end = self._yanked
        killed = self._ring.rotate()
        self._change(Change(start, end, killed, start + len(killed)))
        self._yanked = (start, start + len(killed))

    # --- the region ---

    def _set_mark(self) -> None:
        is_second = self._last == "set_mark" and self._mark == self._at
        self._drop_mark()
        if not is_second:
            self._mark = self._at

    def _exchange_mark(self) -> None:
        if self._mark is not None:
            mark, self._mark = self._mark, self._at
            self._move_to(mark)

    def _mark_all(self) -> None:
        self._mark = len(self._text)
        self._move_to(0)

    # --- changing ---

    def _transpose_chars(self) -> None:
        self._change(changes.transposed_chars(self._text, self._at))

    def _transpose_words(self) -> None:
        self._change(changes.transposed_words(self._text, self._at))

    def _upper_word(self) -> None:
        self._change(changes.cased_word(self._text, self._at, str.upper))

    def _lower_word(self) -> None:
        self._change(changes.cased_word(self._text, self._at, str.lower))

    def _capital_word(self) -> None:
        self._change(changes.cased_word(self._text, self._at, changes.capitalised))

    def _open_line(self) -> None:
        self._change(Change(self._at, self._at, "\n", self._at))

    def _fill_paragraph(self) -> None:
        self._change(changes.filled_paragraph(self._text, self._at))

    # --- how all of them do it ---

    @property
    def _text(self) -> str:
        return self._composer.text

    @property
    def _at(self) -> int:
        return offset_of(self._composer, self._composer.cursor_location)

    @property
    def _region(self) -> tuple[int, int]:
        mark = min(self._mark or 0, len(self._text))
        return min(mark, self._at), max(mark, self._at)

    def _kill(self, start: int, end: int) -> None:
        if start == end:
            return
        start, end = self._with_whole_chips(start, end)
        killed = self._text[start:end]
        is_more = "kill" in self._last
        if is_more:
            self._ring.extend(killed, is_before=end == self._at and self._mark is None)
        else:
            self._ring.add(killed)
        self._change(Change(start, end, "", start))

    def _change(self, change: Change | None) -> None:
        if change is None or self._with_whole_chips(change.start, change.end) != (
            change.start,
            change.end,
        ):
            return  # the label of a paste is no word
        composer = self._composer
        self._mark = None
        start, end = (location_of(composer, offset) for offset in (change.start, change.end))
        composer.history.checkpoint()
        composer.replace(change.text, start, end, maintain_selection_offset=False)
        composer.move_cursor(location_of(composer, change.cursor))

    def _with_whole_chips(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of the text that cuts no label of a paste in two."""
        for chip_start, chip_end in self._composer.chips.spans(self._text):
            if chip_start < end and start < chip_end:
                start, end = min(start, chip_start), max(end, chip_end)
        return start, end

    def _move_to(self, offset: int) -> None:
        location = location_of(self._composer, offset)
        self._moved(lambda: self._composer.move_cursor(location))

    def _moved(self, move: Callable[[], object]) -> None:
        """Move, and let the region reach from the mark to where that leads."""
        composer = self._composer
        if self._mark is not None:  # a text area would first go to one end of what is selected
            composer.selection = Selection.cursor(composer.cursor_location)
        move()
        if self._mark is not None:
            mark = location_of(composer, min(self._mark, len(self._text)))
            composer.selection = Selection(mark, composer.cursor_location)

    def _moved_or(self, action: Callable[[], object], move: Callable[[], object]) -> None:
        """The prompts above and below the text, where the cursor cannot go on."""
        if self._mark is None:
            try:
                action()
            except SkipAction:
                pass
            else:
                return
        self._moved(move)

    def _drop_mark(self) -> None:
        if self._mark is not None:
            self._mark = None
            self._composer.selection = Selection.cursor(self._composer.cursor_location)


def offset_of(area: TextArea, location: tuple[int, int]) -> int:
    """How many characters stand before a place."""
    row, column = location
    return sum(len(area.document.get_line(line)) + 1 for line in range(row)) + column


def location_of(area: TextArea, offset: int) -> tuple[int, int]:
    """The place behind so many characters."""
    before = area.text[:offset]
    return before.count("\n"), len(before) - (before.rfind("\n") + 1)
