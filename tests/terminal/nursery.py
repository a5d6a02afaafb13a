"""Programs that start with all imports done: children of a process that has made them once.

A start of the real thing takes 0.6 s of CPU, most of it imports, and hundreds of tests need a
program that runs, not one that starts. Starting itself is tested with real starts.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

_PROJECT = Path(__file__).parents[2]
_LARGEST_MESSAGE = 262_144
# What is read while modules are imported, so it must be the same for all programs.
TERMINAL_ENVIRONMENT = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}


class NurseryProcess:
    """A running program; what `subprocess.Popen` has of it."""

    def __init__(self, nursery: Nursery, pid: int) -> None:
        self._nursery, self.pid = nursery, pid

    def poll(self) -> int | None:
        """The exit code, negative for a signal; None while it runs."""
        return self._nursery.exit_code(self.pid)

    def kill(self) -> None:
        """SIGKILL, unless it has ended."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):  # it ended since it was asked
                os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        """Wait for its end."""
        return self._nursery.wait(self.pid)


class Nursery:
    """The process that has imported everything, seen from the tests. One at a time asks it."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._exit_codes: dict[int, int] = {}
        with theirs:
            self._process = subprocess.Popen(
                (sys.executable, "-m", "tests.terminal.nursery_process", str(theirs.fileno())),
                pass_fds=(theirs.fileno(),),
                cwd=_PROJECT,
                env={"PATH": os.environ.get("PATH", os.defpath), **TERMINAL_ENVIRONMENT},
                start_new_session=True,
            )

    def start(
        self, arguments: Sequence[str], *, env: Mapping[str, str], cwd: Path, terminal: int
    ) -> NurseryProcess:
        """agent-tui with these arguments on the terminal, in a session of its own."""
        assert TERMINAL_ENVIRONMENT.items() <= env.items(), "start it cold in another terminal"
        request = {"arguments": list(arguments), "env": dict(env), "cwd": str(cwd)}
        socket.send_fds(self._socket, [json.dumps(request).encode()], [terminal])
        while True:
            message = self._receive()
            if "started" in message:
                return NurseryProcess(self, message["started"])

    def exit_code(self, pid: int) -> int | None:
        """Of a program that has ended."""
        while pid not in self._exit_codes:
            try:
                self._receive(socket.MSG_DONTWAIT)
            except BlockingIOError:
                return None
        return self._exit_codes[pid]

    def wait(self, pid: int) -> int:
        """The exit code, when it has ended."""
        while pid not in self._exit_codes:
            self._receive()
        return self._exit_codes[pid]

    def close(self) -> None:
        """End the process; its programs have ended."""
        self._socket.close()
        self._process.wait()

    def _receive(self, flags: int = 0) -> dict[str, int]:
        data = self._socket.recv(_LARGEST_MESSAGE, flags)
        assert data, "the nursery has ended"
        message: dict[str, int] = json.loads(data)
        if "ended" in message:
            self._exit_codes[message["ended"]] = message["code"]
        return message


@cache
def nursery() -> Nursery:
    """The one of this test process, started when first wanted."""
    made = Nursery()
    atexit.register(made.close)
    return made
