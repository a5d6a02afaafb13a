"""Joins engine, providers and stores into one running thing; headless and full screen share it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import anyio

from agent_tui.config.engine_options import EngineOptions
from agent_tui.config.settings import Settings
from agent_tui.engine.clock import SystemClock
from agent_tui.engine.controller import Controller
from agent_tui.engine.event_hub import EventHub
from agent_tui.engine.event_stream import EventStream
from agent_tui.engine.input_queue import InputQueue
from agent_tui.engine.provider_source import ProviderSource
from agent_tui.lifecycle.controller_worker import ControllerWorker
from agent_tui.lifecycle.exit_door import ExitDoor, ExitReason
from agent_tui.lifecycle.exit_handler import ExitContext, ExitHandler, called
from agent_tui.lifecycle.shutdown import EXIT_HANDLER_LIMIT_S, StagedShutdown
from agent_tui.lifecycle.stage_machine import StageMachine
from agent_tui.protocol.cancellation import CancellationToken
from agent_tui.protocol.events import NoticeRaised, StageChanged
from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.ports import InputSink, SessionStore
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import AppState, NoticeLevel

logger = logging.getLogger(__name__)

# What the shutdown may take beyond the grace, every step at its limit, before it is left behind.
SHUTDOWN_SLACK_S = 20.0


@dataclass(frozen=True, kw_only=True)
class RuntimeParts:
    """What a runtime is made of.

    store: where sessions are kept, None keeps them in memory only. exit_store: where an exit
    handler may save to, also when store is None. stored_id: the session to open first, "" for a
    new one. on_start: called on the worker thread before anything else (logs, warm-up). notices:
    sentences to show once the first session is open. grace_s: what running turns get at shutdown,
    in seconds.
    """

    options: EngineOptions
    providers: ProviderSource
    store: SessionStore | None = None
    exit_store: SessionStore | None = None
    exit_handler: ExitHandler | None = None
    stored_id: str = ""
    grace_s: float = 5.0
    on_start: Callable[[], None] | None = None
    notices: tuple[str, ...] = ()


class Runtime:
    """One engine on one worker thread. Building it does no I/O; `start` does, once."""

    def __init__(self, parts: RuntimeParts, *, stages: StageMachine | None = None) -> None:
        self._parts = parts
        self._clock = SystemClock()
        self.token = CancellationToken()
        self.door = ExitDoor()
        self.stages = stages or StageMachine()
        if self.stages.state is AppState.UNINITIALIZED:
            self.stages.move_to(AppState.INITIALIZED)
        self.hub = EventHub(self._clock)
        self._inputs = InputQueue()
        self._controller = Controller(
            hub=self.hub,
            inputs=self._inputs,
            store=parts.store,
            providers=parts.providers,
            options=parts.options,
            clock=self._clock,
            token=self.token,
            on_quit=lambda _: self.door.request(ExitReason.USER),
        )
        self._worker = ControllerWorker(self._main, on_end=self._on_worker_end)
        self._ready = threading.Event()
        self._abandon_timer: threading.Timer | None = None
        self.problems: tuple[str, ...] = ()
        self._has_failed_handler = False
        self.last_session: SessionInfo | None = None

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
        return 1 if code == 0 and self._has_failed_handler else code

    @property
    def failure(self) -> BaseException | None:
        """What stopped the worker against its will, None after a normal end."""
        return self._worker.failure

    @property
    def sessions(self) -> tuple[SessionInfo, ...]:
        """Snapshots of the open sessions, oldest first."""
        return self._controller.sessions

    @property
    def current_session(self) -> SessionInfo | None:
        """The session that is in front, or was when the runtime ended."""
        return self._controller.current or self.last_session

    def messages(self, session_id: str) -> tuple[ChatMessage, ...]:
        """The history of an open session, oldest first."""
        return self._controller.messages(session_id)

    def subscribe(self, *, is_primary: bool = False) -> EventStream:
        """A reading end of the events; a late one begins with a snapshot. Thread-safe."""
        return self.hub.subscribe(is_primary=is_primary)

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
        if self._abandon_timer is not None:
            self._abandon_timer.cancel()
        return has_ended

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

    async def _main(self) -> None:
        """The worker's whole life: open, serve, shut down in the one order."""
        if self._parts.on_start is not None:
            self._parts.on_start()
        self.stages.move_to(AppState.RUNNING)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._controller.run)
            await self._tell_state()
            await self._controller.open_first(self._parts.stored_id)
            for text in self._parts.notices:
                await self._notify(text)
            self._ready.set()
            await self._serve_until_exit()
            await self._shut_down()
            self._controller.stop()

    async def _serve_until_exit(self) -> None:
        while True:
            reason = await self.door.wait_for_request()
            if reason is not ExitReason.USER or self.door.is_forced:
                return
            objection = await self._objection()
            if not objection:
                return
            self.door.stay()
            if self._abandon_timer is not None:
                self._abandon_timer.cancel()
                self._abandon_timer = None
            await self._notify(objection)

    async def _objection(self) -> str:
        """Why a user's quit must not go on, "" when it may."""
        handler = self._parts.exit_handler
        if handler is None:
            return ""
        try:
            with anyio.fail_after(EXIT_HANDLER_LIMIT_S):
                answer = await called(handler.before_exit, self._context())
        except Exception as error:  # a broken veto must not lock the user in
            logger.warning("before_exit failed", exc_info=error)
            return ""
        if isinstance(answer, str):
            return answer
        return (
            "" if answer else "The application asks to stay open. Try again when it has finished."
        )

    async def _shut_down(self) -> None:
        self.stages.move_to(AppState.SHUTTING_DOWN)
        await self._tell_state()
        shutdown = StagedShutdown(
            self._controller, self.door, grace_s=self._parts.grace_s, say=self._tell_state
        )
        self.last_session = self._controller.current
        await shutdown.run(self._parts.exit_handler, self._context)
        self.problems = tuple(shutdown.problems)
        self._has_failed_handler = shutdown.has_failed_handler
        self.stages.move_to(AppState.TERMINATED)
        await self._tell_state()

    def _context(self) -> ExitContext:
        self.last_session = self._controller.current or self.last_session
        return ExitContext(
            reason=self.door.reason.value if self.door.reason else "",
            app_state=self.stages.state,
            current_session=self._controller.current,
            sessions=self._controller.sessions,
            read_messages=self._controller.messages,
            store=self._parts.exit_store or self._parts.store,
        )

    async def _tell_state(self, detail: str = "") -> None:
        await self.hub.publish(StageChanged(state=self.stages.state, detail=detail))

    async def _notify(self, text: str) -> None:
        await self.hub.publish(
            NoticeRaised(level=NoticeLevel.WARNING, title="Please note", text=text)
        )


def engine_options(
    settings: Settings, cwd: Path, *, app_name: str = "agent-tui", keeps_stored_model: bool = True
) -> EngineOptions:
    """What the engine needs to know of the settings."""
    return EngineOptions(
        app_name=app_name,
        cwd=str(cwd),
        system_prompt=settings.system_prompt,
        max_iterations=settings.max_iterations,
        max_attempts=settings.max_attempts,
        keeps_stored_model=keeps_stored_model,
    )
