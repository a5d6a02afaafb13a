"""The worker's whole life: open, serve, ask before leaving, shut down in the one order."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import anyio
import anyio.to_thread
from anyio.abc import TaskGroup
from msgspec.structs import replace

from agent_tui.engine.clock import Clock
from agent_tui.engine.controller import Controller
from agent_tui.engine.event_hub import EventHub
from agent_tui.engine.input_queue import InputQueue
from agent_tui.engine.limits.request_limits import limiters_of
from agent_tui.lifecycle.exit_door import ExitDoor, ExitReason
from agent_tui.lifecycle.exit_handler import ExitContext, called
from agent_tui.lifecycle.mention_source import mention_reader
from agent_tui.lifecycle.processes.supervisor import Supervisor
from agent_tui.lifecycle.program_places import loaded_folders, program_folders
from agent_tui.lifecycle.provider_check import ProviderCheck
from agent_tui.lifecycle.ready_hooks import tell_started
from agent_tui.lifecycle.runtime_parts import RuntimeParts
from agent_tui.lifecycle.scratch_folder import ScratchFolder, remove_folders
from agent_tui.lifecycle.shutdown import EXIT_HANDLER_LIMIT_S, StagedShutdown
from agent_tui.lifecycle.shutdown_steps import ShutdownSteps
from agent_tui.lifecycle.stage_machine import StageMachine
from agent_tui.lifecycle.start_up import READY, StartStep, start_up, undone, unless_left
from agent_tui.lifecycle.user_shell import user_shell
from agent_tui.protocol.cancellation import CancellationToken
from agent_tui.protocol.events import NoticeRaised, StageChanged
from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.secrets import KnownSecrets
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import AppState, NoticeLevel

if TYPE_CHECKING:
    from agent_tui.lifecycle.autosave.autosaving import Autosaving
    from agent_tui.lifecycle.runtime_telemetry import RuntimeTelemetry
    from agent_tui.protocol.saved_state import SavedState

logger = logging.getLogger(__name__)


class EngineRun:
    """One run of the engine. Made and run on the worker's loop; the properties read snapshots."""

    def __init__(  # noqa: PLR0913 (keyword-only: what the runtime shares with its run)
        self,
        parts: RuntimeParts,
        *,
        hub: EventHub,
        inputs: InputQueue,
        door: ExitDoor,
        stages: StageMachine,
        clock: Clock,
        telemetry: RuntimeTelemetry | None = None,
    ) -> None:
        self._parts, self._hub, self._door, self._stages = parts, hub, door, stages
        self._telemetry = telemetry
        self._store = parts.make_store() if parts.make_store else None
        self.secrets = secrets = parts.make_secrets() if parts.make_secrets else KnownSecrets(())
        self._processes, self._scratch = Supervisor(secrets), ScratchFolder()
        self._kept = ScratchFolder()  # another one: tools may read the first without asking
        self._controller = Controller(
            hub=hub,
            inputs=inputs,
            store=self._store if parts.saves_sessions else None,
            providers=parts.providers,
            options=replace(parts.options, hide_secrets=secrets.hide),
            clock=clock,
            token=CancellationToken(),
            on_quit=lambda _: door.request(ExitReason.USER),
            tools=parts.tools.parts(
                self._processes,
                parts.make_grants() if parts.make_grants else None,
                protected=(*parts.protected, *loaded_folders()),
                programs=program_folders(os.environ),
                scratch=str(self._scratch.path),
                kept=str(self._kept.path),
            ),
            shell=user_shell(self._processes, scratch=str(self._scratch.path)),
            mentions=mention_reader if parts.reads_mentions else None,
            exchange=parts.make_exchange,
            limiter_for=limiters_of(parts.options, parts.rate_limiter),
            hooks=parts.hooks,
        )
        self._autosaving = self._made_autosaving(clock)
        self._last_session: SessionInfo | None = None
        self._last_sessions: tuple[SessionInfo, ...] = ()
        self.problems: list[str] = []
        self.has_failed_handler = False
        self._notes: tuple[str, ...] = ()
        self._start_log: list[str] = []

    @property
    def start_log(self) -> tuple[str, ...]:
        """The steps of the start so far, see `start_up`."""
        return tuple(self._start_log)

    @property
    def current_session(self) -> SessionInfo | None:
        """The session that is in front, or was at the end."""
        return self._controller.current or self._last_session

    @property
    def sessions(self) -> tuple[SessionInfo, ...]:
        """The sessions that are open, or were at the end, oldest first."""
        return self._controller.sessions or self._last_sessions

    def messages(self, session_id: str) -> tuple[ChatMessage, ...]:
        """The history of an open session, oldest first."""
        return self._controller.messages(session_id)

    def state(self, session_id: str) -> SavedState | None:
        """What a host keeps of an open session; None when it is not open."""
        make = self._controller.state_of(session_id)
        return None if make is None else make()

    async def run(self, *, on_ready: Callable[[], None], on_stay: Callable[[], None]) -> None:
        """Everything from the first session to the last event.

        on_ready: called when the first session is open. on_stay: called when a quit was vetoed.
        Raises `SessionError` when the first session cannot be opened, and `HookFailed` when a guard
        does not let the agent start.
        """
        self._stages.move_to(AppState.RUNNING)
        async with anyio.create_task_group() as tasks:
            await start_up(self._start_steps(tasks), self._start_log)
            if self._autosaving is not None:
                tasks.start_soon(self._autosaving.run)
            if self._parts.on_open is not None:
                self._parts.on_open()
            for text in (*self._parts.notices, *self._notes):
                await self._notify(text)
            session = self._controller.current
            failure = await tell_started(self._controller.hooks, session, self._door)
            self._start_log += (READY,) if failure is None else undone(self._start_log, READY)
            if failure is None:
                on_ready()
                await self._serve_until_exit(on_stay)
            await self._shut_down()
            if (hooks := self._controller.hooks) is not None:
                await hooks.leave(self._reason, self._last_sessions)
            if self._autosaving is not None:
                self._autosaving.stop()
            self._controller.stop()
        if failure is not None:
            raise failure

    def _start_steps(self, tasks: TaskGroup) -> tuple[StartStep, ...]:
        parts, controller = self._parts, self._controller
        check = ProviderCheck(
            parts.providers,
            is_strict=parts.checks_provider and not (parts.stored_id or parts.first),
            asks_server=parts.checks_connection,
        )
        close = partial(controller.close_sessions, "error")
        authenticate = check.authenticate
        if parts.checks_connection:
            authenticate = partial(unless_left, self._door, check.authenticate)
        return (
            StartStep("metadata", check.identify),
            StartStep("connect", partial(self._connect, tasks), undo=self._disconnect),
            StartStep("authenticate", authenticate),
            StartStep("attach", self._open_first, undo=close),
        )

    async def _connect(self, tasks: TaskGroup) -> None:
        tasks.start_soon(self._processes.run)
        if self._controller.hooks is not None:
            self._controller.hooks.expect_start()
        tasks.start_soon(self._controller.run)
        await self._tell_state()

    async def _disconnect(self) -> None:
        await self._end_processes()
        await self._controller.close_providers()

    def _made_autosaving(self, clock: Clock) -> Autosaving | None:
        if self._parts.autosave is None:
            return None
        # Deferred: only hosts wish this.
        from agent_tui.lifecycle.autosave.autosaving import Autosaving

        autosaving = Autosaving(self._parts.autosave, self._controller, self._hub, clock)
        self._controller.before_close = autosaving.save_now
        return autosaving

    async def _open_first(self) -> None:
        parts = self._parts
        if parts.first is None:
            await self._controller.open_first(parts.stored_id)
            return
        # Deferred: only hosts wish this.
        from agent_tui.lifecycle.first_session import open_first_session

        store = self._store if parts.saves_sessions else None
        self._notes = await open_first_session(self._controller, store, parts.first)

    async def _serve_until_exit(self, on_stay: Callable[[], None]) -> None:
        while True:
            reason = await self._door.wait_for_request()
            if reason is not ExitReason.USER or self._door.is_forced:
                return
            objection = await self._objection()
            if not objection:
                return
            self._door.stay()
            on_stay()
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
        return "" if answer else "The application asks to stay open. Try again when it is done."

    async def _shut_down(self) -> None:
        self._last_sessions = self._controller.sessions
        self._stages.move_to(AppState.SHUTTING_DOWN)
        await self._tell_state()
        name = self._parts.options.app_name
        logger.info("%s shutting down (%s)", name, self._reason)
        steps = ShutdownSteps(
            controller=self._controller,
            end_processes=self._end_processes,
            autosave=self._autosaving.finish if self._autosaving else None,
            exit_handler=self._parts.exit_handler,
        )
        if self._telemetry is not None:
            steps = self._telemetry.marked(steps)
        shutdown = StagedShutdown(
            steps.controller,
            self._door,
            grace_s=self._parts.grace_s,
            say=self._tell_state,
            end_processes=steps.end_processes,
            autosave=steps.autosave,
        )
        await shutdown.run(steps.exit_handler, self._context)
        logger.info("%s shutdown complete", name)
        self.problems += shutdown.problems
        self.has_failed_handler = shutdown.has_failed_handler
        self._stages.move_to(AppState.TERMINATED)
        await self._tell_state()

    async def _end_processes(self) -> None:
        await self._processes.aclose()
        await anyio.to_thread.run_sync(remove_folders, self._scratch, self._kept)

    def _context(self) -> ExitContext:
        self._last_session = self._controller.current
        return ExitContext(
            reason=self._reason,
            app_state=self._stages.state,
            current_session=self._controller.current,
            sessions=self._controller.sessions,
            read_messages=self._controller.messages,
            store=self._store,
        )

    @property
    def _reason(self) -> str:
        return self._door.reason.value if self._door.reason else ""

    async def _tell_state(self, detail: str = "") -> None:
        # At once: the end must not wait for a reader that reads no more.
        self._hub.publish_now(StageChanged(state=self._stages.state, detail=detail))

    async def _notify(self, text: str) -> None:
        await self._hub.publish(
            NoticeRaised(level=NoticeLevel.WARNING, title="Please note", text=text)
        )
