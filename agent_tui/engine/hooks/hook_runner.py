"""Calls one hook, with a limit of time, and says how that went."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from msgspec import Struct

from agent_tui.engine.background_tasks import BackgroundTasks
from agent_tui.engine.clock import Clock
from agent_tui.engine.hooks.hook_threads import HookThreads
from agent_tui.engine.tool_calls.loose_job import JobEnd, run_loosely
from agent_tui.engine.turns.inside_turn import inside_session
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.hook_events import HookEnded, HookWaiting
from agent_tui.protocol.hooks import RegisteredHook

logger = logging.getLogger(__name__)

TOLD_AFTER_S = 0.3
"""A hook that takes longer is told, so that people know what is waited for."""

Tell = Callable[[AgentEvent], object]


class HookOutcome(Struct, frozen=True):
    """What a hook returned; or problem: why it returned nothing, to stand behind its name
    ("raised ValueError"), "" when it did."""

    value: object = None
    problem: str = ""


class HookRunner:
    """One for each engine. Use on the controller's loop. Raises only cancellation."""

    def __init__(self, tasks: BackgroundTasks, clock: Clock) -> None:
        self._tasks, self._clock = tasks, clock
        self._threads = HookThreads()

    async def run(
        self, hook: RegisteredHook, context: object, *, session_id: str, tell: Tell
    ) -> HookOutcome:
        """Call a hook and wait for it, at most as long as it may take. Cancelled, it returns at
        once. tell: publishes that it is waited for."""
        waiting = HookWaiting(name=hook.name, point=hook.point)
        is_told = False

        async def until_late() -> None:
            nonlocal is_told
            first_s = min(TOLD_AFTER_S, hook.timeout_s)
            await self._clock.sleep(first_s)
            if hook.timeout_s > first_s:
                is_told = True
                tell(waiting)
                await self._clock.sleep(hook.timeout_s - first_s)

        try:
            with inside_session(session_id):
                end = await run_loosely(
                    self._tasks,
                    partial(self._returned, hook.call, context),
                    time_is_up=until_late,
                )
        finally:
            if is_told:
                tell(HookEnded(name=hook.name, point=hook.point))
        return _outcome(hook, end)

    async def _returned(self, call: Callable[[Any], object], context: object) -> tuple[object]:
        if inspect.iscoroutinefunction(call):
            return (await call(context),)
        value = await self._threads.call(call, context)
        return (await value if inspect.isawaitable(value) else value,)


def _outcome(hook: RegisteredHook, end: JobEnd[tuple[object]]) -> HookOutcome:
    if end.value is not None:
        return HookOutcome(end.value[0])
    if end.is_out_of_time:
        problem = f"took longer than its limit of {hook.timeout_s:g} s"
    elif end.error is not None:
        problem = f"raised {type(end.error).__name__}"
    else:
        problem = "was cancelled by itself"
    # What a host's error says may hold secrets: it belongs in the log only.
    logger.error("The hook %s (%s) %s", hook.name, hook.point, problem, exc_info=end.error)
    return HookOutcome(problem=problem)
