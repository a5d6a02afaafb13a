"""The hooks of one session, outside of its turns."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import anyio

from agent_tui.engine.background_tasks import BackgroundTasks
from agent_tui.engine.hooks.engine_hooks import EngineHooks
from agent_tui.engine.hooks.hook_runner import Tell
from agent_tui.engine.sessions.session_state import SessionState
from agent_tui.engine.turns.history import History
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.cancellation import CancellationToken
from agent_tui.protocol.hook_answers import Block, HookAnswer
from agent_tui.protocol.hook_contexts import CompactionContext, HookContext, SessionContext
from agent_tui.protocol.hook_points import HookPoint
from agent_tui.protocol.hooks import RegisteredHook
from agent_tui.protocol.messages import ChatMessage

Context = TypeVar("Context", bound=HookContext)


class SessionHooks:
    """Use on the controller's loop. Raises only cancellation."""

    def __init__(
        self,
        engine: EngineHooks,
        state: SessionState,
        history: History,
        *,
        tasks: BackgroundTasks,
        token: CancellationToken,
    ) -> None:
        self._engine, self._state, self._history = engine, state, history
        self._tasks, self._token = tasks, token
        self._begun: anyio.Event | None = None  # set once the hooks of the beginning are over

    def at(self, point: HookPoint) -> tuple[RegisteredHook, ...]:
        """The hooks of a point, in the order of their calls."""
        return self._engine.at(point)

    def begin(self) -> None:
        """The session was opened. Its first prompt waits until its hooks know."""
        self._begun = anyio.Event()
        self._tasks.start_soon(partial(self._begin, self._begun))

    async def wait_begun(self) -> None:
        """Wait until a prompt may be looked at."""
        await self._engine.wait_started()
        if self._begun is not None:
            await self._begun.wait()

    def end(self, reason: str, closed: anyio.Event) -> None:
        """The session is about to be closed; `closed` is set when it is. Never waits."""
        self._engine.run_ending(partial(self._end, reason, closed))

    def is_first_turn(self) -> bool:
        """No turn of the session has got beyond its prompt yet."""
        return self._engine.is_first_turn(self._state.info.id)

    def note_turn(self) -> None:
        """A turn begins with a prompt that was passed."""
        self._engine.note_turn(self._state.info.id)

    def tell(self, event: AgentEvent) -> None:
        """Publish an event under the session's id."""
        self._state.publish(event)

    async def compaction_obstacle(
        self, message_count: int, *, is_automatic: bool, turn_id: str = ""
    ) -> str:
        """Why no summary may be written, "" when one may."""
        context = self.context(
            CompactionContext,
            turn_id=turn_id,
            message_count=message_count,
            is_automatic=is_automatic,
        )
        for hook in self.at(HookPoint.BEFORE_COMPACTION):
            answer, problem = await self.ask(hook, context, tell=self.tell)
            if problem or isinstance(answer, Block):
                return problem or reason_of(hook, answer)
        return ""

    async def compacted(self, mark: ChatMessage, message_count: int, *, turn_id: str = "") -> None:
        """A summary is in use."""
        assert mark.compaction is not None
        context = self.context(
            CompactionContext,
            turn_id=turn_id,
            message_count=message_count,
            is_automatic=mark.compaction.is_automatic,
            mark=mark,
        )
        await self.observe(HookPoint.AFTER_COMPACTION, context, tell=self.tell)

    def context(
        self, kind: Callable[..., Context], *, token: CancellationToken | None = None, **facts: Any
    ) -> Context:
        """What a hook is told. token: of the turn."""
        history = self._history
        return kind(
            session=self._state.info,
            token=token or self._token,
            read_messages=lambda: history.messages,
            **facts,
        )

    async def observe(self, point: HookPoint, context: HookContext, *, tell: Tell) -> None:
        """Call all hooks of a point where nothing is to be decided."""
        for hook in self.at(point):
            await self._engine.observe(hook, context, session_id=context.session_id, tell=tell)

    async def ask(
        self, hook: RegisteredHook, context: HookContext, *, tell: Tell
    ) -> tuple[HookAnswer | None, str]:
        """Call a hook where something is to be decided: what a guard answers, or why it failed.
        An observer answers nothing."""
        session_id = context.session_id
        if hook.is_guard:
            return await self._engine.ask(hook, context, session_id=session_id, tell=tell)
        await self._engine.observe(hook, context, session_id=session_id, tell=tell)
        return None, ""

    async def _begin(self, begun: anyio.Event) -> None:
        try:
            await self._engine.wait_started()
            context = self.context(SessionContext)
            await self.observe(HookPoint.SESSION_START, context, tell=self.tell)
        finally:
            begun.set()

    async def _end(self, reason: str, closed: anyio.Event) -> None:
        context = self.context(SessionContext, reason=reason)
        await self.observe(HookPoint.SESSION_END, context, tell=self.tell)
        await closed.wait()
        context = self.context(SessionContext, reason=reason)
        await self.observe(HookPoint.CLEANUP, context, tell=self.tell)


def reason_of(hook: RegisteredHook, answer: object) -> str:
    """The reason of a `Block` or `Stop`, never blank."""
    reason = str(getattr(answer, "reason", "")).strip()
    return reason or f'The hook "{hook.name}" gave no reason.'
