"""Work with the disk in a thread that stops soon after its call was cancelled."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

import anyio.to_thread

from agent_tui.tools.thread_limit import ThreadLimit

_LIMIT = ThreadLimit("search", 4)
_T = TypeVar("_T")


async def in_thread(work: Callable[[Callable[[], bool]], _T]) -> _T:
    """`work(is_stopped)` in a thread. It asks `is_stopped` often and returns at once when that is
    true; a cancelled caller does not wait for it, because a network disk may hang for minutes."""
    stop = threading.Event()
    try:
        return await anyio.to_thread.run_sync(
            work, stop.is_set, abandon_on_cancel=True, limiter=_LIMIT.limiter
        )
    finally:
        stop.set()
