"""Threads for what is slow in fetching: loading libraries, converting small pages, files."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import anyio.to_thread
from anyio import CapacityLimiter
from anyio.lowlevel import RunVar

Value = TypeVar("Value")

_THREADS = 4
_LIMITER: RunVar[CapacityLimiter] = RunVar("agent_tui_web_threads")


async def off_loop(call: Callable[[], Value], *, is_awaited: bool = False) -> Value:
    """The call's value. When cancelled, the thread finishes by itself and nobody waits for it,
    unless is_awaited."""
    try:
        limiter = _LIMITER.get()
    except LookupError:
        limiter = CapacityLimiter(_THREADS)
        _LIMITER.set(limiter)
    return await anyio.to_thread.run_sync(call, limiter=limiter, abandon_on_cancel=not is_awaited)
