"""Runs somebody else's coroutine so that it can be left behind when it will not end."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import anyio

from agent_tui.engine.background_tasks import BackgroundTasks
from agent_tui.engine.foreign_code import is_own_end

logger = logging.getLogger(__name__)

# A cancelled turn must be over within 300 ms for the screen.
PATIENCE_S = 0.25

Value = TypeVar("Value")


@dataclass
class JobEnd(Generic[Value]):
    """How a job ended: with a value, an error (`SystemExit`, too), out of time, or, with none of
    these, cancelled from within."""

    value: Value | None = None
    error: BaseException | None = None
    is_out_of_time: bool = False


async def run_loosely(
    tasks: BackgroundTasks,
    job: Callable[[], Coroutine[Any, Any, Value]],
    *,
    time_is_up: Callable[[], Awaitable[None]] | None = None,
) -> JobEnd[Value]:
    """Run `job` in the engine's task group and wait for its end.

    It is cancelled with the caller, and when `time_is_up` returns. One that does not end within
    0.25 s after that is left behind: it goes on alone, and nobody looks at how it ends.
    """
    end: JobEnd[Value] = JobEnd()
    ended, scope = anyio.Event(), anyio.CancelScope()

    async def keep_time(until: Callable[[], Awaitable[None]]) -> None:
        await until()
        end.is_out_of_time = True
        group.cancel_scope.cancel()

    tasks.start_soon(lambda: _guarded(job, end, ended, scope))
    try:
        async with anyio.create_task_group() as group:
            if time_is_up is not None:
                group.start_soon(keep_time, time_is_up)
            await ended.wait()
            group.cancel_scope.cancel()
    finally:
        if not ended.is_set():
            scope.cancel()
            with anyio.move_on_after(PATIENCE_S, shield=True):
                await ended.wait()
            if not ended.is_set():
                logger.warning(
                    "A tool or hook does not end although it was cancelled; it is left behind"
                )
    return end


async def _guarded(
    job: Callable[[], Coroutine[Any, Any, Value]],
    end: JobEnd[Value],
    ended: anyio.Event,
    scope: anyio.CancelScope,
) -> None:
    try:
        with scope:
            end.value = await job()
    except BaseException as error:
        if is_own_end(error):
            raise
        # A tool may be cancelled by something of its own: that is no error.
        if not isinstance(error, anyio.get_cancelled_exc_class()):
            end.error = error
    finally:
        ended.set()
