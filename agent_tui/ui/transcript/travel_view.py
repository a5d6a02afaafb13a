"""Travelling through the transcript from turn to turn, and taking all of it elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message

from agent_tui.ui.key_actions import TRAVEL_ACTIONS
from agent_tui.ui.keymap import view_bindings
from agent_tui.ui.transcript.items.item import Item
from agent_tui.ui.transcript.selectable_view import SelectableView
from agent_tui.ui.transcript.wanted import ConversationWanted

_SLICE_S = 0.008
_PAUSE_S = 0.001  # between two slices: the screen paints and takes keys


class TravelView(SelectableView):
    """Goes from prompt to prompt, and hands out the whole conversation as markdown.

    | key | does |
    |---|---|
    | {, } | previous turn, next turn: its prompt comes to the top |
    | g g, G | start; end, and follow it |
    | [ | print the conversation on the normal screen |
    | ctrl+g | open the conversation in the editor |
    """

    BINDINGS: ClassVar[list[BindingType]] = [*view_bindings("transcript", TRAVEL_ACTIONS)]

    class ConversationAwaited(Message):
        """The conversation is wanted; gathering it takes a while."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._is_start_half_typed = False
        self._wants_in_editor: bool | None = None  # the conversation, as soon as it is gathered
        self._rest: Iterator[str] | None = None  # of its blocks
        self._gathered: list[str] = []

    def on_key(self, event: events.Key) -> None:
        """Only two of the key in a row are a command."""
        bound = self._bindings.key_to_bindings.get(event.key, ())
        if all(binding.action != "half_start" for binding in bound):
            self._is_start_half_typed = False

    def items_cleared(self) -> None:
        """See `ContentWatcher`."""
        super().items_cleared()
        self._wants_in_editor = self._rest = None

    def action_previous_turn(self) -> None:
        """The prompt above comes to the top; above the first one the start."""
        here, layout = self._anchor.place, self._layout
        for number in range(min(here[0], layout.end - 1), layout.first - 1, -1):
            if layout.item(number).opens_turn and (number, layout.first_row(number)) < here:
                self._go_to_turn(number)
                return
        self.action_scroll_home()

    def action_next_turn(self) -> None:
        """The prompt below comes to the top; below the last one the end."""
        here, layout = self._anchor.place, self._layout
        for number in range(max(here[0], layout.first), layout.end):
            if layout.item(number).opens_turn and (number, layout.first_row(number)) > here:
                self._go_to_turn(number)
                return
        self.action_scroll_end()

    def action_half_start(self) -> None:
        """The first g; the second one goes to the start."""
        if self._is_start_half_typed:
            self.action_scroll_home()
        self._is_start_half_typed = not self._is_start_half_typed

    def action_print_conversation(self) -> None:
        """Print all of it on the normal screen, as soon as all of it is there."""
        self._want_conversation(in_editor=False)

    def action_edit_conversation(self) -> None:
        """Open all of it in the editor, as soon as all of it is there."""
        self._want_conversation(in_editor=True)

    def _sync(self) -> None:
        super()._sync()
        if self._wants_in_editor is not None and self._rest is None:
            self._begin_gathering()

    def _go_to_turn(self, number: int) -> None:
        self.move_cursor(number)
        self.reveal(number, self._layout.first_row(number), at_top=True)

    def _want_conversation(self, *, in_editor: bool) -> None:
        is_new = self._wants_in_editor is None
        self._wants_in_editor = in_editor
        if is_new:
            self._begin_gathering()
            if self._wants_in_editor is not None:
                self.post_message(self.ConversationAwaited())

    def _begin_gathering(self) -> None:
        if self._layout.is_whole:
            # Deferred: few ever ask for it.
            from agent_tui.ui.transcript.conversation_text import conversation_blocks

            self._rest, self._gathered = conversation_blocks(self._items()), []
            self._gather()

    def _gather(self) -> None:
        """Read items for some milliseconds; the rest later."""
        if self._rest is None:
            return
        end_s = time.perf_counter() + _SLICE_S
        for block in self._rest:
            self._gathered.append(block)
            if time.perf_counter() >= end_s:
                self.set_timer(_PAUSE_S, self._gather)
                return
        text = "\n\n".join([*self._gathered, ""]).removesuffix("\n")
        in_editor = bool(self._wants_in_editor)
        self._wants_in_editor = self._rest = None
        self._gathered = []
        self.post_message(ConversationWanted(text, in_editor=in_editor))

    def _items(self) -> Iterator[Item]:
        number = self._layout.first
        while number < self._layout.end:  # which may grow meanwhile
            yield self._layout.item(number)
            number += 1
