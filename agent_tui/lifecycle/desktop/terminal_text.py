"""A text printed on the terminal's normal screen, where its own scrolling and search work."""

from __future__ import annotations

import os
import select
from contextlib import suppress

from agent_tui.lifecycle.desktop.terminal_use import INPUT_FD, borrowed_terminal

_PROMPT = "\n[Press Enter to return]"
# Takes the prompt away again: it is not a part of the text.
_FORGET_PROMPT = b"\x1b[A\x1b[2K\x1b[A"
_PIECE_BYTES = 4096


def show_text(text: str) -> None:
    """Print `text` and wait for Enter, Ctrl+C or a signal to leave. Main thread only; see
    `borrowed_terminal`."""
    wake_fd, waker_fd = os.pipe()

    def wake(_number: int = 0) -> None:
        os.write(waker_fd, b"\n")

    try:
        with borrowed_terminal(on_key=wake, on_leave=wake) as output_fd, suppress(OSError):
            data = (text.rstrip("\n") + "\n" + _PROMPT).encode("utf-8", "replace")
            if _has_written(output_fd, data, wake_fd) and _has_enter(wake_fd):
                os.write(output_fd, _FORGET_PROMPT)
    finally:
        os.close(wake_fd)
        os.close(waker_fd)


def _has_written(output_fd: int, data: bytes, wake_fd: int) -> bool:
    """False when a signal came first: a terminal may take long, or not read at all."""
    at = 0
    while at < len(data):
        woken, _, _ = select.select([wake_fd], [output_fd], [])
        if woken:
            return False
        at += os.write(output_fd, data[at : at + _PIECE_BYTES])
    return True


def _has_enter(wake_fd: int) -> bool:
    ready, _, _ = select.select([INPUT_FD, wake_fd], [], [])
    if wake_fd in ready:
        return False
    return os.read(INPUT_FD, _PIECE_BYTES).endswith(b"\n")
