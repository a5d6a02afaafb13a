"""One worker thread for the engines of many agents."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from agent_tui.engine.wakeup import Wakeup, is_inside_a_loop
from agent_tui.errors import ClosedResourceError, LifecycleError
from agent_tui.lifecycle.controller_worker import only_cause
from agent_tui.lifecycle.shared_providers import SharedProviders
from agent_tui.lifecycle.worker_seat import WorkerSeat

if TYPE_CHECKING:
    from agent_tui.lifecycle.worker_seat import Main, OnEnd

logger = logging.getLogger(__name__)


class EngineWorker:
    """A thread with one event loop that the engines of any number of agents share, where each would
    else have a thread of its own.

        with EngineWorker() as worker:
            agents = [Agent(worker=worker) for _ in range(200)]

    Agents with the same endpoint share its connections as well. Each agent starts, stops and fails
    alone; its tools that are plain functions have eight threads of its own. But asynchronous code
    of a host that blocks the loop holds up all of them. The thread starts with the first agent, or
    by `start()`. Leaving the block is `stop()`, or `aclose()` with `async with`. Thread-safe; not
    for children that were forked after the start.
    """

    def __init__(self) -> None:
        self.providers = SharedProviders()
        self._lock = threading.Lock()  # guards what follows; never held while somebody waits
        self._thread: threading.Thread | None = None
        self._started_in = 0  # id of the process
        self._arriving: list[WorkerSeat] = []
        self._seats: set[WorkerSeat] = set()
        self._wake: Callable[[], object] | None = None  # None until the loop runs
        self._is_stopping = False

    @property
    def is_running(self) -> bool:
        """The thread has started and has not ended."""
        return self._thread is not None and self._thread.is_alive()

    @property
    def agent_count(self) -> int:
        """So many agents have started here and not ended yet."""
        with self._lock:
            return len(self._seats)

    def start(self) -> Self:
        """Start the thread; harmless when it was started before. Raises `ClosedResourceError` after
        `stop()`."""
        with self._lock:
            self._check_usable()
            if self._thread is None:
                # A daemon, like the worker of a single engine and for the same reason.
                thread = threading.Thread(target=self._run, name="agent-tui-engines", daemon=True)
                thread.start()  # the system may have none: then another try may follow
                self._thread, self._started_in = thread, os.getpid()
        return self

    def stop(self, timeout_s: float = 60.0) -> bool:
        """Let all agents leave as by their own `aclose()`, at the same time, then end the thread.
        No agent can start here any more.

        Blocks. False when that took longer than `timeout_s` seconds; it goes on by itself then, and
        another call cuts the agents' grace short.
        Raises `LifecycleError` inside a running event loop: use `await aclose()` there.
        """
        if is_inside_a_loop() and threading.current_thread() is not self._thread:
            raise LifecycleError(
                "stop() would block the running event loop. Use 'await aclose()' there."
            )
        return self._stop(timeout_s)

    async def aclose(self, timeout_s: float = 60.0) -> bool:
        """`stop()` for event loops. May be called twice; cancelling does not end it."""
        # Deferred: importing this file is for those who start no loop, too.
        import anyio
        import anyio.to_thread

        with anyio.CancelScope(shield=True):
            limiter = anyio.CapacityLimiter(1)
            await anyio.to_thread.run_sync(self._stop, timeout_s, limiter=limiter)
        return not self.is_running

    def seat(self, main: Main, *, on_end: OnEnd, ask_to_leave: Callable[[], object]) -> WorkerSeat:
        """A place for one engine: runs `main()` on the loop once started. on_end: see
        `ControllerWorker`. ask_to_leave: called by `stop()`, on its thread."""
        return WorkerSeat(main, on_end=on_end, ask_to_leave=ask_to_leave, take=self._take)

    def __enter__(self) -> Self:
        if is_inside_a_loop():
            raise LifecycleError(
                "with EngineWorker() would block the running event loop. Use "
                "'async with EngineWorker()' there."
            )
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    async def __aenter__(self) -> Self:
        return self.start()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    def _check_usable(self) -> None:
        if self._started_in and os.getpid() != self._started_in:
            raise LifecycleError(
                f"This EngineWorker was started in process {self._started_in}; a forked child does "
                "not inherit its thread. Make a new one in the child."
            )
        if self._is_stopping or (self._thread is not None and not self._thread.is_alive()):
            raise ClosedResourceError("This EngineWorker has stopped. Make a new one.")

    def _take(self, seat: WorkerSeat) -> None:
        self.start()
        with self._lock:
            self._check_usable()
            self._seats.add(seat)
            self._arriving.append(seat)
            wake = self._wake
        if wake is not None:
            wake()

    def _stop(self, timeout_s: float) -> bool:
        if threading.current_thread() is self._thread:
            raise LifecycleError(
                "An agent's own tool, hook or callback asked its EngineWorker to stop, which waits "
                "for that agent. Call it from another thread."
            )
        with self._lock:
            self._is_stopping = True
            seats, wake = tuple(self._seats), self._wake
        for seat in seats:
            seat.ask_to_leave()
        if wake is not None:
            wake()
        if self._thread is None:
            return True
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        # The worker's outermost frame.
        failure: BaseException | None = None
        try:
            _run_through(self._serve)
        except BaseException as error:
            failure = only_cause(error)
            logger.exception("The worker of several engines stopped")
        with self._lock:
            self._is_stopping = True
            left, self._seats = tuple(self._seats), set()
        for seat in left:
            seat.end(failure)

    async def _serve(self) -> None:
        """Run what arrives until everything has ended."""
        import anyio

        async with anyio.create_task_group() as tasks:
            while True:
                wakeup = Wakeup()
                with self._lock:
                    self._wake = wakeup.set
                    seats, self._arriving = self._arriving, []
                    is_over = self._is_stopping and not self._seats
                for seat in seats:
                    tasks.start_soon(self._play, seat)
                if is_over:
                    break
                await wakeup.wait()
        await self.providers.aclose()

    async def _play(self, seat: WorkerSeat) -> None:
        try:
            await seat.run()
        finally:
            with self._lock:
                self._seats.discard(seat)
                wake = self._wake
            if wake is not None:
                wake()


def _run_through(serve: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """`anyio.run`, but what would leave the loop in the middle leaves only its own task.

    A `SystemExit` or `KeyboardInterrupt` that a task of one agent raises goes through the loop and
    stops it. Run on, the loop gives it to that task's group, where it is that agent's failure.
    """
    import asyncio

    with asyncio.Runner() as runner:
        loop = runner.get_loop()
        task = loop.create_task(serve())
        while not task.done():
            try:
                loop.run_until_complete(task)
            except (SystemExit, KeyboardInterrupt) as error:
                logger.warning("%s left a task of one agent", type(error).__name__)
        task.result()
