"""One attached handler: its queue and the thread that calls it."""

from __future__ import annotations

import contextlib
import threading
import time
from collections import deque
from collections.abc import Callable

from agent_tui.telemetry.telemetry_event import TelemetryEvent

IDLE_S = 5.0  # a thread that got nothing for so long ends; the next event starts another one

Handler = Callable[[TelemetryEvent], object]


class Attachment:
    """Hands events to one handler, in order, on a daemon thread of its own, so that it can hold up
    neither the engine nor another handler. Thread-safe.

    names: of the events it gets. capacity: events that may wait; more are counted and dropped, and
    the next one that gets in says how many. on_failed: called on that thread with this and what
    the handler raised; it gets nothing more then.
    """

    def __init__(
        self,
        names: frozenset[str],
        handler: Handler,
        *,
        capacity: int,
        on_failed: Callable[[Attachment, BaseException], object],
    ) -> None:
        self._names, self._handler = names, handler
        self._capacity, self._on_failed = capacity, on_failed
        self._changed = threading.Condition()  # guards what follows
        self._waiting: deque[TelemetryEvent] = deque()
        self._put_count = self._done_count = self._dropped_count = 0
        self._stuck_at = -1  # what was done when a wait was in vain
        self._thread: threading.Thread | None = None
        self._is_failed = self._is_ended = False

    @property
    def is_stuck(self) -> bool:
        """The last wait was in vain, and it has not gone on since."""
        return self._stuck_at == self._done_count

    def put(self, event: TelemetryEvent) -> None:
        """Queue an event that is wanted; never waits."""
        if event.name not in self._names:
            return
        with self._changed:
            if self._is_failed or self._is_ended:
                return
            if len(self._waiting) >= self._capacity:
                self._dropped_count += 1
                return
            if self._dropped_count:
                event = event.with_metadata(dropped=self._dropped_count)
                self._dropped_count = 0
            self._waiting.append(event)
            self._put_count += 1
            # In a forked child, the thread that the parent had is dead.
            if self._thread is None or not self._thread.is_alive():
                self._start_thread()
            else:
                self._changed.notify_all()

    def wait_until_done(self, deadline: float) -> bool:
        """Wait until all that was put before this call is handled, or never will be. True at once
        on the handler's own thread; False at once when it has not gone on since the last wait was
        in vain. deadline: monotonic time."""
        if threading.current_thread() is self._thread:
            return True
        with self._changed:
            wanted, began = self._put_count, self._done_count
            left_s = 0.0 if self.is_stuck else max(deadline - time.monotonic(), 0.0)
            is_done = self._changed.wait_for(
                lambda: self._done_count >= wanted or self._is_ended, left_s
            )
            # One for which others have left no time has not been in vain.
            if left_s and not is_done and self._done_count == began:
                self._stuck_at = began
            return is_done

    def end(self) -> None:
        """Call the handler no more; a call that runs is left alone."""
        with self._changed:
            self._is_ended = True
            self._waiting.clear()
            self._changed.notify_all()

    def _start_thread(self) -> None:
        thread = threading.Thread(target=self._run, name="agent-tui-telemetry", daemon=True)
        # The system may give no more threads, or the interpreter ends: the next event tries again.
        with contextlib.suppress(RuntimeError):
            thread.start()
            self._thread = thread

    def _run(self) -> None:
        while (event := self._next()) is not None:
            try:
                self._handler(event)
            except BaseException as error:  # noqa: BLE001 - a host's code; `on_failed` logs it
                with self._changed:
                    self._is_failed = True
                    self._waiting.clear()
                self._on_failed(self, error)
                self.end()
            with self._changed:
                self._done_count += 1
                self._changed.notify_all()

    def _next(self) -> TelemetryEvent | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._is_ended, IDLE_S)
            if self._waiting:
                return self._waiting.popleft()
            self._thread = None
            return None
