"""The output of one running call: shown in moderation, and its end kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from agent_tui.engine.background_tasks import BackgroundTasks
from agent_tui.engine.clock import Clock
from agent_tui.engine.journal.running_output import RunningOutput
from agent_tui.engine.tool_calls.text_tail import TextTail
from agent_tui.protocol.events import ToolOutput

EVENT_INTERVAL_S = 0.05
MAX_EVENT_BYTES = 8 * 1024
KEPT_BYTES = 16 * 1024


class OutputEvents(Protocol):
    """Where output is told."""

    @property
    def has_room(self) -> bool:
        """False while the primary reader is behind."""
        ...

    def publish_output(
        self, event: ToolOutput, output_so_far: Callable[[], tuple[str, int]]
    ) -> None:
        """Tell output, see `TurnEvents`."""
        ...


class CallOutput:
    """Takes any amount of text and tells at most one event in 50 ms, none while the primary reader
    is behind. Use on the controller's loop."""

    def __init__(
        self,
        call_id: str,
        events: OutputEvents,
        clock: Clock,
        tasks: BackgroundTasks,
        *,
        kept: RunningOutput | None = None,
        hide_secrets: Callable[[str], str] = str,
    ) -> None:
        self._hide_secrets = hide_secrets
        self._call_id, self._events = call_id, events
        self._clock, self._tasks = clock, tasks
        self.kept = kept  # hears of what is told
        self._waiting = TextTail(MAX_EVENT_BYTES)
        self._kept = TextTail(KEPT_BYTES)
        self._told_at: float | None = None
        self._is_timer_set = self._is_closed = False

    @property
    def text(self) -> str:
        """The end of all output so far, with a line that says what is missing before it."""
        text = self._kept.text
        if skipped := self._kept.skipped_bytes:
            return f"[... {skipped} bytes of output before this are not kept ...]\n{text}"
        return text

    def write(self, text: str) -> None:
        """More output; dropped after `close`."""
        if self._is_closed or not text:
            return
        text = self._hide_secrets(text)
        self._waiting.write(text)
        self._kept.write(text)
        if self._is_timer_set:
            return
        wait_s = self._wait_s()
        if wait_s <= 0 and self._events.has_room:
            self._tell()
        else:
            self._is_timer_set = True
            self._tasks.start_soon(self._tell_later)

    def close(self) -> None:
        """Tell what waits; nothing is told afterwards."""
        if not self._is_closed:
            self._tell()
            self._is_closed = True
            if self.kept is not None:
                self.kept.close()

    def _wait_s(self) -> float:
        if self._told_at is None:
            return 0.0
        return self._told_at + EVENT_INTERVAL_S - self._clock.monotonic()

    async def _tell_later(self) -> None:
        while True:
            await self._clock.sleep(max(self._wait_s(), EVENT_INTERVAL_S / 5))
            if self._is_closed or (self._events.has_room and self._wait_s() <= 0):
                break
        self._is_timer_set = False
        if not self._is_closed:
            self._tell()

    def _tell(self) -> None:
        text, skipped_bytes = self._waiting.take()
        if not text:
            return
        self._told_at = self._clock.monotonic()
        if self.kept is not None:
            self.kept.changed()
        self._events.publish_output(
            ToolOutput(call_id=self._call_id, text=text, skipped_bytes=skipped_bytes),
            self._snapshot,
        )

    def _snapshot(self) -> tuple[str, int]:
        # What waits is told to the late subscriber, too, so it is left out here.
        kept, waiting = self._kept.text, self._waiting.text
        told = kept[: len(kept) - len(waiting)] if waiting else kept
        return told, self._kept.skipped_bytes
