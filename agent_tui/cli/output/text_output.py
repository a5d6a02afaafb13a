"""The answer as plain text, as it comes."""

from __future__ import annotations

from agent_tui.cli.console import Console
from agent_tui.cli.output.event_texts import text_of_end, text_of_event
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import PartAdded, PartDelta, PartEnded, PartKind
from agent_tui.protocol.results import TurnResult
from agent_tui.ui.foreign_text import ForeignTextStream


class TextOutput:
    """Visible text to standard output, notices and the end of failed turns to standard error.

    Each part begins on a line of its own. Thinking and tool calls are not shown.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._foreign = ForeignTextStream() if console.is_terminal else None
        self._part_id = ""
        self._is_at_line_start = True

    def show(self, event: AgentEvent) -> None:
        """See `AnswerOutput`."""
        match event:
            case PartAdded(kind=PartKind.TEXT, part_id=part_id, text=text):
                self._end_line()
                self._part_id = part_id
                self._write(text)
            case PartDelta(part_id=part_id, text=text) if part_id == self._part_id:
                self._write(text)
            case PartEnded(part_id=part_id, is_superseded=True) if part_id == self._part_id:
                self._tell("The answer broke off here and starts again.")
            case _:
                if told := text_of_event(event):
                    self._tell(told)

    def finish(self, result: TurnResult) -> None:
        """See `AnswerOutput`."""
        self._end_line()
        if told := text_of_end(result):
            self._console.tell(told)

    def _write(self, text: str) -> None:
        if self._foreign is not None:
            text = self._foreign.feed(text)
        if text:
            self._console.write(text)
            self._is_at_line_start = text.endswith("\n")

    def _tell(self, text: str) -> None:
        self._end_line()
        self._console.tell(text)

    def _end_line(self) -> None:
        if not self._is_at_line_start:
            self._console.write("\n")
            self._is_at_line_start = True
