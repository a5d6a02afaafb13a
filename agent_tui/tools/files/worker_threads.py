"""Threads for blocking file work, apart from those of others."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from anyio import to_thread

from agent_tui.tools.thread_limit import ThreadLimit

T = TypeVar("T")

_LIMIT = ThreadLimit("file", 8)


async def in_thread(work: Callable[[], T], *, is_reading: bool) -> T:
    """Run `work` in a thread. is_reading: when cancelled, it is left behind at once (a network
    disk may hang); a change is waited for, so that what is told about it is true."""
    return await to_thread.run_sync(work, abandon_on_cancel=is_reading, limiter=_LIMIT.limiter)
