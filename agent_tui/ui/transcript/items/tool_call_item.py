"""A tool call: one line with what was called, on what, and how it goes; its output below."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from rich.segment import Segment

from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.markdown.row_writer import Frame, RowWriter
from agent_tui.ui.markdown.source_row import SourceRow
from agent_tui.ui.render.diff_counts import first_file
from agent_tui.ui.render.output_tail import OutputTail
from agent_tui.ui.render.todo_entries import TodoEntry
from agent_tui.ui.render.tool_call import CHANGING_TOOLS, USER_SHELL, CallTitle, call_title
from agent_tui.ui.transcript.items import tool_call_rows as drawn
from agent_tui.ui.transcript.items.call_output import (
    OPEN_TAIL_ROWS,
    OWN_TAIL_ROWS,
    TAIL_ROWS,
    write_tail,
    write_whole_command,
)
from agent_tui.ui.transcript.items.call_result import CallResult
from agent_tui.ui.transcript.items.call_source import call_source
from agent_tui.ui.transcript.items.item import MARGIN, Item
from agent_tui.ui.transcript.items.shown_links import shown_links

_MOST_ARGUMENTS = 4_000  # characters kept while the model writes them: the target stands in front


class CallState(StrEnum):
    """How far a call is."""

    WRITING = "writing"  # the model writes its arguments
    WAITING = "waiting"  # for the user
    RUNNING = "running"
    ENDED = "ended"  # has its result
    ABANDONED = "abandoned"  # will get none


class ToolCallItem(Item):
    """A tool call from the first delta of its arguments to its result.

    part_id: of the model's part, "" when unknown. is_open: the output is shown. is_stale: a later
    call of the same kind shows what counts now, as with a checklist.
    """

    __slots__ = (
        "_arguments",
        "_name",
        "_note",
        "_result",
        "_running_s",
        "_tail",
        "_title",
        "is_open",
        "is_stale",
        "part_id",
        "state",
    )

    def __init__(self, name: str, arguments: str = "", *, part_id: str = "") -> None:
        super().__init__()
        self.part_id = part_id
        self.is_open = self.is_stale = False
        self.state = CallState.WRITING
        self._name, self._arguments = name, arguments
        self._title: CallTitle | None = None
        self._tail: OutputTail | None = None
        self._result: CallResult | None = None
        self._note = ""
        self._running_s = 0

    @property
    def is_checklist(self) -> bool:
        """It carries a checklist, of which only the latest counts."""
        return bool(self.todos)

    @property
    def todos(self) -> tuple[TodoEntry, ...]:
        """The checklist that it carries, () for other calls."""
        return self.title.todos if self._name == "todo" else ()

    @property
    def has_failed(self) -> bool:
        """It ended with an error."""
        return self._result is not None and self._result.is_error

    @property
    def changed_path(self) -> str:
        """The file that it wrote, the first of several, harmless; "" for none, and when it
        failed."""
        result = self._result
        if result is None or result.is_error:
            return ""
        # Asked of every call; most have no title yet and need none for this.
        if self._name in CHANGING_TOOLS and self.title.paths:
            return self.title.paths[0]
        return first_file(result.diff) if result.diff else ""

    @property
    def diff(self) -> str:
        """What it changed, as a unified diff; "" for nothing, and when it failed."""
        return self._result.diff if self._result is not None and self._result.shows_diff else ""

    @property
    def title(self) -> CallTitle:
        """What is called on what; read from the arguments when first asked for."""
        if self._title is None:
            self._title = call_title(self._name, self._arguments)
            if self.state is not CallState.WRITING:
                self._arguments = ""  # a written file may stand in them
        return self._title

    def append(self, delta: str) -> None:
        """Add argument text, as the model writes it."""
        if len(self._arguments) < _MOST_ARGUMENTS:
            self._arguments += delta
            self._title = None

    def start(self, name: str, arguments: str) -> None:
        """The call is taken up, with its final arguments."""
        self._name, self._arguments, self._title = name, arguments, None
        self._note, self.state = "", CallState.RUNNING

    def wait_for_user(self, waits: bool) -> None:
        """The user must answer before it goes on; or has answered."""
        if self.state in (CallState.RUNNING, CallState.WAITING):
            self.state = CallState.WAITING if waits else CallState.RUNNING

    def wait_for_others(self) -> None:
        """It starts when others of its kind have ended; `start` says when."""
        self.state, self._note = CallState.WAITING, "waits for other commands"

    def add_output(self, text: str, skipped_bytes: int = 0) -> None:
        """More output of the running call. skipped_bytes: left out before it."""
        if self._tail is None:
            self._tail = OutputTail()
        self._tail.feed(text, skipped_bytes)

    def show_time(self, running_s: int) -> None:
        """It has been running for so many seconds."""
        self._running_s = running_s

    def end(self, result: CallResult) -> None:
        """The call has its result."""
        self.state = CallState.ENDED
        self._result = result if result.is_small else result.bounded(self.title)
        self._tail = None

    def abandon(self, note: str) -> None:
        """The call will get no result, for the reason in `note`, unless it is started after all."""
        self.state, self._note = CallState.ABANDONED, note

    def toggle(self) -> bool:
        """See `Item`. Counts until all calls are opened or closed together."""
        self.is_open = not self.is_open
        return True

    def source(self) -> str:
        """See `call_source`."""
        return call_source(self.title, self._result, self._note if self._result is None else "")

    def link_targets(self) -> Sequence[str]:
        """What it reads or changes, and the places that the shown part of its result names."""
        return shown_links(self.rows)

    def estimate_rows(self, width: int) -> int:
        """See `Item`."""
        if self._result is None:
            return 1
        return 1 + drawn.estimated_body_rows(self._result, self._look)

    def rows(self, width: int, palette: Palette) -> Sequence[SourceRow]:
        """See `Item`."""
        writer = RowWriter(Frame(width, MARGIN), palette.text)
        title = self.title
        drawn.write_title(title, self._marker(palette), self._ending(palette), writer, palette)
        if self.is_open:
            write_whole_command(title, writer, palette)
        if self._result is not None:
            drawn.write_result(title, self._result, self._look, writer, palette)
        elif self._tail:
            write_tail(self._tail, writer, palette, most=self._most_tail_rows)
        return writer.rows

    @property
    def _is_own(self) -> bool:
        return self._name == USER_SHELL

    @property
    def _look(self) -> drawn.Look:
        return drawn.Look(is_open=self.is_open, is_stale=self.is_stale, is_own=self._is_own)

    @property
    def _most_tail_rows(self) -> int:
        if self.is_open:
            return OPEN_TAIL_ROWS
        return OWN_TAIL_ROWS if self._is_own else TAIL_ROWS

    def _marker(self, palette: Palette) -> Segment:
        style = palette.accent
        if self.state is CallState.WAITING:
            style = palette.warning
        elif self._result is not None:
            style = palette.error if self._result.is_error else palette.dim
        elif self.state is CallState.ABANDONED:
            style = palette.dim
        return Segment("▾ " if self.is_open else "▸ ", style)

    def _ending(self, palette: Palette) -> list[Segment]:
        if self._result is not None:
            return drawn.result_ending(self.title, self._result, palette)
        match self.state:
            case CallState.WAITING:
                return [Segment(f" · {self._note or 'waits for you'}", palette.warning)]
            case CallState.ABANDONED:
                return [Segment(f" · {self._note}", palette.dim)]
            case _ if self._running_s:
                return [Segment(f" … {self._running_s} s", palette.dim)]
        return [Segment(" …", palette.dim)]
