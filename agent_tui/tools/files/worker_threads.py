"""Threads for blocking file work, apart from those of others."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar

T = TypeVar("T")

_THREADS = 8
# One limiter for each event loop, made at first use.
_limiter: RunVar[CapacityLimiter] = RunVar("agent_tui_file_threads")


async def in_thread(work: Callable[[], T], *, is_reading: bool) -> T:
    """Run `work` in a thread. is_reading: when cancelled, it is left behind at once (a network
    disk may hang); a change is waited for, so that what is told about it is true."""
    try:
        limiter = _limiter.get()
    except LookupError:
        limiter = CapacityLimiter(_THREADS)
        _limiter.set(limiter)
    return await to_thread.run_sync(work, abandon_on_cancel=is_reading, limiter=limiter)
