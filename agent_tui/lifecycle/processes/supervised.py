"""One shell command with everything it starts, seen through its reaper."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import time
from collections.abc import Awaitable, Callable

import anyio
import anyio.to_thread
from anyio.lowlevel import checkpoint

from agent_tui.engine.background_tasks import Job
from agent_tui.lifecycle.processes.exit_facts import ExitFacts
from agent_tui.lifecycle.processes.launch import ReaperEnds
from agent_tui.lifecycle.processes.orphans import end_orphans
from agent_tui.protocol.processes import ExitStatus
from agent_tui.protocol.secrets import KnownSecrets, SecretStream

logger = logging.getLogger(__name__)

READ_BYTES = 65536
# TERM, 2 s, KILL is the reaper's work. One that has not done it by then is stopped or hangs.
_REAPER_LIMIT_S = 5.0


class Supervised:
    """Implements `SupervisedProcess`. Made and used on the engine's loop."""

    def __init__(  # noqa: PLR0913 (keyword-only: what the supervisor knows)
        self,
        process_id: int,
        *,
        command: str,
        session_id: str,
        marker: str,
        start_soon: Callable[[Job], None],
        limiter: anyio.CapacityLimiter,
        secrets: KnownSecrets,
    ) -> None:
        self._shown = SecretStream(secrets)
        self._id, self._marker, self._start_soon = process_id, marker, start_soon
        self._limiter = limiter
        self.command, self.session_id = command, session_id
        self.started = time.time()
        self.is_background = False
        self._facts = ExitFacts()
        self._ends: ReaperEnds | None = None
        self._output_fd = self._control_fd = -1
        self._is_reading = self._is_stopping = False
        self._ended = anyio.Event()
        self._watching = anyio.CancelScope(shield=True)

    @property
    def id(self) -> int:
        """See `SupervisedProcess`."""
        return self._id

    @property
    def is_running(self) -> bool:
        """See `SupervisedProcess`."""
        return not (self._facts.has_exited or self._ended.is_set())

    @property
    def has_ended(self) -> bool:
        """True when nothing of it is left."""
        return self._ended.is_set()

    @property
    def reaper_pid(self) -> int:
        """The process above the whole tree, 0 when it could not start."""
        return self._ends.popen.pid if self._ends else 0

    @property
    def pid(self) -> int:
        """The command's own process; its reaper until that is known."""
        return self._facts.pid or self.reaper_pid

    def fail(self, problem: str) -> None:
        """It could not start."""
        self._facts.problem = problem
        self._ended.set()

    def attach(self, ends: ReaperEnds) -> None:
        """Its reaper has started; `watch` must run from now on."""
        self._ends = ends
        self._output_fd, self._control_fd = ends.output_fd, ends.control_fd

    async def watch(self) -> None:
        """Take what the reaper tells until all has ended. Not cancelled with its task group: see
        `give_up`."""
        assert self._ends is not None
        status_fd, popen = self._ends.status_fd, self._ends.popen
        with self._watching:
            while told := await _next_bytes(status_fd):
                self._facts.take(told)
            await anyio.to_thread.run_sync(popen.wait, limiter=self._limiter)
            if not self._facts.is_done:
                logger.warning("Reaper of command %d: %s", self._id, self._facts.last_words)
                await anyio.to_thread.run_sync(
                    end_orphans, self._marker, self._facts.pid, limiter=self._limiter
                )
        os.close(status_fd)
        self.hang_up()
        self._ended.set()

    async def read(self) -> bytes:
        """See `SupervisedProcess`."""
        # First, so that what was read is never lost, and always, so that a command that prints
        # without end leaves the loop to others.
        await checkpoint()
        if self._output_fd < 0:
            return b""
        self._is_reading = True
        shown = ""
        try:
            # Each byte is a character here, so that a key is found wherever a read has cut it.
            while not shown and (data := await _next_bytes(self._output_fd)):
                shown = self._shown.feed(data.decode("latin-1"))
        finally:
            self._is_reading = False
        if not shown:
            shown = self._shown.end()
            self.close_output()
        return shown.encode("latin-1")

    async def wait(self) -> ExitStatus:
        """See `SupervisedProcess`."""
        await self._ended.wait()
        return self._facts.status()

    def stop(self) -> None:
        """See `SupervisedProcess`."""
        if self._ended.is_set() or self._is_stopping or self._ends is None:
            return
        self._is_stopping = True
        # The reaper KILLs by itself: a program that dies meanwhile leaves no half of a stop.
        with contextlib.suppress(OSError):
            os.write(self._control_fd, b"t")
            self._ends.popen.send_signal(signal.SIGCONT)
        self._start_soon(self._insist)

    def keep_in_background(self, collect: Callable[[bytes], Awaitable[None]] | None = None) -> None:
        """See `SupervisedProcess`."""
        if self.is_background:
            return
        self.is_background = True

        async def read_on() -> None:
            while data := await self.read():
                if collect is not None:
                    await collect(data)
            await self.wait()
            if collect is not None:
                await collect(b"")

        self._start_soon(read_on)

    def hang_up(self) -> None:
        """Let the reaper KILL everything at once, as if the program had died."""
        self._is_stopping = True
        if self._control_fd >= 0:
            os.close(self._control_fd)
            self._control_fd = -1

    def give_up(self) -> None:
        """Wait no longer for the end: something hangs in the kernel."""
        if not self._ended.is_set():
            self._facts.problem = "The command could not be ended."
            self._watching.cancel()
            self._ended.set()

    def close_output(self) -> None:
        """Drop what nobody has read."""
        if self._output_fd >= 0 and not self._is_reading:
            os.close(self._output_fd)
            self._output_fd = -1

    async def _insist(self) -> None:
        assert self._ends is not None
        with anyio.move_on_after(_REAPER_LIMIT_S):
            await self._ended.wait()
        if not self._ended.is_set():
            # The command dies with it (PDEATHSIG), `watch` ends the others.
            self._ends.popen.kill()


async def _next_bytes(fd: int) -> bytes:
    while True:
        try:
            return os.read(fd, READ_BYTES)
        except BlockingIOError:
            await anyio.wait_readable(fd)
