"""Keeps foreign writes to standard error off the screen: they go to a file, the screen keeps the
tty."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

_STDERR_FD = 2


@contextlib.contextmanager
def stderr_to(file: Path) -> Iterator[None]:
    """While open, file descriptor 2 appends to `file`, and `sys.__stderr__`, which Textual draws
    on, is a duplicate of the terminal. Does nothing when standard error is no terminal."""
    if not os.isatty(_STDERR_FD):
        yield
        return
    terminal_fd = os.dup(_STDERR_FD)
    former = sys.__stderr__
    terminal = os.fdopen(terminal_fd, "w", encoding="utf-8", errors="replace", closefd=False)
    try:
        file_fd = _opened_for_append(file)
        os.dup2(file_fd, _STDERR_FD)
        os.close(file_fd)
        sys.__stderr__ = terminal  # type: ignore[misc]
        yield
    finally:
        sys.__stderr__ = former  # type: ignore[misc]
        # The terminal may be gone (SIGHUP); what could not be drawn then is of no use to anybody.
        with contextlib.suppress(OSError):
            terminal.flush()
        os.dup2(terminal_fd, _STDERR_FD)
        os.close(terminal_fd)


def _opened_for_append(file: Path) -> int:
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        # A read-only home must not stop the program; the writes are dropped instead of drawn.
        return os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC)
