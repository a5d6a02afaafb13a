"""A program in a pseudo-terminal, with a time stamp for everything it writes. Linux only."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

COLUMNS, ROWS = 120, 40
AGENT_TUI = str(Path(sys.executable).with_name("agent-tui"))
_ANSWERS = {
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",
    b"\x1b[?2048$p": b"\x1b[?2048;0$y",
    b"\x1b[?u": b"\x1b[?0u",
    b"\x1b[c": b"\x1b[?62;22c",
    b"\x1b]11;?\x1b\\": b"\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\",
}
# Every picture is bracketed, because the answers above promise that the terminal knows brackets.
_FRAME_END = "\x1b[?2026l"
_QUESTION = re.compile(b"|".join(map(re.escape, _ANSWERS)))


class Chunk(NamedTuple):
    """One read. time_s: of `time.perf_counter()`; end: length of all output after it."""

    time_s: float
    end: int


class BenchmarkFailed(Exception):
    """The program did not do what is to be measured; the text holds the end of its output."""


class TimedProgram:
    """Started at construction in a home of its own; killed when the `with` block ends.

    data: a data folder, of which the program gets a copy.
    """

    def __init__(
        self,
        argv: Sequence[str],
        env: Mapping[str, str] | None = None,
        *,
        data: Path | None = None,
    ) -> None:
        self.output = bytearray()
        self.chunks: list[Chunk] = []
        self._home = tempfile.mkdtemp(prefix="agent-tui-benchmark-")
        if data is not None:
            shutil.copytree(data, self.data_folder)
        self._master_fd, self._slave_fd = os.openpty()
        self._set_size(COLUMNS)
        self.attributes_before = termios.tcgetattr(self._slave_fd)
        environment = _environment(self._home) | dict(env or {})
        self.started_s = time.perf_counter()
        self._process = subprocess.Popen(
            list(argv),
            stdin=self._slave_fd,
            stdout=self._slave_fd,
            stderr=self._slave_fd,
            env=environment,
            start_new_session=True,
            preexec_fn=_take_controlling_terminal,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._master_fd)
        os.close(self._slave_fd)
        shutil.rmtree(self._home, ignore_errors=True)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def data_folder(self) -> Path:
        """Where agent-tui keeps its sessions."""
        return Path(self._home) / "data"

    def resize(self, columns: int) -> float:
        """Give the window so many columns; the time just before."""
        resized_s = time.perf_counter()
        self._set_size(columns)
        return resized_s

    def send(self, keys: str) -> float:
        """Type; the time just before."""
        sent_s = time.perf_counter()
        os.write(self._master_fd, keys.encode())
        return sent_s

    def kill(self, number: int = signal.SIGKILL) -> float:
        """Send a signal; the time just before."""
        sent_s = time.perf_counter()
        os.kill(self._process.pid, number)
        return sent_s

    def pump(self, timeout_s: float) -> bool:
        """Wait for output and take it; False when none came."""
        if not select.select([self._master_fd], [], [], timeout_s)[0]:
            return False
        data = os.read(self._master_fd, 262_144)
        self.chunks.append(Chunk(time.perf_counter(), len(self.output) + len(data)))
        self.output += data
        for question in _QUESTION.findall(data):
            os.write(self._master_fd, _ANSWERS[question])
        return True

    def pump_for(self, duration_s: float) -> None:
        """Take output for so long."""
        end_s = time.perf_counter() + duration_s
        while (left_s := end_s - time.perf_counter()) > 0:
            self.pump(left_s)

    def wait_for(self, text: str, *, since: int = 0, timeout_s: float = 20.0) -> float:
        """When these bytes came, looked for in the output from offset `since` on."""
        wanted = text.encode()
        end_s = time.perf_counter() + timeout_s
        looked_at = since
        while (found := self.output.find(wanted, looked_at)) < 0:
            looked_at = max(since, len(self.output) - len(wanted))
            if not self.pump(min(0.5, max(0.0, end_s - time.perf_counter()))):
                self._check(text, end_s)
        return self._time_of(found + len(wanted))

    def wait_for_frame(self, *, since: int, timeout_s: float = 5.0) -> float:
        """When the first picture after the offset `since` was complete."""
        return self.wait_for(_FRAME_END, since=since, timeout_s=timeout_s)

    def wait_for_exit(self, timeout_s: float = 10.0) -> float:
        """When the program had ended, by the clock of this process."""
        end_s = time.perf_counter() + timeout_s
        while self._process.poll() is None:
            if time.perf_counter() > end_s:
                raise BenchmarkFailed(f"did not end\n{self._tail()}")
            self.pump(0.001)
        return time.perf_counter()

    def wait_for_restore(self, timeout_s: float = 5.0) -> float:
        """When the terminal had its attributes and its main screen again."""
        end_s = time.perf_counter() + timeout_s
        while not self._is_restored():
            if time.perf_counter() > end_s:
                raise BenchmarkFailed(f"terminal not restored\n{self._tail()}")
            self.pump(0.0005)
        return time.perf_counter()

    def wait_until_quiet(self, quiet_s: float = 0.5, timeout_s: float = 15.0) -> None:
        """Take output until none has come for `quiet_s`."""
        end_s = time.perf_counter() + timeout_s
        while self.pump(quiet_s) and time.perf_counter() < end_s:
            pass

    def cpu_s(self) -> float:
        """CPU seconds used so far by all threads that live, in nanosecond steps."""
        total_ns = 0
        for task in Path(f"/proc/{self.pid}/task").iterdir():
            with contextlib.suppress(OSError):
                total_ns += int((task / "schedstat").read_text().split()[0])
        return total_ns / 1e9

    def _set_size(self, columns: int) -> None:
        # The kernel tells the foreground processes.
        size = struct.pack("HHHH", ROWS, columns, 0, 0)
        fcntl.ioctl(self._master_fd, termios.TIOCSWINSZ, size)

    def _is_restored(self) -> bool:
        left, entered = self.output.rfind(b"\x1b[?1049l"), self.output.rfind(b"\x1b[?1049h")
        return left > entered and termios.tcgetattr(self._slave_fd) == self.attributes_before

    def _time_of(self, end: int) -> float:
        return next(chunk.time_s for chunk in self.chunks if chunk.end >= end)

    def _check(self, text: str, end_s: float) -> None:
        if self._process.poll() is not None or time.perf_counter() > end_s:
            raise BenchmarkFailed(f"never wrote {text!r}\n{self._tail()}")

    def _tail(self) -> str:
        return bytes(self.output[-1500:]).decode(errors="replace")


def _environment(home: str) -> dict[str, str]:
    # PYTHONDONTWRITEBYTECODE must not come along: without byte code every start would compile.
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": home,
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "AGENT_TUI_CONFIG_DIR": f"{home}/config",
        "AGENT_TUI_DATA_DIR": f"{home}/data",
        "AGENT_TUI_LOG_DIR": f"{home}/logs",
    }


def _take_controlling_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
