"""Real child processes without a supervisor, for tests of tools that start programs."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

import anyio
from anyio.abc import Process

from agent_tui.protocol.processes import ExitStatus, ProcessInfo, SupervisedProcess


class PlainProcess:
    """Implements `SupervisedProcess` for a program that stays in its process group."""

    def __init__(self, number: int, process: Process | None, problem: str = "") -> None:
        self.id, self._process, self._problem = number, process, problem
        self.is_stopped = False

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def read(self) -> bytes:
        if self._process is None or self._process.stdout is None:
            return b""
        try:
            return await self._process.stdout.receive()
        except anyio.EndOfStream:
            return b""

    async def wait(self) -> ExitStatus:
        if self._process is None:
            return ExitStatus(problem=self._problem)
        code = await self._process.wait()
        return ExitStatus(code=code) if code >= 0 else ExitStatus(signal=str(-code))

    def stop(self) -> None:
        self.is_stopped = True
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGTERM)

    def keep_in_background(self, collect: Callable[[bytes], Awaitable[None]] | None = None) -> None:
        raise NotImplementedError

    async def aclose(self) -> None:
        if self._process is not None:
            self.stop()
            await self._process.aclose()


class PlainProcesses:
    """Implements `ProcessSupervisor` as far as searching needs it. commands: what was started.
    user: the numeric user that programs run as, None for ours."""

    def __init__(self, *, user: int | None = None) -> None:
        self.commands: list[tuple[str, ...]] = []
        self.processes: list[PlainProcess] = []
        self._user = user

    async def start(
        self,
        command: str,
        *,
        cwd: str,
        session_id: str = "",
        environment: Mapping[str, str] | None = None,
    ) -> SupervisedProcess:
        raise NotImplementedError

    async def start_program(
        self, arguments: tuple[str, ...], *, cwd: str, session_id: str = ""
    ) -> SupervisedProcess:
        self.commands.append(arguments)
        started: Process | None = None
        problem = ""
        try:
            # As the supervisor does: nobody would end what was started half-way.
            with anyio.CancelScope(shield=True):
                started = await anyio.open_process(
                    arguments,
                    cwd=cwd,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    user=self._user,
                    start_new_session=True,
                    env={**os.environ},
                )
        except OSError as error:
            problem = str(error)
        process = PlainProcess(len(self.processes) + 1, started, problem)
        self.processes.append(process)
        return process

    def find(self, process_id: int) -> SupervisedProcess | None:
        return self.processes[process_id - 1]

    def stop_session(self, session_id: str) -> None:
        for process in self.processes:
            process.stop()

    async def snapshot(self) -> tuple[ProcessInfo, ...]:
        return ()


@contextlib.asynccontextmanager
async def plain_processes(*, user: int | None = None) -> AsyncIterator[PlainProcesses]:
    """Whatever is still running at the end is ended."""
    processes = PlainProcesses(user=user)
    try:
        yield processes
    finally:
        for process in processes.processes:
            await process.aclose()
