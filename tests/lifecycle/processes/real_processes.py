"""A supervisor at work, and what really lives on this machine."""

from __future__ import annotations

import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from uuid import uuid4

import anyio

from agent_tui.lifecycle.processes.supervisor import Supervisor
from agent_tui.protocol.processes import ExitStatus, SupervisedProcess

MARK = "MARK_OF_THIS_TEST"


@asynccontextmanager
async def a_supervisor() -> AsyncIterator[Supervisor]:
    supervisor = Supervisor()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(supervisor.run)
        try:
            yield supervisor
        finally:
            await supervisor.aclose()


async def output_of(process: SupervisedProcess) -> str:
    pieces = []
    while data := await process.read():
        pieces.append(data)
    return b"".join(pieces).decode()


async def ran(supervisor: Supervisor, command: str, cwd: str | Path) -> tuple[str, ExitStatus]:
    """Output and end of a command."""
    process = await supervisor.start(command, cwd=str(cwd))
    return await output_of(process), await process.wait()


class Marked:
    """Processes that carry a mark of their own, in their environment or in their arguments."""

    def __init__(self) -> None:
        self.mark = uuid4().hex
        self.environment = {MARK: self.mark}

    def pids(self) -> list[int]:
        return [int(pid) for pid in filter(str.isdigit, os.listdir("/proc")) if self._has(pid)]

    def _has(self, pid: str) -> bool:
        with suppress(OSError):
            # Thread by thread: the first one may have ended before the others.
            return any(self._lives(thread) for thread in Path(f"/proc/{pid}/task").iterdir())
        return False

    def _lives(self, thread: Path) -> bool:
        state = (thread / "stat").read_text().rpartition(")")[2].split()[0]
        texts = ((thread / name).read_bytes() for name in ("environ", "cmdline"))
        return state != "Z" and any(self.mark.encode() in text for text in texts)


async def until(condition: Callable[[], bool], within_s: float = 10.0) -> None:
    deadline = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < deadline, "it did not become true in time"
        await anyio.sleep(0.01)
