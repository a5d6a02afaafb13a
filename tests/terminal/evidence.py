"""What a program that does not do what a test waits for is about, for the test's message."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import signal
import time
from pathlib import Path

_THREADS = "threads.txt"
_LOG = Path("logs") / "agent-tui.log"
_LOG_CHARACTERS = 3000
_ANSWER_S = 1.0


def prepare(home: Path) -> None:
    """In the program: SIGUSR2 writes down where all its threads are."""
    # Kept open as long as the process runs: the handler writes to the file's number.
    descriptor = os.open(home / _THREADS, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    faulthandler.register(signal.SIGUSR2, file=descriptor, all_threads=True)


def evidence(pid: int, home: Path) -> str:
    """In the test: where the threads of a running program are, if it is prepared, and the end of
    its log."""
    with contextlib.suppress(OSError):
        if (home / _THREADS).exists():
            os.kill(pid, signal.SIGUSR2)
            _wait_for_words(home / _THREADS)
    parts = [
        f"{file.name}:\n{file.read_text(errors='replace')[-_LOG_CHARACTERS:]}"
        for file in (home / _THREADS, home / _LOG)
        if file.exists()
    ]
    return "\n".join(parts)


def _wait_for_words(file: Path) -> None:
    end_s = time.monotonic() + _ANSWER_S
    size = -1
    while time.monotonic() < end_s and not 0 < size == file.stat().st_size:
        size = file.stat().st_size
        time.sleep(0.05)
