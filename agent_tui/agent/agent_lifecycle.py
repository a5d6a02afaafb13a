"""The life of an agent: started once, stopped once, and every try to start leaves nothing."""

from __future__ import annotations

import os
import time
import warnings
from concurrent.futures import Future
from functools import partial
from types import TracebackType
from typing import Self

import anyio

from agent_tui.agent.agent_state import AgentState, wrong_state
from agent_tui.agent.agent_turns import AgentTurns
from agent_tui.agent.late_answers import LateAnswers
from agent_tui.agent.serving import serve
from agent_tui.agent.turn_waiters import TurnWaiters
from agent_tui.agent.waiting import is_done, refuse_inside_a_loop, run_blocking
from agent_tui.errors import ClosedResourceError, LifecycleError
from agent_tui.lifecycle.exit_door import ExitReason
from agent_tui.lifecycle.runtime import Runtime

_ANSWER_S = 1.0  # an engine that is not held up answers within milliseconds
_THREAD_END_S = 1.0  # a thread has a few instructions left when its engine has ended


class AgentLifecycle(AgentTurns):
    """The part of `Agent` that starts and ends it. Safe from any thread and any loop."""

    _attempt: Future[None] | None = None
    _closing: Future[None] | None = None

    async def start(self) -> Self:
        """Start the engine and open the session; ready for turns when it returns. Started already:
        returns at once; calls at the same time share one attempt, which goes on when a caller is
        cancelled: `aclose` ends it.

        The steps, in their order, are told by `start_log`. When one fails, those before it are
        undone in reverse, and `start` may be called again. Raises `ConfigError`, `SessionError`,
        `ProviderError`, `LifecycleError` where the system has no thread, and `AgentClosed` after
        the end.
        """
        self._check_outside("start()")
        attempt = self._begin_start()
        await is_done(attempt)
        attempt.result()
        return self

    async def open(self) -> Self:
        """The same as `start`."""
        return await self.start()

    @property
    def start_log(self) -> tuple[str, ...]:
        """The steps of the last start so far: "metadata", "connect", "authenticate", "attach",
        "ready"; after a failure "failed: <step>" and "undone: <step>" for those before it, the last
        first."""
        return self._runtime.start_log

    def run(self) -> int:
        """Start, serve until `stop` or SIGINT, SIGTERM or SIGHUP, and close; blocks.

        After a signal, running turns get `shutdown_grace_s`; a second signal cuts that short.
        Returns the exit code: 0 after `stop`, 128 and its number after a signal, 1 when the engine
        failed. Signals are heard on the main thread only. Raises what `start` raises, and
        `LifecycleError` inside a running event loop.
        """
        refuse_inside_a_loop("run()", "await start()")
        return anyio.run(serve, self.start, self.aclose, lambda: self._runtime)

    async def stop(self, timeout: float = 30.0) -> bool:
        """Take no more prompts, let those that were sent have their turns, and close.

        timeout: seconds for the turns; what has not ended by then is cancelled, and its result says
        so. True when nothing had to be. May be called again, also after `aclose`.
        """
        self._check_process()
        self._check_outside("stop()")
        ends = time.monotonic() + timeout
        with self._lock:
            is_running = self._state is AgentState.RUNNING
            if is_running:
                self._state = AgentState.STOPPING
        is_graceful = False
        try:
            is_graceful = not is_running or await self._drained(ends)
        finally:  # also when the caller is cancelled meanwhile
            await self._closed(is_forced=not is_graceful)
        return is_graceful

    async def aclose(self) -> None:
        """Leave through the exit door: running turns get `shutdown_grace_s`, then everything is
        saved and closed. May be called again, and before the start."""
        self._check_process()
        self._check_outside("aclose()")
        await self._closed(is_forced=False)

    async def __aenter__(self) -> Self:
        try:
            return await self.start()
        except Exception:
            raise  # everything is undone, and another try may follow
        except BaseException:  # cancelled: nobody else will close it
            await self.aclose()
            raise

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    def __enter__(self) -> Self:
        try:
            return run_blocking(self.start(), "with Agent()", "async with Agent()")
        except Exception:
            raise
        except BaseException:
            run_blocking(self.aclose(), "with Agent()", "async with Agent()")
            raise

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        run_blocking(self.aclose(), "with Agent()", "async with Agent()")

    def __del__(self) -> None:
        # Nothing may be waited for here; the engine ends by itself once it is asked.
        is_mine = getattr(self, "_started_in", 0) == os.getpid()
        if is_mine and self._state is AgentState.RUNNING and not self._runtime.ended.is_reached:
            warnings.warn(
                "An Agent was never closed. Use 'async with Agent(...)', or call 'await aclose()'.",
                ResourceWarning,
                stacklevel=2,
                source=self,
            )
            self._runtime.door.request(ExitReason.END_OF_INPUT)

    def _begin_start(self) -> Future[None]:
        self._check_process()
        with self._lock:
            match self.state:
                case AgentState.NEW | AgentState.FAILED:
                    runtime = self._next_runtime()
                    attempt = self._attempt = Future[None]()
                    self._state, self._started_in = AgentState.STARTING, os.getpid()
                case AgentState.STARTING | AgentState.RUNNING if self._attempt is not None:
                    return self._attempt
                case state:
                    raise wrong_state("start()", state)
        runtime.ready.when_reached(partial(self._start_ended, runtime, attempt))
        runtime.ended.when_reached(self._turns.close)
        runtime.ended.when_reached(self._answers.close)
        try:
            runtime.start()
        except RuntimeError as error:  # no thread to be had
            attempt.set_exception(_no_thread(error))
            with self._lock:
                if self._state is AgentState.STARTING:
                    self._state = AgentState.FAILED
            runtime.ended.reach()  # whoever closes it meanwhile need not wait
        return attempt

    def _next_runtime(self) -> Runtime:
        if self._state is AgentState.FAILED:
            self._runtime = self._make_runtime()
            self._turns, self._answers = TurnWaiters(), LateAnswers()
        self._runtime.hub.observe(self._turns.observe)
        return self._runtime

    def _start_ended(self, runtime: Runtime, attempt: Future[None]) -> None:
        """On the engine's thread: the session is open, or nothing is."""
        with self._lock:
            is_wanted = self._state is AgentState.STARTING
            if is_wanted and runtime.failure is None:
                while self._early:
                    runtime.inputs.put(self._early.pop(0))
                self._state = AgentState.RUNNING
                attempt.set_result(None)
                return
        # Not before the last of it is gone: another try may follow at once.
        runtime.ended.when_reached(partial(self._start_failed, runtime, attempt))

    def _start_failed(self, runtime: Runtime, attempt: Future[None]) -> None:
        with self._lock:
            if self._state is AgentState.STARTING:
                self._state = AgentState.FAILED
            error = runtime.failure or wrong_state("start()", self._state)
        attempt.set_exception(error)

    async def _drained(self, ends: float) -> bool:
        """Wait until all prompts that were sent have their results; False when they have not in
        time."""
        if not await is_done(self._turns.idle(), timeout_s=max(ends - time.monotonic(), 0.0)):
            return False
        try:
            playing = self._runtime.call(lambda controller: controller.playing_count)
            # An engine whose loop is held up says nothing; closing it has limits of its own.
            if not await is_done(playing, timeout_s=max(ends - time.monotonic(), _ANSWER_S)):
                playing.cancel()
                return False
            return playing.result() == 0  # a turn may be older than this agent
        except ClosedResourceError:
            return True

    async def _closed(self, *, is_forced: bool) -> None:
        closing = self._begin_close(is_forced=is_forced)
        await is_done(closing, is_shielded=True)
        self._runtime.join(_THREAD_END_S)

    def _begin_close(self, *, is_forced: bool) -> Future[None]:
        with self._lock:
            runtime, closing = self._runtime, self._closing
            is_first = closing is None
            if closing is None:
                closing = self._closing = Future[None]()
                is_idle = self._state in (AgentState.NEW, AgentState.FAILED)
                self._state = AgentState.CLOSED if is_idle else AgentState.STOPPING
                if is_idle:
                    closing.set_result(None)
                else:
                    runtime.ended.when_reached(partial(self._close_ended, closing))
        if is_first and not closing.done():
            runtime.request_exit(ExitReason.END_OF_INPUT)
        if is_forced and not closing.done():
            runtime.request_exit(ExitReason.END_OF_INPUT)  # a second one cuts the grace short
        return closing

    def _close_ended(self, closing: Future[None]) -> None:
        """On the engine's thread."""
        self._state = AgentState.CLOSED
        closing.set_result(None)


def _no_thread(error: RuntimeError) -> LifecycleError:
    failure = LifecycleError(
        f"The agent got no thread of the system ({error}). Let other threads end, or let agents "
        "share an EngineWorker, then call 'await agent.start()' again."
    )
    failure.__cause__ = error
    return failure
