"""One engine's place on a worker that several engines share."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable

from agent_tui.errors import AgentTuiError, BrokenResourceError
from agent_tui.lifecycle.controller_worker import log_failure, only_cause

Main = Callable[[], Awaitable[None]]
OnEnd = Callable[[BaseException | None], None]

_FAILURES = (Exception, BaseExceptionGroup, SystemExit, KeyboardInterrupt)


class WorkerSeat:
    """The twin of `ControllerWorker`: runs `main()` once, beside others. `start` and `join` are
    thread-safe; a second `start` changes nothing.

    take: gives the seat to its worker; what it raises is the failure of this engine.
    """

    def __init__(
        self,
        main: Main,
        *,
        on_end: OnEnd,
        ask_to_leave: Callable[[], object],
        take: Callable[[WorkerSeat], None],
    ) -> None:
        self._main, self._on_end, self._take = main, on_end, take
        self.ask_to_leave = ask_to_leave
        self._lock = threading.Lock()
        self._is_taken = self._is_over = False
        self._ended = threading.Event()
        self.failure: BaseException | None = None

    def start(self) -> None:
        """Run on the worker, soon."""
        with self._lock:
            if self._is_taken:
                return
            self._is_taken = True
        try:
            self._take(self)
        except (AgentTuiError, RuntimeError) as error:  # stopped, or the system has no threads
            self.end(error)

    def join(self, timeout_s: float | None = None) -> bool:
        """Wait for the end. False when it still runs after `timeout_s` seconds."""
        return not self._is_taken or self._ended.wait(timeout_s)

    async def run(self) -> None:
        """For the worker: everything until the end. Raises nothing but what cancels the worker's
        own tasks."""
        failure: BaseException | None = None
        try:
            await self._main()
        except _FAILURES as error:  # the agent's own, whatever it is; the others go on
            failure = only_cause(error)
            log_failure(failure)
        except BaseException:  # cancelled
            failure = BrokenResourceError("The EngineWorker that this agent ran on has stopped.")
            raise
        finally:
            self.end(failure)

    def end(self, failure: BaseException | None) -> None:
        """It is over; the first call counts."""
        with self._lock:
            if self._is_over:
                return
            self._is_over = True
            self.failure = failure
        try:
            self._on_end(failure)
        finally:
            self._ended.set()
