"""Child processes, as tools and the screen see them; the supervisor itself is in `lifecycle`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from msgspec import Struct


class ProcessInfo(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A snapshot of one child. id: small number that people type. started: Unix seconds.

    cpu_percent, memory_bytes: of the whole tree, over the time since the last snapshot; count:
    processes in the tree.
    """

    id: int
    pid: int
    command: str
    session_id: str = ""
    started: float = 0.0
    cpu_percent: float = 0.0
    memory_bytes: int = 0
    count: int = 1
    is_background: bool = False


class ExitStatus(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a command ended. code: exit code, None when a signal ended it or it could not start;
    signal: name of that signal. cwd: where its shell stood at the end, "" when unknown. left_over:
    processes it had left running, which were ended. problem: why it could not start, or what could
    not be ended."""

    code: int | None = None
    signal: str = ""
    cwd: str = ""
    left_over: int = 0
    problem: str = ""


class CommandEnd(Struct, frozen=True, kw_only=True):
    """What a command has printed, at most some 30 000 characters of it, and how it ended, in a few
    words each. exit_code: None when it could not start or a signal ended it."""

    output: str
    facts: tuple[str, ...]
    exit_code: int | None


class SupervisedProcess(Protocol):
    """One shell command with everything it starts. Use on the engine's loop."""

    @property
    def id(self) -> int:
        """The small number of `ProcessInfo`."""
        ...

    @property
    def is_running(self) -> bool:
        """False once the command itself has ended."""
        ...

    async def read(self) -> bytes:
        """The next output (stdout and stderr as they come), b"" at the end. One reader."""
        ...

    async def wait(self) -> ExitStatus:
        """Wait for the end of the command and of all that it started."""
        ...

    def stop(self) -> None:
        """End the whole tree: TERM now, KILL after 2 s. Returns at once; may be called again."""
        ...

    def keep_in_background(self, collect: Callable[[bytes], Awaitable[None]] | None = None) -> None:
        """It is meant to go on after the call that started it; shown as such.

        From now on the supervisor reads: `collect` is awaited with each piece of output and, when
        all has ended, with b""; it must not raise. Without it the output is dropped.
        """
        ...


class ProcessSupervisor(Protocol):
    """Owns every child; none survives the program, however either of them ends."""

    async def start(
        self,
        command: str,
        *,
        cwd: str,
        session_id: str = "",
        environment: Mapping[str, str] | None = None,
    ) -> SupervisedProcess:
        """Run a shell command: no terminal, standard input closed, pagers and prompts off.

        environment: added to the program's own. A command that cannot start ends at once with a
        `problem`.
        """
        ...

    async def start_program(
        self, arguments: tuple[str, ...], *, cwd: str, session_id: str = ""
    ) -> SupervisedProcess:
        """Like `start`, without a shell: a program and its arguments, as they are."""
        ...

    def find(self, process_id: int) -> SupervisedProcess | None:
        """A running or just ended process; None when the number is unknown."""
        ...

    def stop_session(self, session_id: str) -> None:
        """End everything that a session has started, see `SupervisedProcess.stop`."""
        ...

    async def snapshot(self) -> tuple[ProcessInfo, ...]:
        """What runs now, oldest first."""
        ...


class CommandFollower(Protocol):
    """Reads what a command prints, as a terminal would show it."""

    async def __call__(
        self, process: SupervisedProcess, folder: str, show: Callable[[str], None], /
    ) -> CommandEnd:
        """Read to the end. folder: where the whole output is kept when it is too long; made when it
        is missing. show: called with each piece of text."""
        ...
