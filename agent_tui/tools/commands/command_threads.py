"""Threads for what blocks in the tools for commands: their output files, looks at folders."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import anyio.to_thread
from anyio import CapacityLimiter
from anyio.lowlevel import RunVar

Value = TypeVar("Value")
Given = TypeVar("Given")

_THREADS = 4
_LIMITER: RunVar[CapacityLimiter] = RunVar("agent_tui_command_threads")


async def in_thread(call: Callable[[Given], Value], given: Given) -> Value:
    """The call's value. A cancelled caller still waits for the end of the call."""
    try:
        limiter = _LIMITER.get()
    except LookupError:
        limiter = CapacityLimiter(_THREADS)
        _LIMITER.set(limiter)
    return await anyio.to_thread.run_sync(call, given, limiter=limiter)
