"""A program in a pseudo-terminal: send keys, read its screen, see how it leaves the terminal."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from tests.terminal.evidence import evidence
from tests.terminal.nursery import TERMINAL_ENVIRONMENT, NurseryProcess, nursery
from tests.terminal.terminal_answers import TerminalAnswers
from tests.terminal.terminal_modes import modes_left_on
from tests.terminal.terminal_screen import TerminalScreen

AGENT_TUI: tuple[str, ...] = (sys.executable, "-m", "agent_tui")
_PROJECT = Path(__file__).parents[2]
_READ_BYTES = 262_144
_PICTURE_BEGINS, _PICTURE_ENDS = b"\x1b[?2026h", b"\x1b[?2026l"
_PICTURES = re.compile(rb"(?s).+?(?:\x1b\[\?2026l|\Z)")
# A watchdog and killed subprocesses outlive the program by some milliseconds.
_AFTER_EXIT_S = 1.0


class Chunk(NamedTuple):
    """One read. time_s: of `time.perf_counter()`; end: length of all output after it."""

    time_s: float
    end: int


class PtyProgram:
    """Use it as a context manager: entering starts the program, leaving kills it if it still runs.

    argv: for example `(*AGENT_TUI, "--no-mouse")`. home: an empty folder; HOME and all folders of
    agent-tui are put there. env: added to a bare environment, into which nothing of this process
    is inherited but PATH. answers: False for a terminal that answers no question. background:
    "rrggbb". is_warm: agent-tui has done its imports when it starts, see `nursery.py`; not where
    starting is what is tested. Output is read inside `pump` and the `wait_for` methods only; they
    wait for the program and never sleep. Timeouts are seconds; when one passes, AssertionError
    shows the screen.
    """

    def __init__(
        self,
        argv: Sequence[str],
        *,
        home: Path,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str] | None = None,
        answers: bool = True,
        background: str = "1e1e1e",
        cwd: Path = _PROJECT,
        is_warm: bool = False,
    ) -> None:
        self.output = bytearray()
        self.chunks: list[Chunk] = []
        self._argv = list(argv)
        self._home, self._cwd, self._is_warm = home, cwd, is_warm
        self._env = _bare_environment(home) | dict(env or {})
        self._answers = TerminalAnswers(background=background) if answers else None
        self._screen = TerminalScreen(columns, rows)
        self._awaited: Callable[[], bool] | None = None
        self._is_seen = False

    def __enter__(self) -> Self:
        self._master_fd, self._slave_fd = os.openpty()
        os.set_blocking(self._master_fd, False)
        _set_size(self._master_fd, self._screen.columns, self._screen.rows)
        self.attributes_before = self.attributes()
        self.started_s = time.perf_counter()
        self._process = self._warm_process() if self._is_warm else self._cold_process()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        for fd in (self._master_fd, self._slave_fd):
            os.close(fd)

    @property
    def pid(self) -> int:
        """Process id; also its process group and session."""
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """None while it runs, -9 after SIGKILL."""
        return self._process.poll()

    @property
    def cursor(self) -> tuple[int, int]:
        """Column and row from 0, in cells."""
        return self._screen.cursor

    def screen_text(self) -> str:
        """All rows, without spaces at their ends."""
        return "\n".join(self.lines())

    def lines(self) -> list[str]:
        """All rows, without spaces at their ends."""
        return self._screen.lines()

    def line(self, row: int) -> str:
        """One row from 0; -1 is the last one."""
        return self.lines()[row]

    def send(self, keys: str | bytes) -> float:
        """Type, however much it is. Returns the time when the last byte was sent."""
        data = keys.encode() if isinstance(keys, str) else keys
        while data:
            # The kernel holds 4 KB; meanwhile the program may want to write, too.
            select.select([self._master_fd], [self._master_fd], [], 1.0)
            with contextlib.suppress(BlockingIOError):
                data = data[os.write(self._master_fd, data) :]
            self.pump(0.0)
        return time.perf_counter()

    def resize(self, columns: int, rows: int) -> None:
        """Change the window; the kernel tells the program (SIGWINCH)."""
        self._screen.resize(columns, rows)
        _set_size(self._master_fd, columns, rows)

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send a signal to the program alone, not to its group."""
        os.kill(self._process.pid, number)

    def hang_up(self) -> None:
        """Close the terminal window: SIGHUP, and from then on every read and write fails."""
        os.close(self._slave_fd)
        os.close(self._master_fd)
        self._master_fd, self._slave_fd = os.openpty()

    def attributes(self) -> list[Any]:
        """What `termios.tcgetattr` gives now."""
        return termios.tcgetattr(self._slave_fd)

    def set_attributes(self, attributes: list[Any]) -> None:
        """Change them from outside, like a shell that has got its terminal back."""
        termios.tcsetattr(self._slave_fd, termios.TCSANOW, attributes)

    def is_restored(self) -> bool:
        """True when attributes and modes are as they were before the program started."""
        return self.attributes() == self.attributes_before and not self.missing_resets()

    def missing_resets(self) -> list[str]:
        """Modes that are not as in a fresh terminal, by name."""
        return modes_left_on(bytes(self.output))

    def pump(self, timeout: float) -> bool:
        """Wait for output at most so long and take what there is. False when there was none."""
        if not select.select([self._master_fd], [], [], timeout)[0]:
            return False
        try:
            data = os.read(self._master_fd, _READ_BYTES)
        except OSError:
            return False
        self.chunks.append(Chunk(time.perf_counter(), len(self.output) + len(data)))
        for picture in _PICTURES.findall(data):
            self.output += picture
            self._screen.feed(picture)
            self._look()
        answers = self._answers.to(self.output) if self._answers else b""
        if answers:
            os.write(self._master_fd, answers)
        return True

    def wait_for(self, what: str | Callable[[], bool], timeout: float = 10.0) -> float:
        """Wait until the screen shows this text, or the predicate holds; asked after each picture,
        however briefly it is shown.

        Returns the `time.perf_counter()` of the read that brought it.
        """
        is_there = what if callable(what) else lambda: what in self.screen_text()
        end_s = time.perf_counter() + timeout
        self._awaited, self._is_seen = is_there, False
        while not (self._is_seen or is_there()) or self._is_amid_a_picture():
            left_s = end_s - time.perf_counter()
            if self.exit_code is not None:
                end_s = min(end_s, time.perf_counter() + _AFTER_EXIT_S)
            assert left_s > 0, self._failure(f"waited for {what!r}")
            self.pump(min(left_s, 0.05))
        self._awaited = None
        return self.chunks[-1].time_s if self.chunks else self.started_s

    def _look(self) -> None:
        if self._awaited is not None and not self._is_seen:
            self._is_seen = self._awaited()

    def _is_amid_a_picture(self) -> bool:
        """The program has said where a picture begins, and its end has not been read yet."""
        start = max(0, len(self.output) - _READ_BYTES)
        begun = self.output.rfind(_PICTURE_BEGINS, start)
        is_open = begun > self.output.rfind(_PICTURE_ENDS, start)
        return is_open and self.exit_code is None

    def wait_for_restore(self, timeout: float = 10.0) -> float:
        """Wait until the terminal is as before, also after the program's end. Returns the time."""
        end_s = time.perf_counter() + timeout
        while not self.is_restored():
            assert time.perf_counter() < end_s, self._failure(f"left: {self.missing_resets()}")
            self.pump(0.001)
        return time.perf_counter()

    def wait_for_exit(self, timeout: float = 10.0) -> int:
        """Read on until the program has ended and return its exit code."""
        end_s = time.perf_counter() + timeout
        while self.exit_code is None:
            assert time.perf_counter() < end_s, self._failure("waited for its end")
            self.pump(0.01)
        while self.pump(0.0):
            pass
        assert self.exit_code is not None
        return self.exit_code

    def _cold_process(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self._argv,
            stdin=self._slave_fd,
            stdout=self._slave_fd,
            stderr=self._slave_fd,
            cwd=self._cwd,
            env=self._env,
            start_new_session=True,
            preexec_fn=_take_controlling_terminal,
        )

    def _warm_process(self) -> NurseryProcess:
        count = len(AGENT_TUI)
        assert tuple(self._argv[:count]) == AGENT_TUI, "only agent-tui starts warm"
        return nursery().start(
            self._argv[count:], env=self._env, cwd=self._cwd, terminal=self._slave_fd
        )

    def _failure(self, what: str) -> str:
        shown = "\n".join(f"  |{line}" for line in self.lines())
        tail = bytes(self.output[-300:])
        about = "" if self.exit_code is not None else evidence(self.pid, self._home)
        return (
            f"{what}; exit code {self.exit_code}; screen:\n{shown}\nlast output: {tail!r}\n{about}"
        )


def _bare_environment(home: Path) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        **TERMINAL_ENVIRONMENT,
        "AGENT_TUI_CONFIG_DIR": str(home / "config"),
        "AGENT_TUI_DATA_DIR": str(home / "data"),
        "AGENT_TUI_LOG_DIR": str(home / "logs"),
    }


def _set_size(fd: int, columns: int, rows: int) -> None:
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def _take_controlling_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
