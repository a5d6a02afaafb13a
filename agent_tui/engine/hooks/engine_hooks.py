"""The hooks of one engine: what its sessions share, and those outside of sessions."""

from __future__ import annotations

from collections.abc import Coroutine
from functools import partial
from typing import Any

import anyio

from agent_tui.engine.background_tasks import BackgroundTasks
from agent_tui.engine.clock import Clock
from agent_tui.engine.event_hub import EventHub
from agent_tui.engine.hooks import hook_notices
from agent_tui.engine.hooks.answer_check import answer_problem
from agent_tui.engine.hooks.hook_runner import HookRunner, Tell
from agent_tui.protocol.hook_answers import HookAnswer
from agent_tui.protocol.hook_contexts import LeavingContext, StartedContext
from agent_tui.protocol.hook_errors import HookFailed
from agent_tui.protocol.hook_events import HookInfo
from agent_tui.protocol.hook_points import HookPoint
from agent_tui.protocol.hooks import Hooks, RegisteredHook
from agent_tui.protocol.sessions import SessionInfo

ENDINGS_LIMIT_S = 10.0
"""For all hooks of closed sessions together, and again for each of the exit."""


class EngineHooks:
    """Use on the controller's loop."""

    def __init__(
        self, hooks: Hooks, hub: EventHub, tasks: BackgroundTasks, clock: Clock, *, name: str
    ) -> None:
        self._hooks, self._hub, self._tasks = hooks, hub, tasks
        self._clock, self._name = clock, name
        self._runner = HookRunner(tasks, clock)
        self._told: list[RegisteredHook] = []  # failed observers
        self._begun: set[str] = set()  # sessions that had a turn, closed ones too
        self._started: anyio.Event | None = None  # prompts wait for it; None: for nothing
        self._endings: set[object] = set()
        self._ended = anyio.Event()  # made anew when the first of `_endings` begins

    def at(self, point: HookPoint) -> tuple[RegisteredHook, ...]:
        """The hooks of a point, in the order of their calls."""
        return self._hooks.at(point)

    def listed(self) -> tuple[HookInfo, ...]:
        """All hooks, in the order of `HooksListed`."""
        return tuple(
            HookInfo(point=point, name=hook.name, timeout_s=hook.timeout_s, is_guard=hook.is_guard)
            for point in HookPoint
            for hook in self.at(point)
        )

    def expect_start(self) -> None:
        """`start` will be called: no prompt is looked at before it has returned."""
        self._started = anyio.Event()

    async def wait_started(self) -> None:
        """Wait for the end of `start`, if it was announced."""
        if self._started is not None:
            await self._started.wait()

    async def start(self, session: SessionInfo | None) -> None:
        """The agent is ready. Raises `HookFailed` for a guard."""
        context = StartedContext(name=self._name, session=session)
        session_id = session.id if session is not None else ""
        tell = self._hub.publish_now
        for hook in self.at(HookPoint.STARTED):
            problem = await self.observe(hook, context, session_id=session_id, tell=tell)
            if problem and hook.is_guard:
                raise HookFailed(f"{hook_notices.title_of(hook)} {problem}.", hook=hook.name)
        if self._started is not None:
            self._started.set()

    async def leave(self, reason: str, sessions: tuple[SessionInfo, ...]) -> None:
        """All sessions are closed: let their hooks come to their end, and call the last ones."""
        await self._within_limit(self._wait_endings)
        context = LeavingContext(reason=reason, sessions=sessions)
        for hook in self.at(HookPoint.EXIT):
            call = partial(self.observe, hook, context, session_id="", tell=self._hub.publish_now)
            await self._within_limit(call)

    def is_first_turn(self, session_id: str) -> bool:
        """No turn of the session has got beyond its prompt yet."""
        return session_id not in self._begun

    def note_turn(self, session_id: str) -> None:
        """A turn of the session begins with a prompt that was passed."""
        self._begun.add(session_id)

    def run_ending(self, job: partial[Coroutine[Any, Any, None]]) -> None:
        """Start what closing a session does not wait for, but leaving the program does."""

        async def run() -> None:
            try:
                await job()
            finally:
                self._endings.discard(job)
                if not self._endings:
                    self._ended.set()

        if not self._endings:
            self._ended = anyio.Event()
        self._endings.add(job)
        self._tasks.start_soon(run)

    async def observe(
        self, hook: RegisteredHook, context: object, *, session_id: str, tell: Tell
    ) -> str:
        """Call a hook whose answer does not count. A failure is told once; returns it, "" for
        none."""
        outcome = await self._runner.run(hook, context, session_id=session_id, tell=tell)
        problem = outcome.problem
        if not problem and isinstance(outcome.value, HookAnswer):
            problem = "gave an answer, but is no guard"
        if problem and hook not in self._told:
            self._told.append(hook)
            tell(hook_notices.observer_failed(hook, problem))
        return problem

    async def ask(
        self, hook: RegisteredHook, context: object, *, session_id: str, tell: Tell
    ) -> tuple[HookAnswer | None, str]:
        """Call a guard. Returns its answer, or why it has failed."""
        outcome = await self._runner.run(hook, context, session_id=session_id, tell=tell)
        value, problem = outcome.value, outcome.problem
        if not problem and value is not None:
            problem = answer_problem(hook.point, value)
        if problem:
            return None, hook_notices.failed_guard(hook, problem)
        return (value if isinstance(value, HookAnswer) else None), ""

    async def _wait_endings(self) -> None:
        if self._endings:
            await self._ended.wait()

    async def _within_limit(self, job: Any) -> None:
        with anyio.move_on_after(ENDINGS_LIMIT_S):
            await job()
