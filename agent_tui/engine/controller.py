"""The controller: reads inputs, lets sessions act on them, and ends the engine in order."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import cast

import anyio

from agent_tui.config.engine_options import EngineOptions
from agent_tui.engine.asking.prompt_teller import PromptTeller
from agent_tui.engine.background_tasks import BackgroundTasks
from agent_tui.engine.clock import Clock
from agent_tui.engine.engine_parts import EngineParts
from agent_tui.engine.event_hub import EventHub
from agent_tui.engine.grants.stored_grants import StoredGrants
from agent_tui.engine.input_queue import InputQueue
from agent_tui.engine.provider_pool import ProviderPool
from agent_tui.engine.provider_source import ProviderSource
from agent_tui.engine.sessions import prompt_refusals, session_notices
from agent_tui.engine.sessions.session import Session
from agent_tui.engine.sessions.session_inputs import SessionInputs
from agent_tui.engine.sessions.session_opening import SessionOpening
from agent_tui.engine.sessions.session_registry import SessionRegistry
from agent_tui.engine.shell_commands.shell_parts import ShellParts
from agent_tui.engine.tool_parts import ToolParts
from agent_tui.errors import ClosedResourceError, SessionError
from agent_tui.protocol.cancellation import CancellationToken
from agent_tui.protocol.events import PromptRefused
from agent_tui.protocol.failures import Failure, failure_from
from agent_tui.protocol.inputs import (
    AnyUserInput,
    NewSession,
    OpenSession,
    Quit,
    SubmitPrompt,
)
from agent_tui.protocol.mention_reading import MentionReader
from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.ports import SessionStore
from agent_tui.protocol.sessions import SessionInfo


class Controller:
    """Owns all sessions. Everything here is called on one loop, the one that `run` runs on.

    store: None when nothing is to be saved. token: cancelling it cancels every turn. on_quit:
    called with the reason of a `Quit` input; it starts the shutdown and must not wait for it.
    tools: None when none are offered. shell: None where the user can run no commands.
    mentions: gives what reads the mentions of prompts; None leaves prompts as they are.
    """

    def __init__(  # noqa: PLR0913 (keyword-only: the whole outside world, handed in once)
        self,
        *,
        hub: EventHub,
        inputs: InputQueue,
        store: SessionStore | None,
        providers: ProviderSource,
        options: EngineOptions,
        clock: Clock,
        token: CancellationToken,
        on_quit: Callable[[str], object],
        tools: ToolParts | None = None,
        shell: ShellParts | None = None,
        mentions: Callable[[], MentionReader] | None = None,
    ) -> None:
        self._hub, self._inputs, self._on_quit = hub, inputs, on_quit
        self._tasks, self._pool = BackgroundTasks(), ProviderPool(providers)
        self._tools = tools
        self._prompts = PromptTeller(hub, self._prompts_changed)
        self._parts = parts = EngineParts(
            hub=hub,
            clock=clock,
            options=options,
            store=store,
            providers=providers,
            pool=self._pool,
            tasks=self._tasks,
            token=token,
            tools=tools,
            grants=StoredGrants(tools.grants if tools else None),
            prompts=self._prompts,
            shell=shell,
            mentions=mentions,
        )
        self._sessions = SessionRegistry()
        self._opening = SessionOpening(parts, self._sessions)
        self._session_inputs = SessionInputs(parts, self._close_soon)
        self._is_gate_closed = False
        self._scope: anyio.CancelScope | None = None
        hub.set_snapshot(self._sessions.snapshot)

    @property
    def sessions(self) -> tuple[SessionInfo, ...]:
        """Snapshots of the open sessions, in the order of their opening."""
        return tuple(session.info for session in self._sessions.all)

    @property
    def current(self) -> SessionInfo | None:
        """The session that was opened or got an input last; it stays known after it is closed."""
        session = self._sessions.current
        return None if session is None else session.info

    def messages(self, session_id: str) -> tuple[ChatMessage, ...]:
        """The history of an open session, oldest first; "" means the first; empty when unknown."""
        session = self._sessions.find(session_id)
        return () if session is None else session.messages

    async def run(self) -> None:
        """Read inputs and play turns until `stop()`. An exception is a bug and ends everything."""
        async with anyio.create_task_group() as tasks:
            self._scope = tasks.cancel_scope
            self._tasks.run_in(tasks)
            self._attach_registries()
            try:
                while True:
                    await self._take(cast(AnyUserInput, await self._inputs.receive()))
            except ClosedResourceError:
                tasks.cancel_scope.cancel()
            finally:
                self._tasks.end()

    async def open_first(self, stored_id: str = "") -> SessionInfo:
        """Open a stored session, or with "" a new one. Raises `SessionError`."""
        if stored_id:
            return (await self._opening.open_stored(stored_id)).info
        return self._opening.open_new(like=self.current).info

    def close_gate(self) -> None:
        """Refuse new prompts and sessions; running turns go on, queued prompts stay queued."""
        self._is_gate_closed = True
        for session in self._sessions.all:
            session.close_gate()

    async def settle(self, grace_s: float) -> bool:
        """Let running turns end. True when all did within the grace."""
        with anyio.move_on_after(grace_s):
            await self._wait_idle()
        return not any(session.turns.is_playing for session in self._sessions.all)

    async def cancel_turns(self, reason: str) -> None:
        """Cancel all running turns and wait until they have ended; the caller sets the limit."""
        for session in self._sessions.all:
            session.turns.cancel(reason)
        await self._wait_idle()

    async def save(self) -> None:
        """Let everything, partial text included, reach the disk. A disk that refuses raises a
        notice."""
        for session in self._sessions.all:
            await session.save()

    async def close_sessions(self, reason: str) -> None:
        """Save and close all sessions."""
        for session in self._sessions.all:
            await self._close(session, reason)

    async def close_providers(self) -> None:
        """Close the connections to all providers."""
        await self._pool.aclose()

    def stop(self) -> None:
        """End `run()`. Inputs that nobody has read are dropped, the prompts among them refused
        aloud."""
        if self._tools is not None:
            self._tools.permissions.close()
            self._tools.questions.close()
        for left in self._inputs.close():
            if isinstance(left, SubmitPrompt):
                self._refuse(left, prompt_refusals.SHUTTING_DOWN)
        if self._scope is not None:
            self._scope.cancel()

    async def _take(self, user_input: AnyUserInput) -> None:
        match user_input:
            case Quit(reason=reason):
                self._on_quit(reason)
            case NewSession():
                self._tasks.start_soon(partial(self._open, ""))
            case OpenSession(stored_id=stored_id):
                self._tasks.start_soon(partial(self._open, stored_id))
            case SubmitPrompt():
                await self._hub.wait_for_room()  # a flood of prompts waits for its reader
                self._submit(user_input)
            case _:
                session = self._sessions.address(user_input.session_id)
                if session is not None:
                    self._session_inputs.pass_on(session, user_input)

    def _submit(self, prompt: SubmitPrompt) -> None:
        session = self._sessions.address(prompt.session_id)
        if session is not None:
            session.submit(prompt)
        elif self._is_gate_closed:
            self._refuse(prompt, prompt_refusals.SHUTTING_DOWN)
        else:
            self._refuse(prompt, prompt_refusals.SESSION_CLOSED)

    def _refuse(self, prompt: SubmitPrompt, failure: Failure) -> None:
        self._hub.publish_now(
            PromptRefused(
                session_id=prompt.session_id,
                prompt_id=prompt.prompt_id,
                text=prompt.text,
                failure=failure,
            )
        )

    async def _open(self, stored_id: str) -> None:
        if self._is_gate_closed:
            self._tell_failure(prompt_refusals.SHUTTING_DOWN)
            return
        try:
            await self.open_first(stored_id)
        except SessionError as error:
            self._tell_failure(failure_from(error))

    def _close_soon(self, session: Session, reason: str) -> None:
        self._tasks.start_soon(partial(self._close, session, reason))

    def _attach_registries(self) -> None:
        self._prompts.start()
        if self._tools is not None:
            clock, timeout_s = self._parts.clock, self._parts.options.prompt_timeout_s
            for registry in (self._tools.permissions, self._tools.questions):
                registry.attach(self._prompts, clock, timeout_s=timeout_s)

    def _prompts_changed(self, session_id: str) -> None:
        session = self._sessions.find(session_id) if session_id else None
        if session is not None:
            session.prompts_changed()
            return
        # A host asked for a session that is not open: nobody would ever see it.
        for request_id in self._prompts.ids_in(session_id):
            self._refuse_request(request_id)

    def _refuse_request(self, request_id: str) -> None:
        reason = "The session that should be asked is not open."
        if self._tools is not None:
            self._tools.permissions.decline(request_id, reason)
            self._tools.questions.decline(request_id, reason)

    async def _close(self, session: Session, reason: str) -> None:
        await session.close(reason)
        self._sessions.remove(session)

    def _tell_failure(self, failure: Failure) -> None:
        self._hub.publish_now(session_notices.failure_notice(failure))

    async def _wait_idle(self) -> None:
        for session in self._sessions.all:
            await session.turns.wait_idle()
