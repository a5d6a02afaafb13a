"""Keeps foreign writes to standard error off the screen: they go to a file, the screen keeps the
tty."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

_STDOUT_FD, _STDERR_FD = 1, 2


class _TerminalText(io.TextIOWrapper):
    """The terminal as a text file that outlives its window.

    After a hang-up every write fails. Textual's writer thread would die of that and its queue fill
    up until the screen's loop hangs, so what can no longer be shown is dropped.
    """

    def write(self, text: str, /) -> int:
        with contextlib.suppress(OSError):
            return super().write(text)
        return len(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError):
            super().flush()


@contextlib.contextmanager
def stderr_to(file: Path, hide: Callable[[str], str]) -> Iterator[None]:
    """While open, `sys.__stderr__`, which Textual draws on, is the terminal, and what others write
    to file descriptor 2 is appended to `file`, unless the user sends it elsewhere already.
    Afterwards, what was written goes through `hide`.

    Does nothing when there is no terminal.
    """
    drawn_on = next((fd for fd in (_STDERR_FD, _STDOUT_FD) if os.isatty(fd)), None)
    if drawn_on is None:
        yield
        return
    terminal_fd = os.dup(drawn_on)
    former = sys.__stderr__
    terminal = _TerminalText(io.FileIO(terminal_fd, "w"), encoding="utf-8", errors="replace")
    try:
        if drawn_on == _STDERR_FD:
            file_fd = _opened_for_append(file)
            os.dup2(file_fd, _STDERR_FD)
            os.close(file_fd)
        sys.__stderr__ = terminal  # type: ignore[misc]
        yield
    finally:
        sys.__stderr__ = former  # type: ignore[misc]
        if drawn_on == _STDERR_FD:
            os.dup2(terminal_fd, _STDERR_FD)
            _hide_in(file, hide)
        terminal.close()


def _opened_for_append(file: Path) -> int:
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        # A read-only home must not stop the program; the writes are dropped instead of drawn.
        return os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC)


def _hide_in(file: Path, hide: Callable[[str], str]) -> None:
    # Others write to the descriptor itself, so it can only be done behind them.
    with contextlib.suppress(OSError):
        text = file.read_text(encoding="utf-8", errors="replace")
        if (hidden := hide(text)) != text:
            # Deferred: few programs ever have anything to hide there.
            from agent_tui.storage.atomic_write import write_atomically

            write_atomically(file, hidden.encode())
