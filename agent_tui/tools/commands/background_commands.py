"""The background commands of one session: what they print is collected until somebody looks."""

from __future__ import annotations

import time

import anyio

from agent_tui.errors import ToolError
from agent_tui.protocol.processes import ExitStatus, SupervisedProcess
from agent_tui.tools.commands.output_collector import OutputCollector

_KEPT_ENDED = 50
# The command itself has ended; what it left behind is being ended.
_END_S = 4.0
# What is printed right after the first words comes along with them.
_BURST_S = 0.05


class BackgroundCommand:
    """One of them. status: how it ended, None while it runs. duration_s: until now or its end."""

    def __init__(
        self, command: str, process: SupervisedProcess, collector: OutputCollector, started_s: float
    ) -> None:
        self.command, self.process = command, process
        self.status: ExitStatus | None = None
        self._collector = collector
        self._started_s = started_s
        self._ended_s: float | None = None
        self._news = anyio.Event()

    @property
    def duration_s(self) -> float:
        """See the class."""
        return (self._ended_s or time.monotonic()) - self._started_s

    async def collect(self, data: bytes) -> None:
        """More output; b"" when it has ended. See `SupervisedProcess.keep_in_background`."""
        if data:
            self._collector.add(data)
            await self._collector.write()
        else:
            self._collector.end()
            self.status, self._ended_s = await self.process.wait(), time.monotonic()
        news, self._news = self._news, anyio.Event()
        news.set()

    async def new_output(self, wait_s: float) -> str:
        """What came since the last call; when nothing did, waits for it or the end."""
        if not self.process.is_running:
            await self.wait(_END_S)
        taken = await self._collector.taken()
        if not taken and self.status is None:
            with anyio.move_on_after(wait_s):
                await self._news.wait()
                await anyio.sleep(_BURST_S)
            taken = await self._collector.taken()
        return taken

    async def wait(self, wait_s: float) -> None:
        """Wait until it has ended, but not longer than this."""
        with anyio.move_on_after(wait_s):
            while self.status is None:
                await self._news.wait()


class BackgroundCommands:
    """What `ToolContext.state` holds. The last 50 that have ended are still known."""

    def __init__(self) -> None:
        self._commands: dict[int, BackgroundCommand] = {}

    def add(self, command: BackgroundCommand) -> None:
        """Remember it under its process's number."""
        self._commands[command.process.id] = command
        ended = [number for number, known in self._commands.items() if known.status is not None]
        for number in ended[:-_KEPT_ENDED]:
            del self._commands[number]

    def find(self, number: int) -> BackgroundCommand:
        """Raises `ToolError` when this session has no such command."""
        found = self._commands.get(number)
        if found is not None:
            return found
        running = [str(known) for known, item in self._commands.items() if item.status is None]
        known = f"Running: {', '.join(running)}." if running else "None is running."
        raise ToolError(
            f"This session has no background command {number}. {known} Background commands end "
            "with the program and can be reached only from the session that started them."
        )
