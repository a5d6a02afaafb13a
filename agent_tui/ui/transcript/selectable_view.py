"""Text that can be selected, with mouse and keyboard, across items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message

from agent_tui.ui.key_actions import SELECT_ACTIONS
from agent_tui.ui.keymap import view_bindings
from agent_tui.ui.transcript.selection.caret import Caret
from agent_tui.ui.transcript.selection.caret_keys import CaretKeys, CaretStep
from agent_tui.ui.transcript.selection.copied_text import source_in_text
from agent_tui.ui.transcript.selection.mouse_view import WHAT, MouseView
from agent_tui.ui.transcript.selection.place import Place
from agent_tui.ui.transcript.selection.selection import Selection
from agent_tui.ui.transcript.wanted import CopyWanted

_CHARACTERS_HINT = "select: h j k l w b e move · V lines · y copies · Esc leaves"
_LINES_HINT = "select lines: j k move · v characters · y copies · Esc leaves"


class SelectableView(MouseView):
    """Adds a caret, which selects like Vim's visual mode, to the mouse. It owns the keys while it
    is there.

    | key | does |
    |---|---|
    | v, V, shift+up, shift+down | begin to select: characters, or whole rows |
    | ctrl+a | select everything |
    | y | copy the selection; without one, the current item |
    | escape | clear the selection |
    """

    BINDINGS: ClassVar[list[BindingType]] = [*view_bindings("transcript", SELECT_ACTIONS)]

    @dataclass
    class HintChanged(Message):
        """What the keys do now, in a line; "" when they do what they always do."""

        text: str

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._caret: Caret | None = None
        self._caret_keys = CaretKeys()
        self._origin: Place | None = None  # the end of the selection where the caret is not
        self._is_linewise = False

    def on_key(self, event: events.Key) -> None:
        """The caret's keys come before all others; what it does not know goes nowhere, if it is a
        character: nobody types into the composer by accident."""
        if self._caret is None:
            is_taken = event.key == "escape" and self.has_selection
            if is_taken:
                self.clear_selection()
            else:
                is_taken = self._is_typed_elsewhere(event)
        else:
            step = self._caret_keys.feed(event.key)
            is_taken = step is not None or event.is_printable
            if step is not None:
                self._take_step(self._caret, step)
        if is_taken:
            event.stop()
            event.prevent_default()

    def _is_typed_elsewhere(self, event: events.Key) -> bool:
        """What is around this took it as text. Asked at once: a key that bubbles there is overtaken
        by the next one, which goes where the focus is by then."""
        takers = (getattr(node, "take_typing", None) for node in self.ancestors)
        taker = next((taker for taker in takers if taker is not None), None)
        return taker is not None and bool(taker(event))

    def on_blur(self, event: events.Blur) -> None:
        """The caret's keys would not arrive any more; what is selected stays."""
        self._put_away_caret()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """The mouse takes over."""
        self._put_away_caret()

    def items_cleared(self) -> None:
        """See `ContentWatcher`."""
        super().items_cleared()
        self._put_away_caret()

    def clear_selection(self) -> None:
        """Select nothing, and put the caret away."""
        self._put_away_caret()
        super().clear_selection()

    def action_copy(self) -> None:
        """Copy what is selected, and end the selection; else the current item."""
        if not self.has_selection:
            super().action_copy()
            return
        text = self.selected_text()
        self.clear_selection()
        if text:
            self.post_message(CopyWanted(text, WHAT))

    def action_select_characters(self) -> None:
        """Put the caret on the first visible row of the current item."""
        self._put_caret(is_linewise=False)

    def action_select_lines(self, step: str = "") -> None:
        """The same, for whole rows. step: "up" or "down", to go there at once."""
        self._put_caret(is_linewise=True, is_last=step == "up")
        if self._caret is not None and step:
            self._take_step(self._caret, CaretStep(step))

    def action_select_everything(self) -> None:
        """Select all items, as far as they are worth copying."""
        numbers = self._layout.numbers()
        first = next((n for n in numbers if self._is_worth_copying(n)), None)
        last = next((n for n in reversed(numbers) if self._is_worth_copying(n)), None)
        if first is None or last is None:
            return
        self._put_away_caret()
        end = len(self._layout.rows(last)) - 1
        self._select(Place(first, 0, 0), Place(last, end, self._layout.width - 1))

    def _is_worth_copying(self, number: int) -> bool:
        return bool(source_in_text(self._layout.item(number)) and self._layout.rows(number))

    @property
    def _is_held(self) -> bool:
        return super()._is_held or self._caret is not None

    def _put_caret(self, *, is_linewise: bool, is_last: bool = False) -> None:
        number = self._current_in_view()
        if number is None:
            return
        first = self._layout.first_row(number)
        rows = [p.row for p in self._placed if p.item == number and p.row >= first]
        self._caret = Caret(self._layout, number, rows[-1 if is_last else 0])
        self._caret_keys = CaretKeys()
        self._origin = self._caret.place
        self._set_linewise(is_linewise)
        self._show_caret(self._caret)

    def _take_step(self, caret: Caret, step: CaretStep) -> None:
        origin = self._origin
        if origin is None or self._selection is None or not self._selection.holds(self._layout):
            self.clear_selection()
            return
        own_step = CaretStep.LINES if self._is_linewise else CaretStep.CHARACTERS
        match step:
            case CaretStep.NOTHING:
                return
            case CaretStep.COPY:
                self.action_copy()
                return
            case _ if step in (CaretStep.LEAVE, own_step):
                self.clear_selection()
                return
            case CaretStep.LINES | CaretStep.CHARACTERS:
                self._set_linewise(step is CaretStep.LINES)
            case CaretStep.SWAP:
                self._origin = caret.place
                caret.stand_at(origin)
            case _:
                caret.step(step, self.size.height)
        self._show_caret(caret)

    def _show_caret(self, caret: Caret) -> None:
        origin = self._origin or caret.place
        with self.batch():
            self._shown_selection.caret = caret.place
            self._select(origin, caret.place, is_linewise=self._is_linewise)
        self.reveal(caret.place.item, caret.place.row)

    def _set_linewise(self, is_linewise: bool) -> None:
        self._is_linewise = is_linewise
        self.post_message(self.HintChanged(_LINES_HINT if is_linewise else _CHARACTERS_HINT))

    def _put_away_caret(self) -> None:
        if self._caret is not None:
            self._caret = self._origin = self._shown_selection.caret = None
            self.post_message(self.HintChanged(""))
            self._sync()

    def _drop_stale(self, selection: Selection) -> None:
        super()._drop_stale(selection)
        if self._selection is None:
            self._put_away_caret()
