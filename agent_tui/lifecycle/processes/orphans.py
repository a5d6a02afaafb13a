"""Finds what a command left when even its reaper was killed. Linux only; elsewhere nothing."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress

from agent_tui.lifecycle.processes.reaper import process_state

# Every process of a command inherits it, and only those.
MARKER_VARIABLE = "AGENT_TUI_RUN"
_GIVE_UP_S = 2.0


def end_orphans(marker: str, session_pid: int) -> int:
    """KILL every process with this marker in its environment, or in the session that the command
    itself had led (0: none known). Blocks; returns how many there were."""
    ended: set[int] = set()
    give_up_at = time.monotonic() + _GIVE_UP_S
    while (found := _orphans(marker, session_pid)) and time.monotonic() < give_up_at:
        # Stopped first, all of them: none is to fork while the others are killed.
        for number in (signal.SIGSTOP, signal.SIGKILL):
            for pid in found:
                with suppress(OSError):
                    os.kill(pid, number)
        ended |= found
    return len(ended)


def _orphans(marker: str, session_pid: int) -> set[int]:
    entry = f"{MARKER_VARIABLE}={marker}".encode()
    session = str(session_pid).encode() if session_pid else b"-"
    found = set()
    with suppress(OSError):
        for pid in map(int, filter(str.isdigit, os.listdir("/proc"))):
            _, fields = process_state(pid)
            if not fields or fields[0] in (b"Z", b"X"):
                continue
            if fields[3] == session or entry in _environment(pid):
                found.add(pid)
    return found


def _environment(pid: int) -> list[bytes]:
    try:
        with open(f"/proc/{pid}/environ", "rb") as file:
            return file.read().split(b"\0")
    except OSError:
        return []  # it has ended, or belongs to somebody else
