"""Programs of the desktop that run beside this one: each with a session of its own, no terminal.

They are the user's, not the agent's: no supervisor knows them. Those that own the clipboard stay
alive to hand it out until somebody else copies, also after this program's end.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress

TIME_LIMIT_S = 1.0
"""How long a program may take to swallow a text, or to fail at its start."""


def has_taken(arguments: Sequence[str], data: bytes, environ: Mapping[str, str]) -> bool:
    """Give a program `data` on standard input; True when it ended well in time. One that hangs is
    killed. Blocks."""
    process = _started(arguments, environ, stdin=subprocess.PIPE)
    if process is None:
        return False
    try:
        process.communicate(data, timeout=TIME_LIMIT_S)
    except (subprocess.TimeoutExpired, OSError):
        _kill(process)
        return False
    return process.returncode == 0


class TooLong(Exception):
    """A program writes more than is wanted."""


def output_of(
    arguments: Sequence[str], environ: Mapping[str, str], *, most_bytes: int, limit_s: float
) -> bytes:
    """What a program writes, b"" when it fails or takes too long: it is killed then. Blocks. Raises
    `TooLong`."""
    process = _started(arguments, environ, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    if process is None or process.stdout is None:
        return b""
    output: list[bytes] = []
    pipe = process.stdout

    def read() -> None:
        with pipe:
            output.append(pipe.read(most_bytes + 1))

    reader = threading.Thread(target=read, name="clipboard", daemon=True)
    reader.start()
    reader.join(limit_s)
    is_too_long = bool(output) and len(output[0]) > most_bytes
    if reader.is_alive() or is_too_long:
        _kill(process)
        reader.join(TIME_LIMIT_S)  # whoever held the other end is dead
    else:
        try:
            process.wait(TIME_LIMIT_S)
        except subprocess.TimeoutExpired:
            _kill(process)
    if is_too_long:
        raise TooLong
    return output[0] if output and process.returncode == 0 else b""


def start_problem(arguments: Sequence[str], environ: Mapping[str, str]) -> str:
    """Start a program and leave it alone. Returns what went wrong within the time limit, "" for
    nothing. Blocks that long when it keeps running."""
    process = _started(arguments, environ, stdin=subprocess.DEVNULL)
    if process is None:
        return f"{arguments[0]} cannot be started."
    try:
        code = process.wait(TIME_LIMIT_S)
    except subprocess.TimeoutExpired:
        # Somebody must take note of its end, or it stays in the list of processes.
        threading.Thread(target=process.wait, name="desktop-program", daemon=True).start()
        return ""
    return f"{arguments[0]} ended with exit code {code}." if code else ""


def run_problem(arguments: Sequence[str], environ: Mapping[str, str]) -> str:
    """Start a program and wait for its end, however long. Returns what went wrong, "" for
    nothing."""
    process = _started(arguments, environ, stdin=subprocess.DEVNULL)
    if process is None:
        return f"{arguments[0]} cannot be started."
    code = process.wait()
    return f"{arguments[0]} ended with exit code {code}." if code else ""


def _started(
    arguments: Sequence[str],
    environ: Mapping[str, str],
    *,
    stdin: int,
    stdout: int = subprocess.DEVNULL,
) -> subprocess.Popen[bytes] | None:
    try:
        # What stays alive must hold no pipe or terminal of ours: whoever reads it would wait.
        return subprocess.Popen(
            arguments,
            stdin=stdin,
            stdout=stdout,
            stderr=subprocess.DEVNULL,
            env=environ,
            start_new_session=True,
        )
    except (OSError, ValueError):
        return None


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    if process.stdin is not None:
        with suppress(OSError):
            process.stdin.close()
    process.wait()
