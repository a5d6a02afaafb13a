"""A program that has the terminal until it ends, such as an editor."""

from __future__ import annotations

import shlex
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence

from agent_tui.lifecycle.desktop.terminal_use import INPUT_FD, borrowed_terminal

_KILL_AFTER_S = 2.0


class TerminalProgram:
    """One run of a program in the terminal."""

    def __init__(self, arguments: Sequence[str], environ: Mapping[str, str]) -> None:
        self._arguments = arguments
        self._environ = environ
        self._process: subprocess.Popen[bytes] | None = None
        self._killer: threading.Timer | None = None
        self._signal = 0  # the one that asks to leave

    def run(self) -> str:
        """Wait for its end. Returns what went wrong, "" for nothing. Main thread only; see
        `borrowed_terminal`."""
        with borrowed_terminal(on_key=lambda: None, on_leave=self._leave) as output_fd:
            try:
                self._process = subprocess.Popen(
                    self._arguments,
                    stdin=INPUT_FD,
                    stdout=output_fd,
                    stderr=output_fd,
                    env=self._environ,
                )
            except (OSError, ValueError) as error:
                return f"{shlex.join(self._arguments)}\ncannot be started: {error}."
            if self._signal:  # it came before there was somebody to tell
                self._end(self._process)
            code = self._process.wait()
            if self._killer is not None:
                self._killer.cancel()
        return f"{shlex.join(self._arguments)}\nended with {_ending(code)}." if code else ""

    def _leave(self, number: int) -> None:
        self._signal = number
        if self._process is not None and self._killer is None:
            self._end(self._process)

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        process.send_signal(self._signal)
        self._killer = threading.Timer(_KILL_AFTER_S, process.kill)
        self._killer.daemon = True
        self._killer.start()


def _ending(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
