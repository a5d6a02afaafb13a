"""The transcript: one focusable widget that shows a session of any length."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from textual.message import Message
from textual.timer import Timer

from agent_tui.protocol.events import PartKind
from agent_tui.protocol.messages import ChatMessage, ShellCommand
from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.render.listing import Listing
from agent_tui.ui.transcript.changes import FileChanges
from agent_tui.ui.transcript.folding import ThinkingFolds
from agent_tui.ui.transcript.items.answer_item import AnswerItem, Ending
from agent_tui.ui.transcript.items.call_result import CallResult
from agent_tui.ui.transcript.items.changes_item import ChangesItem
from agent_tui.ui.transcript.items.greeting_item import GreetingItem
from agent_tui.ui.transcript.items.listing_item import ListingItem
from agent_tui.ui.transcript.items.notice_item import NoticeItem
from agent_tui.ui.transcript.outline import Outline
from agent_tui.ui.transcript.pinned_view import PinnedView
from agent_tui.ui.transcript.reader_place import ReaderPlace, place_in
from agent_tui.ui.transcript.turns import Turns


class Transcript(PinnedView):
    """Shows one session, as the engine tells it. Call on the UI loop only.

    Each call paints at once, calls inside `batch()` paint together at its end.
    """

    @dataclass
    class FollowChanged(Message):
        """The view began or ceased to follow the end, or more arrived below it.

        unseen_count: items that appeared or grew since it ceased, 0 while it follows.
        """

        follows: bool
        unseen_count: int

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._turns = Turns(self._layout)
        self._thinking = ThinkingFolds(self._layout)
        self._unseen: set[int] = set()
        self._told = (True, 0)
        self._clock: Timer | None = None
        self._is_ticking = False
        self._outline: Outline | None = None
        self._watcher: Callable[[], object] | None = None
        self._is_turn_open = False

    @property
    def outline(self) -> Outline:
        """The turns; made at the first call. Whoever reads it calls its `update` before."""
        if self._outline is None:
            self._outline = Outline(self._layout)
        return self._outline

    @property
    def is_turn_open(self) -> bool:
        """A turn runs, the last one of the outline."""
        return self._is_turn_open

    @property
    def top_item(self) -> int:
        """The number of the item at the top of the view."""
        return self._anchor.place[0]

    @property
    def reader_place(self) -> ReaderPlace | None:
        """Where the reader is; None at the end, which is followed, and where no place has a
        name."""
        return None if self.follows else place_in(self._layout, *self._anchor.place)

    def watch_changes(self, watcher: Callable[[], object] | None) -> None:
        """Call this after each change and each move, once for a batch; None ends it."""
        self._watcher = watcher

    def source_of(self, number: int) -> str:
        """What an item was made from."""
        return self._layout.item(number).source()

    @property
    def ticks(self) -> bool:
        """It repaints once a second, because some call's time is shown."""
        return self._is_ticking

    def open_session(
        self, info: SessionInfo, messages: Sequence[ChatMessage], has_earlier: bool = False
    ) -> None:
        """Show a stored session instead of what was shown, at its end. Draws what is in view.
        has_earlier: `add_earlier` brings the rest of the history."""
        with self.batch():
            self._turns.load(messages, has_earlier=has_earlier)
            self._begin_anew()

    def open_turn(self, turn_id: str, prompt: ChatMessage, is_retry: bool = False) -> None:
        """Show the prompt of a turn. is_retry: it stands there already."""
        with self.batch():
            self._turns.open_turn(prompt, is_retry=is_retry)
            self._is_turn_open = True

    def add_steering(self, prompt: ChatMessage) -> None:
        """Show a prompt that joins the running turn."""
        with self.batch():
            self._turns.add_steering(prompt)

    def rewrite_prompt(self, prompt: ChatMessage) -> None:
        """Show another text in place of what was written."""
        with self.batch():
            self._turns.rewrite_prompt(prompt)

    def show_compaction(self, mark: ChatMessage) -> None:
        """Show where earlier messages were summarised, or that this was undone."""
        with self.batch():
            self._turns.show_compaction(mark)

    def start_shell(self, command: ShellCommand, is_waiting: bool = False) -> None:
        """The user runs a command. is_waiting: once others have ended; told again then."""
        with self.batch():
            self._turns.start_shell(command, is_waiting=is_waiting)

    def add_part(
        self, turn_id: str, part_id: str, kind: PartKind, text: str = "", name: str = ""
    ) -> None:
        """Begin a part. text: what is there already. name: the tool's, of a tool call."""
        with self.batch():
            self._turns.add_part(part_id, kind, text, name)

    def append_text(self, part_id: str, text: str) -> None:
        """Add a delta to a part."""
        with self.batch():
            self._turns.append_text(part_id, text)

    def end_part(self, part_id: str, is_complete: bool = True, is_superseded: bool = False) -> None:
        """A part is whole, or says that it is not."""
        ending = Ending.WHOLE if is_complete else Ending.INCOMPLETE
        with self.batch():
            self._turns.end_part(part_id, Ending.SUPERSEDED if is_superseded else ending)

    def start_tool_call(self, call_id: str, part_id: str, name: str, arguments: str) -> None:
        """The engine takes up a tool call. arguments: JSON text, valid or not."""
        with self.batch():
            self._turns.start_tool_call(call_id, part_id, name, arguments)

    def add_tool_output(self, call_id: str, text: str, skipped_bytes: int = 0) -> None:
        """A running call printed something; skipped_bytes were left out before it."""
        with self.batch():
            self._turns.calls.add_output(call_id, text, skipped_bytes)

    def wait_for_user(self, request_id: str, call_ids: Iterable[str]) -> None:
        """These calls wait for permission, or for an answer."""
        with self.batch():
            self._turns.calls.wait_for_user(request_id, call_ids)

    def go_on(self, request_id: str) -> None:
        """What was asked is answered, or needs no answer any more."""
        with self.batch():
            self._turns.calls.go_on(request_id)

    def end_tool_call(self, call_id: str, result: CallResult) -> None:
        """A tool call has its result."""
        with self.batch():
            self._turns.calls.end(call_id, result)

    def close_turn(self, result: TurnResult) -> None:
        """Show how the turn ended."""
        with self.batch():
            self._turns.close_turn(result)
            self._is_turn_open = False

    def add_notice(self, level: NoticeLevel, title: str, text: str = "", *, link: str = "") -> None:
        """Show something the user should read. link: a file that its text names, harmless."""
        with self.batch():
            self._turns.add(NoticeItem(level, title, text, link))

    def add_listing(self, listing: Listing) -> None:
        """Show a list that was asked for."""
        with self.batch():
            self._turns.add(ListingItem(listing))

    def add_changes(self, changes: Sequence[FileChanges]) -> None:
        """Show what was changed, file by file."""
        with self.batch():
            self._turns.add(ChangesItem(changes))

    def add_welcome(self, text: str) -> None:
        """Show the first words of an empty session, in markdown."""
        with self.batch():
            self._turns.add(AnswerItem(text))

    def add_greeting(self, name: str, place: str, hints: str) -> None:
        """Show where one is and some keys, in an empty session."""
        with self.batch():
            self._turns.add(GreetingItem(name, place, hints))

    def clear(self) -> None:
        """Show nothing."""
        with self.batch():
            self._turns.clear()
            self._begin_anew()

    def action_toggle_tool_output(self) -> None:
        """Open or close the output of all tool calls; the reader's place stays."""
        with self.batch():
            self._turns.calls.toggle()

    def action_toggle_thinking(self) -> None:
        """Open or fold all thinking; the reader's place stays."""
        with self.batch():
            self._thinking.toggle()

    def fold_all(self, *, is_open: bool) -> None:
        """Open or fold what calls have printed and what was thought, each of them."""
        with self.batch():
            for folds in (self._turns.calls, self._thinking):
                if folds.is_open is is_open:  # single ones may differ
                    folds.toggle()
                folds.toggle()

    def synced(self) -> None:
        """Keep the clock going while a call runs. Tell whether the end is in view, and how much
        waits below."""
        self._keep_time()
        fresh, self._turns.fresh = self._turns.fresh, set()
        self._unseen = set() if self.follows else self._unseen | fresh
        state = (self.follows, len(self._unseen))
        if state != self._told:
            self._told = state
            self.post_message(self.FollowChanged(*state))
        if self._watcher is not None:
            self._watcher()

    def _begin_anew(self) -> None:
        self._is_turn_open = False
        if self._outline is not None:
            self._outline.clear()
        self.follow_end()

    def _keep_time(self) -> None:
        is_running = self._turns.calls.is_anything_running
        if is_running is self._is_ticking:
            return
        self._is_ticking = is_running
        if self._clock is None:
            self._clock = self.set_interval(1.0, self._show_times)
        elif is_running:
            self._clock.resume()
        else:
            self._clock.pause()

    def _show_times(self) -> None:
        with self.batch():
            self._turns.calls.show_times()
