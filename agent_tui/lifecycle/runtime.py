"""Joins all rooms into one running thing; headless and full screen share it.

Loading the engine waits for the worker thread, so that no first picture waits for the engine.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from agent_tui.engine.clock import SystemClock
from agent_tui.engine.event_hub import EventHub
from agent_tui.engine.event_stream import EventStream
from agent_tui.engine.host_call import HostCall
from agent_tui.engine.input_queue import InputQueue
from agent_tui.lifecycle.controller_worker import ControllerWorker
from agent_tui.lifecycle.exit_door import ExitDoor, ExitReason
from agent_tui.lifecycle.runtime_parts import RuntimeParts
from agent_tui.lifecycle.stage_machine import StageMachine
from agent_tui.protocol.ports import InputSink
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import AppState

if TYPE_CHECKING:
    from concurrent.futures import Future

    from agent_tui.engine.controller import Controller
    from agent_tui.lifecycle.engine_run import EngineRun
    from agent_tui.protocol.messages import ChatMessage
    from agent_tui.protocol.saved_state import SavedState

logger = logging.getLogger(__name__)

Made = TypeVar("Made")

# What the shutdown may take beyond the grace, every step at its limit, before it is left behind.
SHUTDOWN_SLACK_S = 20.0


class Runtime:
    """One engine on one worker thread. Building it does no I/O; `start` does, once."""

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
        self._worker = ControllerWorker(self._main, on_end=self._on_worker_end)
        self._ready = threading.Event()
        self._abandon_timer: threading.Timer | None = None

    @property
    def has_provider(self) -> bool:
        """Whether any provider is configured. Raises `ConfigError` for one that is half
        configured."""
        return self._parts.providers.config_for("", "") is not None

    @property
    def inputs(self) -> InputSink:
        """The writing end of the input queue; it takes inputs before `start`, too."""
        return self._inputs

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

    def start(self) -> None:
        """Start the worker; harmless when it was started before. Thread-safe."""
        self._worker.start()

    def wait_until_ready(self, timeout_s: float | None = None) -> bool:
        """Block until the first session is open or the start has failed."""
        return self._ready.wait(timeout_s)

    def request_exit(self, reason: ExitReason) -> None:
        """Ask at the exit door, and see to it that the program ends even when the worker hangs."""
        self.door.request(reason)
        if self._abandon_timer is None:
            self._abandon_timer = threading.Timer(
                self._parts.grace_s + SHUTDOWN_SLACK_S, self._abandon
            )
            self._abandon_timer.daemon = True
            self._abandon_timer.start()

    def join(self, timeout_s: float | None = None) -> bool:
        """Wait for the worker's end. False when it still runs; it is left behind then."""
        has_ended = self._worker.join(timeout_s)
        self._stop_abandon_timer()
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
        )
        await self._engine.run(on_ready=self._ready.set, on_stay=self._stop_abandon_timer)

    def _stop_abandon_timer(self) -> None:
        if self._abandon_timer is not None:
            self._abandon_timer.cancel()
            self._abandon_timer = None

    def _abandon(self) -> None:
        logger.error("The shutdown did not end in time; leaving it behind")
        self._end_streams()

    def _on_worker_end(self, failure: BaseException | None) -> None:
        if failure is not None:
            self.door.request(ExitReason.FATAL)
        self._end_streams()

    def _end_streams(self) -> None:
        self._ready.set()
        self._inputs.close()
        self.hub.close()
