"""Work on many sessions: what the user sees of it, and how Ctrl+C stops it between two."""

from __future__ import annotations

import signal
import sys
import time
from types import FrameType
from typing import Self

from agent_tui.cli.console import Console
from agent_tui.cli.exit_codes import ExitCode

_FIRST_S, _EVERY_S = 1.0, 0.2
_CLEAR_LINE = "\r\x1b[K"


class LongWork:
    """done: how it is said in the past ("exported"). Results go to standard output, everything else
    to standard error; how far it has come is shown there when it takes long and is a terminal.

    While open, the first Ctrl+C lets the work end in order; the second one ends the program. Open
    it on the main thread.
    """

    def __init__(self, done: str) -> None:
        self._done, self._console = done, Console.of_process()
        self._is_shown = sys.stderr is not None and sys.stderr.isatty()
        self._next_s = time.monotonic() + _FIRST_S
        self._has_line = False
        self._former: signal._HANDLER = signal.SIG_DFL
        self._count = self._total = self._failed = 0
        self.is_stopped = False

    def __enter__(self) -> Self:
        self._former = signal.signal(signal.SIGINT, self._stop)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._former)
        self._clear()

    def goes_on(self, done: int, total: int) -> bool:
        """A `Progress` inside one session: only whether to go on."""
        del done, total
        return not self.is_stopped

    def note(self, done: int, total: int) -> bool:
        """A `Progress` over sessions: shows it, and says whether to go on."""
        self._total = max(self._total, total)
        now = time.monotonic()
        if self._is_shown and now >= self._next_s:
            self._next_s, self._has_line = now + _EVERY_S, True
            sys.stderr.write(f"{_CLEAR_LINE}{done:,} of {total:,} {self._done} · Ctrl+C stops")
            sys.stderr.flush()
        return not self.is_stopped

    def did(self, text: str) -> None:
        """One more is done; text: a line about it."""
        self._clear()
        self._count += 1
        self._console.write(f"{text}\n")

    def fail(self, text: str) -> None:
        """One could not be done; text: why."""
        self._failed += 1
        self.tell(text)

    def tell(self, text: str) -> None:
        """A line for the user."""
        self._clear()
        self._console.tell(text)

    def exit_code(self) -> int:
        """What the program says in the end; a stop is told."""
        if self.is_stopped:
            of_all = f" of {self._total:,}" if self._total > 1 else ""
            self.tell(f"Stopped: {self._count:,}{of_all} {self._done}, each of them whole.")
            return ExitCode.INTERRUPTED
        return ExitCode.FAILED if self._failed else ExitCode.OK

    def _stop(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        if self.is_stopped:
            raise KeyboardInterrupt
        self.is_stopped = True

    def _clear(self) -> None:
        if self._has_line:
            self._has_line = False
            sys.stderr.write(_CLEAR_LINE)
            sys.stderr.flush()
