"""Signals ask at the exit door; Textual installs no handlers for them, so we do."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable, Iterator

from agent_tui.lifecycle.exit_door import ExitReason

_REASONS = {
    "SIGINT": ExitReason.SIGINT,
    "SIGTERM": ExitReason.SIGTERM,
    "SIGHUP": ExitReason.SIGHUP,
}


@contextlib.contextmanager
def signals_at_the_door(request: Callable[[ExitReason], None]) -> Iterator[None]:
    """While open, SIGINT, SIGTERM and SIGHUP call `request(reason)`. Enter it on the main
    thread's running loop.

    Where loops know no signal handlers (Windows), the interpreter's own stay in charge.
    """
    loop = asyncio.get_running_loop()
    installed: list[int] = []
    for name, reason in _REASONS.items():
        number = getattr(signal, name, None)
        if number is None:
            continue
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, request, reason)
            installed.append(number)
    try:
        yield
    finally:
        for number in installed:
            loop.remove_signal_handler(number)
