"""When the full screen has taken the place of the skeleton."""

from __future__ import annotations

from tests.terminal.pty_program import PtyProgram

# What Textual's driver writes last before it reads keys.
_DRIVER_STANDS = b"\x1b[?2004h\x1b[?7l"
_SKELETON_STATUS = " starting"


def wait_until_started(program: PtyProgram) -> float:
    """Wait until agent-tui's own screen is painted; returns the time of that output."""
    return program.wait_for(lambda: _is_painted(program), timeout=15.0)


def _is_painted(program: PtyProgram) -> bool:
    lines = program.lines()
    return (
        _DRIVER_STANDS in program.output
        and lines[-1] != _SKELETON_STATUS
        and any(line.startswith("❯") for line in lines)
    )
