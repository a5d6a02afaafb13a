"""The supervisor of child processes: starts commands, lists them, and lets none survive.

The terminal's watchdog (`boot_watchdog`) has no part in it. Each command has a reaper, and the
kernel closes the pipe to every reaper when this process dies in whatever way; a watchdog that was
told process groups would know too little, because `setsid` leaves the group.

Limits: a program of another user (`sudo`) cannot be ended, and is reported; off Linux only what is
left of the command's process group is found; a host that forks without exec holds the pipes open.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

import anyio
import anyio.to_thread
from anyio.lowlevel import checkpoint

from agent_tui.engine.background_tasks import BackgroundTasks
from agent_tui.lifecycle.processes.environment import command_environment
from agent_tui.lifecycle.processes.launch import (
    Launch,
    program_launch,
    shell_launch,
    start_reaper,
)
from agent_tui.lifecycle.processes.orphans import MARKER_VARIABLE
from agent_tui.lifecycle.processes.supervised import Supervised
from agent_tui.lifecycle.processes.tree_usage import TreeUsage, UsageMeter
from agent_tui.protocol.processes import ProcessInfo, SupervisedProcess
from agent_tui.protocol.secrets import NO_SECRETS, KnownSecrets

_KEPT_ENDED = 50
# TERM and, by the reaper itself, KILL after 2 s; then some time to die.
_STOP_S = 2.5
_KILL_S = 1.5


class Supervisor:
    """Implements `ProcessSupervisor`. Bound to no loop until its first call; then use it on that
    loop only. `run` must be running beside whatever is started; what starts earlier waits for it.
    secrets: what is printed is read without them.
    """

    def __init__(self, secrets: KnownSecrets = NO_SECRETS) -> None:
        self._secrets = secrets
        self._processes: dict[int, Supervised] = {}
        self._last_id = 0
        self._tasks = BackgroundTasks()
        self._meter = UsageMeter()
        self._limiter: anyio.CapacityLimiter | None = None
        self._closing: anyio.Event | None = None
        self._is_closing = False

    async def run(self) -> None:
        """Watch over what is started until `aclose`. When cancelled, everything is killed at
        once."""
        self._closing = anyio.Event()
        if self._is_closing:
            self._closing.set()
        async with anyio.create_task_group() as group:
            self._tasks.run_in(group)
            try:
                await self._closing.wait()
            finally:
                self._is_closing = True
                await self._kill_all()
                self._tasks.end()
                group.cancel_scope.cancel()

    async def aclose(self) -> None:
        """End every command, TERM first, and `run`. Takes at most 4 s; may be called again."""
        self._is_closing = True
        try:
            for process in self._running():
                process.stop()
            with anyio.move_on_after(_STOP_S):
                for process in self._running():
                    await process.wait()
        finally:
            if self._closing is None:
                await self._kill_all()
            else:
                self._closing.set()
        with anyio.move_on_after(_KILL_S):
            for process in self._running():
                await process.wait()

    async def start(
        self,
        command: str,
        *,
        cwd: str,
        session_id: str = "",
        environment: Mapping[str, str] | None = None,
    ) -> SupervisedProcess:
        """See `ProcessSupervisor`."""

        def launch(marker: dict[str, str]) -> Launch:
            extra = {**(environment or {}), **marker}
            return shell_launch(
                command, cwd=cwd, environment=command_environment(os.environ, extra)
            )

        return await self._start(launch, command=command, session_id=session_id)

    async def start_program(
        self, arguments: tuple[str, ...], *, cwd: str, session_id: str = ""
    ) -> SupervisedProcess:
        """See `ProcessSupervisor`."""

        def launch(marker: dict[str, str]) -> Launch:
            return program_launch(
                arguments, cwd=cwd, environment=command_environment(os.environ, marker)
            )

        return await self._start(launch, command=" ".join(arguments), session_id=session_id)

    def find(self, process_id: int) -> SupervisedProcess | None:
        """See `ProcessSupervisor`. The last 50 that have ended are still known."""
        return self._processes.get(process_id)

    def stop_session(self, session_id: str) -> None:
        """See `ProcessSupervisor`."""
        for process in self._running():
            if process.session_id == session_id:
                process.stop()

    async def snapshot(self) -> tuple[ProcessInfo, ...]:
        """See `ProcessSupervisor`."""
        processes = self._running()
        roots = [process.reaper_pid for process in processes]
        usages = await anyio.to_thread.run_sync(
            self._meter.measure, roots, limiter=self._own_limiter()
        )
        return tuple(
            _info(process, usages[process.reaper_pid])
            for process in processes
            if not process.has_ended
        )

    async def _start(
        self,
        launch: Callable[[dict[str, str]], Launch],
        *,
        command: str,
        session_id: str,
    ) -> Supervised:
        await checkpoint()
        self._last_id += 1
        marker = os.urandom(16).hex()
        process = Supervised(
            self._last_id,
            command=command,
            session_id=session_id,
            marker=marker,
            start_soon=self._tasks.start_soon,
            limiter=self._own_limiter(),
            secrets=self._secrets,
        )
        if not self._can_start():
            process.fail("The program is ending.")
            return process
        try:
            request = launch({MARKER_VARIABLE: marker}).packed()
            # A caller that is cancelled now still gets the process, and can stop it.
            with anyio.CancelScope(shield=True):
                ends = await anyio.to_thread.run_sync(
                    start_reaper, request, limiter=self._own_limiter()
                )
        except (OSError, ValueError) as error:
            process.fail(f"The command cannot start: {error}")
        else:
            process.attach(ends)
            self._tasks.start_soon(process.watch)
            if not self._can_start():
                process.hang_up()
        self._remember(process)
        return process

    def _can_start(self) -> bool:
        return not self._is_closing

    def _remember(self, process: Supervised) -> None:
        self._processes[process.id] = process
        ended = [known for known in self._processes.values() if known.has_ended]
        for known in ended[:-_KEPT_ENDED]:
            known.close_output()
            del self._processes[known.id]

    def _running(self) -> list[Supervised]:
        return [process for process in self._processes.values() if not process.has_ended]

    async def _kill_all(self) -> None:
        for process in self._running():
            process.hang_up()
        with anyio.move_on_after(_KILL_S, shield=True):
            for process in self._running():
                await process.wait()
        for process in self._processes.values():
            process.give_up()
            process.close_output()

    def _own_limiter(self) -> anyio.CapacityLimiter:
        if self._limiter is None:
            self._limiter = anyio.CapacityLimiter(4)
        return self._limiter


def _info(process: Supervised, usage: TreeUsage) -> ProcessInfo:
    return ProcessInfo(
        id=process.id,
        pid=process.pid,
        command=process.command,
        session_id=process.session_id,
        started=process.started,
        cpu_percent=usage.cpu_percent,
        memory_bytes=usage.memory_bytes,
        count=usage.count,
        is_background=process.is_background,
    )
