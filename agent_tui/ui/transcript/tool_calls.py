"""The tool calls of a session: which item is which call, which of them run, which are open."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from msgspec import Struct

from agent_tui.ui.transcript.items.call_result import CallResult
from agent_tui.ui.transcript.items.item import Item
from agent_tui.ui.transcript.items.tool_call_item import CallState, ToolCallItem
from agent_tui.ui.transcript.layout import Layout

_FIRST_SECOND_SHOWN = 2  # a time that flashes by tells nothing


class _Call(Struct):
    """A call without a result. started_at: on the monotonic clock, in seconds. is_users: it does
    not end with the turn."""

    number: int
    item: ToolCallItem
    started_at: float
    is_users: bool


class ToolCalls:
    """Keeps the calls that may still change. changed: called with the number of an item that has
    other content now. is_open: the output of all calls is shown."""

    def __init__(
        self,
        layout: Layout,
        changed: Callable[[int], None],
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._layout = layout
        self._changed = changed
        self._monotonic = monotonic
        self._calls: dict[str, _Call] = {}  # by call_id
        self._unanswered: dict[str, int] = {}  # part_id to number, of a loaded history
        self._asked: dict[str, tuple[str, ...]] = {}  # request_id to the call_ids that wait for it
        self._checklist: int | None = None
        self.is_open = False
        layout.dressers.append(self._dress)

    @property
    def is_anything_running(self) -> bool:
        """Some call's time goes on."""
        return any(call.item.state is CallState.RUNNING for call in self._calls.values())

    def clear(self) -> None:
        """Forget all calls; open stays open."""
        self._calls.clear()
        self._unanswered.clear()
        self._asked.clear()
        self._checklist = None

    def loaded(self) -> None:
        """A history stands in the layout now: the engine may still take up its unanswered calls."""
        for number in self._layout.numbers():
            item = self._layout.item(number)
            if not isinstance(item, ToolCallItem):
                continue
            item.is_open = self.is_open
            if item.state is not CallState.ENDED:
                self._unanswered[item.part_id] = number
            elif item.is_checklist:
                self._replace_checklist(number)

    def known(self, call_id: str, part_id: str) -> tuple[int, ToolCallItem] | None:
        """The item of a running call, or of a loaded one without a result; None when there is
        none."""
        if call := self._calls.get(call_id):
            return call.number, call.item
        number = self._unanswered.pop(part_id, None)
        item = None if number is None else self._layout.item(number)
        return (number, item) if number is not None and isinstance(item, ToolCallItem) else None

    def start(
        self, call_id: str, number: int, item: ToolCallItem, *, is_users: bool = False
    ) -> None:
        """A call runs. is_users: it is a command of the user's, not of the turn."""
        self._calls[call_id] = _Call(number, item, self._monotonic(), is_users)
        self._changed(number)

    def add_output(self, call_id: str, text: str, skipped_bytes: int) -> None:
        """A running call printed something. That of an unknown call is not shown."""
        if call := self._calls.get(call_id):
            call.item.add_output(text, skipped_bytes)
            self._changed(call.number)

    def wait_for_user(self, request_id: str, call_ids: Iterable[str]) -> None:
        """The user must answer before these calls go on."""
        self._asked[request_id] = tuple(call_ids)
        self._set_waiting(self._asked[request_id], waits=True)

    def go_on(self, request_id: str) -> None:
        """The user need not answer any more."""
        self._set_waiting(self._asked.pop(request_id, ()), waits=False)

    def end(self, call_id: str, result: CallResult) -> None:
        """A call has its result."""
        if call := self._calls.pop(call_id, None):
            call.item.end(result)
            if call.item.is_checklist:
                self._replace_checklist(call.number)
            self._changed(call.number)

    def abandon(self, note: str) -> None:
        """The turn is over: what runs gets no result."""
        over = {call_id: call for call_id, call in self._calls.items() if not call.is_users}
        for call_id, call in over.items():
            del self._calls[call_id]
            call.item.abandon(note)
            self._changed(call.number)
        self._asked.clear()

    def show_times(self) -> None:
        """Write down how long each call has been running. Nothing new, so nothing is reported as
        changed."""
        now = self._monotonic()
        for call in self._calls.values():
            running_s = int(now - call.started_at)
            if call.item.state is CallState.RUNNING and running_s >= _FIRST_SECOND_SHOWN:
                call.item.show_time(running_s)
                self._layout.changed(call.number)

    def toggle(self) -> None:
        """Open or close all calls."""
        self.is_open = not self.is_open
        for number in self._layout.at_hand():
            item = self._layout.item(number)
            if isinstance(item, ToolCallItem):
                item.is_open = self.is_open
                self._layout.redressed(number)

    def _dress(self, number: int, item: Item) -> None:
        """An item of the earlier history, which comes in from below, was made."""
        if not isinstance(item, ToolCallItem):
            return
        item.is_open = self.is_open
        if item.state is CallState.ENDED and item.is_checklist:
            if self._checklist is None or self._checklist < number:
                self._checklist = number
            item.is_stale = number != self._checklist

    def _set_waiting(self, call_ids: Iterable[str], *, waits: bool) -> None:
        for call_id in call_ids:
            if call := self._calls.get(call_id):
                call.item.wait_for_user(waits)
                call.started_at = self._monotonic()
                self._changed(call.number)

    def _replace_checklist(self, number: int) -> None:
        """Only the latest checklist counts; the one before folds to its line."""
        before, self._checklist = self._checklist, number
        if before is not None:
            item = self._layout.item(before)
            assert isinstance(item, ToolCallItem)
            item.is_stale = True
            self._layout.reshaped(before)
