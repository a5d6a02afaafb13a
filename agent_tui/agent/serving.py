"""An agent that is all that its process does: served until somebody wants it to end."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Awaitable, Callable

import anyio

from agent_tui.engine.wakeup import threadsafe
from agent_tui.lifecycle.runtime import Runtime
from agent_tui.lifecycle.signals import signals_at_the_door


async def serve(
    start: Callable[[], Awaitable[object]],
    close: Callable[[], Awaitable[None]],
    runtime: Callable[[], Runtime],
) -> int:
    """Start, wait until the engine has ended, close; returns the exit code. On the main thread,
    SIGINT, SIGTERM and SIGHUP ask the engine to end, a second one not to wait for turns."""
    is_main = threading.current_thread() is threading.main_thread()
    signals = signals_at_the_door(lambda reason: runtime().request_exit(reason))
    with signals if is_main else contextlib.nullcontext():
        try:
            await start()
            ended = anyio.Event()
            runtime().ended.when_reached(threadsafe(ended.set))
            await ended.wait()
        finally:
            await close()
    return runtime().exit_code
