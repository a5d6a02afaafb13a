"""Joins all rooms into one running thing; headless and full screen share it.

Loading the engine waits for the worker thread, so that no first picture waits for the engine.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from agent_tui.engine.clock import SystemClock
from agent_tui.engine.event_hub import EventHub
from agent_tui.engine.event_stream import EventStream
from agent_tui.engine.host_call import HostCall
from agent_tui.engine.input_queue import InputQueue
from agent_tui.lifecycle.controller_worker import ControllerWorker
from agent_tui.lifecycle.exit_door import ExitDoor, ExitReason
from agent_tui.lifecycle.milestone import Milestone
from agent_tui.lifecycle.runtime_parts import RuntimeParts
from agent_tui.lifecycle.stage_machine import StageMachine
from agent_tui.protocol.ports import InputSink
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import AppState

if TYPE_CHECKING:
    from concurrent.futures import Future

    from agent_tui.engine.controller import Controller
    from agent_tui.lifecycle.engine_run import EngineRun
    from agent_tui.lifecycle.runtime_telemetry import RuntimeTelemetry
    from agent_tui.lifecycle.worker_seat import WorkerSeat
    from agent_tui.protocol.messages import ChatMessage
    from agent_tui.protocol.saved_state import SavedState

logger = logging.getLogger(__name__)

Made = TypeVar("Made")

# What the shutdown may take beyond the grace, every step at its limit, before it is left behind.
SHUTDOWN_SLACK_S = 20.0


class Runtime:
    """One engine on a worker thread, its own or a shared one. Building it does no I/O; `start`
    does, once."""

    def __init__(self, parts: RuntimeParts, *, stages: StageMachine | None = None) -> None:
        self._parts = parts
        self.clock = SystemClock()
        self.door = ExitDoor()
        self.stages = stages or StageMachine()
        if self.stages.state is AppState.UNINITIALIZED:
            self.stages.move_to(AppState.INITIALIZED)
        self.hub = EventHub(self.clock)
        self._inputs = InputQueue()
        self._engine: EngineRun | None = None
        self._worker = self._made_worker()
        self.ready = Milestone()  # the first session is open, or the start has failed
        self.ended = Milestone()  # no event comes any more; also of a worker that was left behind
        # Guards the next two. Reentrant: a signal handler may interrupt the thread that has it.
        self._exit_lock = threading.RLock()
        self._abandon_timer: threading.Timer | None = None
        self._has_ended = False
        self._telemetry = self._made_telemetry()
        sink: InputSink = self._inputs
        self._sink = sink if self._telemetry is None else self._telemetry.inputs(sink)

    def _made_worker(self) -> ControllerWorker | WorkerSeat:
        shared, on_end = self._parts.worker, self._on_worker_end
        if shared is None:
            return ControllerWorker(self._main, on_end=on_end)
        leave = partial(self.request_exit, ExitReason.END_OF_INPUT)
        return shared.seat(self._main, on_end=on_end, ask_to_leave=leave)

    @property
    def has_provider(self) -> bool:
        """Whether any provider is configured. Raises `ConfigError` for one that is half
        configured."""
        return self._parts.providers.config_for("", "") is not None

    @property
    def inputs(self) -> InputSink:
        """The writing end of the input queue; it takes inputs before `start`, too."""
        return self._sink

    @property
    def start_log(self) -> tuple[str, ...]:
        """The steps of the start so far; see `StartUp`."""
        return self._engine.start_log if self._engine else ()

    @property
    def exit_code(self) -> int:
        """The process's exit code: final once the worker has ended."""
        if self._worker.failure is not None:
            return 1
        code = self.door.exit_code
        has_failed_handler = self._engine is not None and self._engine.has_failed_handler
        return 1 if code == 0 and has_failed_handler else code

    @property
    def failure(self) -> BaseException | None:
        """What stopped the worker against its will, None after a normal end."""
        return self._worker.failure

    @property
    def problems(self) -> tuple[str, ...]:
        """What went wrong while leaving, as sentences."""
        return tuple(self._engine.problems) if self._engine else ()

    @property
    def current_session(self) -> SessionInfo | None:
        """The session that is in front, or was when the runtime ended."""
        return self._engine.current_session if self._engine else None

    @property
    def sessions(self) -> tuple[SessionInfo, ...]:
        """The sessions that are open, or were when the runtime ended, oldest first."""
        return self._engine.sessions if self._engine else ()

    def messages(self, session_id: str) -> tuple[ChatMessage, ...]:
        """The history of an open session, oldest first."""
        return self._engine.messages(session_id) if self._engine else ()

    def state(self, session_id: str) -> SavedState | None:
        """What a host keeps of an open session; None when it is not open, or still being read."""
        return self._engine.state(session_id) if self._engine else None

    def subscribe(self, *, is_primary: bool = False) -> EventStream:
        """A reading end of the events; a late one begins with a snapshot. Thread-safe."""
        return self.hub.subscribe(is_primary=is_primary)

    def call(self, act: Callable[[Controller], Made]) -> Future[Made]:
        """Let the engine's loop call `act` in its turn among the inputs; see `HostCall`.
        Thread-safe, never waits. Raises `ClosedResourceError` after the end."""
        call = HostCall(act)
        self._inputs.put(call)
        return call.future

    def hide_keys(self, keys: Iterable[str]) -> None:
        """Let these reach no journal, model or screen, either. Thread-safe; the engine runs."""
        if self._engine is not None:
            self._engine.secrets.add(keys)

    def start(self) -> None:
        """Start the worker; harmless when it was started before. Thread-safe."""
        self._worker.start()

    def wait_until_ready(self, timeout_s: float | None = None) -> bool:
        """Block until the first session is open or the start has failed."""
        return self.ready.wait(timeout_s)

    def request_exit(self, reason: ExitReason) -> None:
        """Ask at the exit door, and see to it that the program ends even when the worker hangs."""
        self.door.request(reason)
        with self._exit_lock:
            if self._abandon_timer is not None or self._has_ended:
                return
            timer = threading.Timer(self._parts.grace_s + SHUTDOWN_SLACK_S, self._abandon)
            timer.daemon = True
            try:
                timer.start()
            except RuntimeError as error:  # no thread to be had; the engine was asked all the same
                logger.warning("Nobody watches the shutdown: %s", error)
            else:
                self._abandon_timer = timer

    def join(self, timeout_s: float | None = None) -> bool:
        """Wait for the worker's end. False when it still runs; it is left behind then."""
        has_ended = self._worker.join(timeout_s)
        self._stop_abandon_timer()
        if self._telemetry is not None:
            self._telemetry.wait_until_flushed(has_ended=has_ended)
        return has_ended

    async def _main(self) -> None:
        parts = self._parts
        if parts.on_start is not None:
            parts = replace(parts, notices=(*parts.notices, *(parts.on_start() or ())))
        # Deferred to the worker's thread: see the top of this file.
        from agent_tui.lifecycle.engine_run import EngineRun

        self._engine = EngineRun(
            parts,
            hub=self.hub,
            inputs=self._inputs,
            door=self.door,
            stages=self.stages,
            clock=self.clock,
            telemetry=self._telemetry,
        )
        await self._engine.run(on_ready=self.ready.reach, on_stay=self._stop_abandon_timer)

    def _made_telemetry(self) -> RuntimeTelemetry | None:
        if self._parts.telemetry is None:
            return None
        # Deferred: most runs measure nothing.
        from agent_tui.lifecycle.runtime_telemetry import RuntimeTelemetry

        return RuntimeTelemetry(
            self._parts.telemetry,
            app_name=self._parts.options.app_name,
            providers=self._parts.providers,
            hub=self.hub,
            stages=self.stages,
        )

    def _stop_abandon_timer(self) -> None:
        with self._exit_lock:
            if self._abandon_timer is not None:
                self._abandon_timer.cancel()
                self._abandon_timer = None

    def _abandon(self) -> None:
        logger.error("The shutdown did not end in time; leaving it behind")
        self._end_streams()

    def _on_worker_end(self, failure: BaseException | None) -> None:
        with self._exit_lock:
            self._has_ended = True
            self._stop_abandon_timer()
        if failure is not None:
            self.door.request(ExitReason.FATAL)
        if self._telemetry is not None:
            self._telemetry.end(failure)
        self._end_streams()

    def _end_streams(self) -> None:
        self._inputs.close()
        self.hub.close()
        self.ready.reach()
        if self._telemetry is None:
            self.ended.reach()
        else:
            self._telemetry.flush_soon(self.ended.reach)
