"""Ctrl+C and friends in print mode: the first one stops the turn, the second one the process."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from types import FrameType
from typing import Self

_REASONS = {"SIGINT": "user", "SIGTERM": "SIGTERM", "SIGHUP": "SIGHUP"}


class StopSignals:
    """While open, SIGINT, SIGTERM and SIGHUP call `on_stop(reason)` once, on the running loop.

    Open it on the main thread, inside the loop. The second signal ends the process at once, because
    a reader that does not read can block the loop for ever; the journal is on disk by then.
    """

    def __init__(self, on_stop: Callable[[str], object]) -> None:
        self._on_stop = on_stop
        self._former: dict[int, signal._HANDLER] = {}
        self.exit_code = 0

    @property
    def has_come(self) -> bool:
        """Whether a signal has come; `exit_code` is 128 and its number then, else 0."""
        return self.exit_code != 0

    def __enter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        for name in _REASONS:
            number = getattr(signal, name, None)
            # Under nohup a hang-up is ignored, and stays so.
            if number is not None and signal.getsignal(number) != signal.SIG_IGN:
                self._former[number] = signal.signal(number, self._receive)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._former.items():
            signal.signal(number, handler)

    def _receive(self, number: int, _frame: FrameType | None) -> None:
        if self.has_come:
            os._exit(128 + number)
        self.exit_code = 128 + number
        reason = _REASONS[signal.Signals(number).name]
        # Not called from here: the handler may have interrupted the very code that it would call.
        self._loop.call_soon_threadsafe(self._on_stop, reason)
