"""What the engine tells, put into items: which part is which item, what comes below what."""

from __future__ import annotations

from collections.abc import Iterable

from agent_tui.protocol.events import PartKind
from agent_tui.protocol.messages import ChatMessage, ShellCommand
from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.status import TurnStatus
from agent_tui.ui.render.tool_call import USER_SHELL, shell_arguments
from agent_tui.ui.transcript.earlier_items import has_gap
from agent_tui.ui.transcript.items.answer_item import AnswerItem, Ending
from agent_tui.ui.transcript.items.compaction_item import CompactionItem
from agent_tui.ui.transcript.items.item import Item
from agent_tui.ui.transcript.items.prompt_item import PromptItem, SteeringItem
from agent_tui.ui.transcript.items.thinking_item import ThinkingItem
from agent_tui.ui.transcript.items.tool_call_item import ToolCallItem
from agent_tui.ui.transcript.items.turn_end_item import TurnEndItem
from agent_tui.ui.transcript.layout import Layout
from agent_tui.ui.transcript.session_items import items_of
from agent_tui.ui.transcript.tool_calls import ToolCalls

_PartItem = AnswerItem | ThinkingItem | ToolCallItem


class Turns:
    """Keeps the items of running turns; `calls` keeps the tool calls among them. fresh: numbers of
    items that were added or changed; whoever paints them clears it."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._parts: dict[
            str, tuple[int, _PartItem]
        ] = {}  # by part_id, those that may still change
        self._earlier: dict[str, list[tuple[int, AnswerItem]]] = {}  # sections of those parts
        self._prompt_ids: set[str] = set()
        self.fresh: set[int] = set()
        self.calls = ToolCalls(layout, self._changed)

    def clear(self) -> None:
        """Forget everything."""
        self._layout.clear()
        self._parts.clear()
        self._earlier.clear()
        self.calls.clear()
        self._prompt_ids.clear()
        self.fresh.clear()

    def load(self, messages: Iterable[ChatMessage], *, has_earlier: bool = False) -> None:
        """Show a history instead of what was shown. has_earlier: the rest of it comes later."""
        self.clear()
        if has_earlier:
            self._layout.await_earlier()
        items: list[Item] = []
        for item in items_of(messages):
            item.has_gap = has_gap(items[-1], item) if items else has_earlier
            items.append(item)
        self._layout.extend(items)
        self.calls.loaded()

    def add(self, item: Item) -> int:
        """Add an item at the end. Returns its number."""
        item.has_gap = has_gap(self._layout.last, item)
        if isinstance(item, ToolCallItem):
            item.is_open = self.calls.is_open
        number = self._layout.append(item)
        self.fresh.add(number)
        return number

    def open_turn(self, prompt: ChatMessage, *, is_retry: bool) -> None:
        """Show the prompt, unless it stands there already."""
        if not is_retry and prompt.id not in self._prompt_ids:
            self._prompt_ids.add(prompt.id)
            self._add_prompt(PromptItem(prompt.text, prompt.attached), prompt)

    def rewrite_prompt(self, prompt: ChatMessage) -> None:
        """Another text was sent than the one that was written."""
        for number in range(self._layout.end - 1, -1, -1):
            item = self._layout.item(number)
            if isinstance(item, PromptItem) and item.message_id == prompt.id:
                item.rewrite(prompt.text)
                self._layout.reshaped(number)
                self._changed(number)
                return

    def show_compaction(self, mark: ChatMessage) -> None:
        """Show where earlier messages were summarised. Of one that was undone, the line changes."""
        for number in range(self._layout.end):
            item = self._layout.item(number)
            if isinstance(item, CompactionItem) and item.message_id == mark.id:
                item.is_undone = mark.is_superseded
                self._layout.reshaped(number)
                self._changed(number)
                return
        if not mark.is_superseded:
            self.add(CompactionItem(mark))

    def _add_prompt(self, item: PromptItem, prompt: ChatMessage) -> None:
        item.message_id = prompt.id
        self.add(item)

    def add_part(self, part_id: str, kind: PartKind, text: str, name: str) -> None:
        """Begin a part."""
        item: _PartItem
        match kind:
            case PartKind.TEXT:
                item = _growing_answer(part_id)
            case PartKind.THINKING:
                item = ThinkingItem()
            case PartKind.TOOL_CALL:
                item = ToolCallItem(name, part_id=part_id)
        self._parts[part_id] = self.add(item), item
        if text:
            self.append_text(part_id, text)

    def append_text(self, part_id: str, text: str) -> None:
        """Add text to a part. Text of an unknown part is not shown: its session was left."""
        known = self._parts.get(part_id)
        if known is None:
            return
        number, item = known
        rest = item.append(text)
        self._changed(number)
        while rest and isinstance(item, AnswerItem):
            self._earlier.setdefault(part_id, []).append((number, item))
            item = _growing_answer(part_id)
            number = self.add(item)
            self._parts[part_id] = number, item
            rest = item.append(rest)

    def end_part(self, part_id: str, ending: Ending) -> None:
        """No more text for this part."""
        number, item = self._parts.pop(part_id, (0, None))
        earlier = self._earlier.pop(part_id, ())
        match item:
            case None:
                return
            case AnswerItem():
                self._fade(earlier if ending is Ending.SUPERSEDED else ())
                item.end(ending)
            case ThinkingItem():
                item.end()
            case ToolCallItem() if ending:
                item.abandon(ending)
        if isinstance(item, ToolCallItem):
            self._parts[part_id] = number, item  # the call itself comes later
        self._changed(number)

    def start_tool_call(self, call_id: str, part_id: str, name: str, arguments: str) -> None:
        """The engine takes up a call, of this turn or of a loaded history."""
        number, item = (
            self._parts.pop(part_id, None) or self.calls.known(call_id, part_id) or (0, None)
        )
        if not isinstance(item, ToolCallItem):
            item = ToolCallItem(name, part_id=part_id)
            number = self.add(item)
        item.start(name, arguments)
        self.calls.start(call_id, number, item)

    def add_steering(self, prompt: ChatMessage) -> None:
        """Show a prompt that joins the running turn."""
        if prompt.id not in self._prompt_ids:
            self._prompt_ids.add(prompt.id)
            self._add_prompt(SteeringItem(prompt.text, prompt.attached), prompt)

    def start_shell(self, command: ShellCommand, *, is_waiting: bool) -> None:
        """The user runs a command, which may have to wait for others."""
        arguments = shell_arguments(command)
        number, item = self.calls.known(command.id, "") or (None, None)
        if number is None or item is None:
            item = ToolCallItem(USER_SHELL, arguments)
            number = self.add(item)
        item.start(USER_SHELL, arguments)
        if is_waiting:
            item.wait_for_others()
        self.calls.start(command.id, number, item, is_users=True)

    def close_turn(self, result: TurnResult) -> None:
        """Show how the turn ended; parts and calls that were left open end with it."""
        for part_id in list(self._parts):
            self.end_part(part_id, Ending.INCOMPLETE)
        self._parts.clear()
        self.calls.abandon("stopped" if result.status is TurnStatus.CANCELLED else "no result")
        self.add(TurnEndItem(result))

    def _fade(self, sections: Iterable[tuple[int, AnswerItem]]) -> None:
        for number, section in sections:
            section.fade()
            self._changed(number)

    def _changed(self, number: int) -> None:
        self._layout.changed(number)
        self.fresh.add(number)


def _growing_answer(part_id: str) -> AnswerItem:
    item = AnswerItem(is_growing=True)
    item.message_id = part_id
    return item
