"""What a reaper has told so far, as an exit status."""

from __future__ import annotations

import os
import signal

from agent_tui.protocol.processes import ExitStatus


class ExitFacts:
    """Filled by `take`. pid: the command's own, 0 until told; problem: for people, "" for none;
    has_exited: the command itself has ended; is_done: and everything that it started."""

    def __init__(self) -> None:
        self.pid = 0
        self.problem = ""
        self.has_exited = False
        self.is_done = False
        self.last_words = "ended without a word"
        self._is_unstarted = False
        self._code: int | None = None
        self._signal = ""
        self._cwd = ""
        self._left_over = 0
        self._rest = b""

    def take(self, told: bytes) -> None:
        """More of the reaper's status, cut anywhere."""
        *lines, self._rest = (self._rest + told).split(b"\n")
        for line in lines:
            self._take_line(line.decode(errors="replace"))

    def status(self) -> ExitStatus:
        """How it ended; call it when it has."""
        if self._is_unstarted or (self.problem and not self.has_exited):
            return ExitStatus(problem=self.problem)
        if not self.has_exited:
            return ExitStatus(
                signal="SIGKILL", problem="The process that watches over the command was killed."
            )
        return ExitStatus(
            code=self._code,
            signal=self._signal,
            cwd=self._cwd,
            left_over=self._left_over,
            problem=self.problem,
        )

    def _take_line(self, line: str) -> None:
        match line.split(" "):
            case ["started", pid]:
                self.pid = int(pid)
            case ["exited", "code", code]:
                self.has_exited, self._code = True, int(code)
            case ["exited", "signal", number]:
                self.has_exited, self._signal = True, _signal_name(int(number))
            case ["cwd", text]:
                self._cwd = os.fsdecode(bytes.fromhex(text))
            case ["problem", text]:
                self._is_unstarted = True
                self.problem = f"The command cannot start: {_text(text)}."
            case ["left_over", count]:
                self._left_over = int(count)
            case ["unended", count]:
                self.problem = f"{count} of its processes could not be ended."
            case ["done"]:
                self.is_done = True
            case _:
                self.last_words = line


def _text(told: str) -> str:
    return bytes.fromhex(told).decode(errors="replace")


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
