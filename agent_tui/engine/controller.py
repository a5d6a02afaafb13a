"""The controller: reads inputs, lets sessions act on them, and ends the engine in order."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import anyio

from agent_tui.config.engine_options import EngineOptions
from agent_tui.engine.asking.open_requests import attach_registries, refuse_requests
from agent_tui.engine.asking.prompt_teller import PromptTeller
from agent_tui.engine.background_tasks import BackgroundTasks
from agent_tui.engine.branching.session_forking import SessionForking
from agent_tui.engine.clock import Clock
from agent_tui.engine.early_inputs import EarlyInputs
from agent_tui.engine.engine_parts import EngineParts
from agent_tui.engine.event_hub import EventHub
from agent_tui.engine.finding.session_finding import SessionFinding
from agent_tui.engine.grants.stored_grants import StoredGrants
from agent_tui.engine.hooks.making import engine_hooks
from agent_tui.engine.host_call import HostCall
from agent_tui.engine.input_queue import InputQueue
from agent_tui.engine.limits.request_limits import LimiterFor, unlimited
from agent_tui.engine.provider_pool import ProviderPool
from agent_tui.engine.provider_source import ProviderSource
from agent_tui.engine.sessions import prompt_refusals
from agent_tui.engine.sessions.background_sessions import BackgroundSessions
from agent_tui.engine.sessions.hidden_keys import without_keys
from agent_tui.engine.sessions.opening_inputs import OpeningInputs
from agent_tui.engine.sessions.prompt_intake import PromptIntake
from agent_tui.engine.sessions.saved_states import StateMaker
from agent_tui.engine.sessions.session import Session
from agent_tui.engine.sessions.session_inputs import SessionInputs
from agent_tui.engine.sessions.session_opening import SessionOpening
from agent_tui.engine.sessions.session_registry import SessionRegistry
from agent_tui.engine.shell_commands.shell_parts import ShellParts
from agent_tui.engine.tool_parts import ToolParts
from agent_tui.errors import ClosedResourceError
from agent_tui.protocol.any_input import AnyUserInput
from agent_tui.protocol.cancellation import CancellationToken
from agent_tui.protocol.exchange_ports import MakeExchange
from agent_tui.protocol.finding_inputs import (
    DeleteStored,
    PreviewSession,
    RenameStored,
    SearchSessions,
)
from agent_tui.protocol.inputs import (
    AnswerQuestion,
    ListSessions,
    NewSession,
    OpenSession,
    Quit,
    ReplyPermission,
    ShowSession,
    SubmitPrompt,
)
from agent_tui.protocol.mention_reading import MentionReader
from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.ports import SessionStore
from agent_tui.protocol.saved_state import SavedState
from agent_tui.protocol.sessions import SessionInfo

if TYPE_CHECKING:
    # Loaded when a host has hooks.
    from agent_tui.protocol.hooks import Hooks


class Controller:
    """Owns all sessions. Everything here is called on one loop, the one that `run` runs on.

    store: None when nothing is to be saved. token: cancelling it cancels every turn. on_quit:
    called with the reason of a `Quit` input; it starts the shutdown and must not wait for it.
    tools: None when none are offered. shell: None where the user can run no commands.
    mentions: gives what reads the mentions of prompts; None leaves prompts as they are.
    exchange: gives what exports and imports sessions; None where that is not offered.
    limiter_for: the rate limiter of each endpoint. hooks: a host's own.
    before_close: waited for with the id of each session that is about to be closed.
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
        exchange: MakeExchange | None = None,
        limiter_for: LimiterFor = unlimited,
        hooks: Hooks | None = None,
    ) -> None:
        self._hub, self._inputs, self._on_quit = hub, inputs, on_quit
        self._tasks, self._pool = BackgroundTasks(), ProviderPool(providers, limiter_for)
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
            exchange=exchange,
            hooks=engine_hooks(hooks, hub, self._tasks, clock, name=options.app_name),
        )
        self.hooks = parts.hooks
        self._sessions, self._early = SessionRegistry(), EarlyInputs(self._tasks)
        self._intake = PromptIntake(hub, self._sessions)
        self._opening = SessionOpening(parts, self._sessions)
        self._opening_inputs = OpeningInputs(parts, self._sessions, self._opening)
        forking = SessionForking(parts, self._opening.open_fork)
        self._session_inputs = SessionInputs(parts, self._close_soon, forking.fork_soon)
        self._finding = SessionFinding(parts, self._sessions.find)
        self._background = BackgroundSessions(parts, self._sessions, self._close_soon)
        self.before_close: Callable[[str], Awaitable[None]] | None = None
        self._scope: anyio.CancelScope | None = None
        hub.set_snapshot(self._sessions.snapshot)

    @property
    def sessions(self) -> tuple[SessionInfo, ...]:
        """Snapshots of the open sessions, in the order of their opening."""
        return tuple(session.info for session in self._sessions.all)

    @property
    def current(self) -> SessionInfo | None:
        """The session in front; see `SessionRegistry.current`."""
        session = self._sessions.current
        return None if session is None else session.info

    def session(self, session_id: str = "") -> Session | None:
        """An open session; "" means the first. None when it is unknown."""
        return self._sessions.find(session_id)

    def messages(self, session_id: str) -> tuple[ChatMessage, ...]:
        """The history of an open session, or of the current one after its end, oldest first; ""
        means the first; empty when unknown."""
        session, last = self._sessions.find(session_id), self._sessions.current
        if session is None and last is not None and last.id == session_id:
            session = last
        return () if session is None else session.messages

    def state_of(self, session_id: str) -> StateMaker | None:
        """Makes what a host keeps of an open session; "" means the first. None when it is unknown,
        or not read to its beginning yet."""
        session = self._sessions.find(session_id)
        return None if session is None else session.state_maker()

    async def run(self) -> None:
        """Read inputs and play turns until `stop()`. An exception is a bug and ends everything."""
        hide = self._parts.options.hide_secrets
        async with anyio.create_task_group() as tasks:
            self._scope = tasks.cancel_scope
            self._tasks.run_in(tasks)
            self._attach_registries()
            try:
                while True:
                    received = await self._inputs.receive()
                    if isinstance(received, HostCall):
                        received.run(self)
                    elif not self._early.hold(known := without_keys(received, hide)):
                        await self._take(cast(AnyUserInput, known))
            except ClosedResourceError:
                tasks.cancel_scope.cancel()
            finally:
                self._tasks.end()
        if not self._inputs.is_closed:
            raise RuntimeError("A task of the engine was cancelled from within, and all with it.")

    async def open_first(self, stored_id: str = "", *, new_id: str = "") -> SessionInfo:
        """Open a stored session, or with "" a new one, with this id when given. Raises
        `SessionError`."""
        if stored_id:
            return self._first(await self._opening.open_stored(stored_id))
        return self._first(self._opening.open_new(like=self.current, session_id=new_id))

    def open_state(self, state: SavedState) -> SessionInfo:
        """Open a session that a host kept. It stays in memory."""
        return self._first(self._opening.open_state(state))

    def _first(self, session: Session) -> SessionInfo:
        self._early.release_soon(self._take)
        return session.info

    @property
    def playing_count(self) -> int:
        """In so many sessions a turn runs."""
        return sum(session.turns.is_playing for session in self._sessions.all)

    def close_gate(self) -> None:
        """Refuse new prompts and sessions; running turns go on, queued prompts stay queued."""
        self._opening_inputs.is_shut = True
        for session in self._sessions.all:
            session.close_gate()

    async def settle(self, grace_s: float) -> bool:
        """Let running turns end. True when all did within the grace."""
        with anyio.move_on_after(grace_s):
            await self._wait_idle()
        return not self.playing_count

    async def cancel_turns(self, reason: str) -> None:
        """Cancel all running turns and wait until they have ended; the caller sets the limit."""
        for session in self._sessions.all:
            session.turns.cancel(reason)
        await self._wait_idle()

    async def save(self) -> None:
        """Let everything, partial text included, reach the disk. A disk that refuses raises a
        notice."""
        await self._of_all(lambda session: session.save())

    async def close_sessions(self, reason: str) -> None:
        """Save and close all sessions."""
        await self._of_all(lambda session: self._close(session, reason))

    async def close_providers(self) -> None:
        """Close the connections to all providers."""
        await self._pool.aclose()

    def stop(self) -> None:
        """End `run()`. Inputs that nobody has read are dropped, the prompts among them refused
        aloud."""
        if self._tools is not None:
            self._tools.permissions.close()
            self._tools.questions.close()
        for left in (*self._early.give_up(), *self._inputs.close()):
            if isinstance(left, SubmitPrompt):
                self._intake.refuse(left, prompt_refusals.SHUTTING_DOWN)
        if self._scope is not None:
            self._scope.cancel()

    async def _take(self, user_input: AnyUserInput) -> None:
        match user_input:
            case Quit(reason=reason):
                self._on_quit(reason)
            case NewSession() | OpenSession():
                self._opening_inputs.take(user_input)
            case SearchSessions() | PreviewSession() | RenameStored() | DeleteStored():
                self._finding.take(user_input)
            case ShowSession(session_id=session_id):
                self._background.show(session_id)
            case ReplyPermission() | AnswerQuestion():
                self._session_inputs.answer(user_input)  # the first session may be closed
            case SubmitPrompt():
                await self._hub.wait_for_room()  # a flood of prompts waits for its reader
                self._intake.take(user_input, is_shut=self._opening_inputs.is_shut)
            case _:
                session = self._sessions.address(user_input.session_id)
                if session is not None:
                    self._session_inputs.pass_on(session, user_input)
                elif isinstance(user_input, ListSessions):
                    self._finding.take(user_input)  # asked before the first session is open

    def _close_soon(self, session: Session, reason: str) -> None:
        self._tasks.start_soon(partial(self._close, session, reason))

    def _attach_registries(self) -> None:
        parts = self._parts
        timeout_s = parts.options.prompt_timeout_s
        attach_registries(self._tools, self._prompts, parts.clock, timeout_s=timeout_s)

    def _prompts_changed(self, session_id: str) -> None:
        session = self._sessions.find(session_id) if session_id else None
        if session is not None:
            session.prompts_changed()
        else:
            refuse_requests(self._tools, self._prompts, session_id)

    async def _close(self, session: Session, reason: str) -> None:
        if self.before_close is not None:
            await self.before_close(session.id)
        await session.close(reason)
        self._sessions.remove(session)

    async def _of_all(self, act: Callable[[Session], Coroutine[Any, Any, None]]) -> None:
        """At once, so that the limit of one hung disk is not that of each session behind it."""
        async with anyio.create_task_group() as tasks:
            for session in self._sessions.all:
                tasks.start_soon(act, session)

    async def _wait_idle(self) -> None:
        for session in self._sessions.all:
            await session.turns.wait_idle()
