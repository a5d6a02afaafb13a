"""The staged shutdown: one order for every way out, each step with a time limit and a mark in the
log."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable
from typing import Protocol

import anyio

from agent_tui.lifecycle.exit_door import ExitDoor
from agent_tui.lifecycle.exit_handler import ExitContext, ExitHandler, called

logger = logging.getLogger(__name__)

EXIT_HANDLER_LIMIT_S = 5.0
# Cancelled turns end within milliseconds; the limits below bound a hung disk or server.
CANCEL_LIMIT_S = 2.0
PROCESSES_LIMIT_S = 4.0  # 2 s between TERM and KILL, and time for a slow machine
SAVE_LIMIT_S = 5.0
AUTOSAVE_LIMIT_S = 10.0  # a host's code, which has a limit of its own for each session
CLOSE_LIMIT_S = 2.0


class Closing(Protocol):
    """What the shutdown needs of the controller; call on the worker's loop, in this order."""

    @property
    def playing_count(self) -> int:
        """In so many sessions a turn runs."""
        ...

    def close_gate(self) -> None:
        """Refuse new prompts from now on; their text goes back to the composer."""

    async def settle(self, grace_s: float) -> bool:
        """Let running turns end; True when all did in time."""

    async def cancel_turns(self, reason: str) -> None:
        """Cancel what still runs and wait until it has ended."""

    async def save(self) -> None:
        """Everything that is known is on disk after this."""

    async def close_sessions(self, reason: str) -> None:
        """Publish the end of each session once and release its files."""

    async def close_providers(self) -> None:
        """Close all connections."""


class StagedShutdown:
    """Runs the steps after the gate has been asked for; see ARCHITECTURE.md section 4 for the
    order.

    problems: sentences about steps that failed or ran out of time; the exit code becomes 1 for
    those of the exit handler.
    """

    def __init__(
        self,
        controller: Closing,
        door: ExitDoor,
        *,
        grace_s: float,
        say: Callable[[str], Awaitable[None]],
        end_processes: Callable[[], Awaitable[None]],
        autosave: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._controller, self._door = controller, door
        self._end_processes, self._autosave = end_processes, autosave
        self._grace_s, self._say = grace_s, say
        self.problems: list[str] = []
        self.has_failed_handler = False

    async def run(self, handler: ExitHandler | None, context: Callable[[], ExitContext]) -> None:
        """All steps; never raises for what a step does, whatever that is."""
        self._controller.close_gate()
        if not await self._settle():
            await self._limited(
                "cancel turns", CANCEL_LIMIT_S, self._controller.cancel_turns, "shutdown"
            )
        await self._limited("end processes", PROCESSES_LIMIT_S, self._end_processes)
        await self._limited("save", SAVE_LIMIT_S, self._controller.save)
        if self._autosave is not None:
            await self._limited("autosave", AUTOSAVE_LIMIT_S, self._autosave)
        if handler is not None:
            await self._call_handler(handler, context())
        await self._limited(
            "close sessions", SAVE_LIMIT_S, self._controller.close_sessions, "shutdown"
        )
        await self._limited("close providers", CLOSE_LIMIT_S, self._controller.close_providers)

    async def _settle(self) -> bool:
        """Wait for running turns, at most the grace, less when the door is forced."""
        if await self._controller.settle(0):
            return True
        all_ended = False

        async def until_ended() -> None:
            nonlocal all_ended
            all_ended = await self._controller.settle(self._grace_s)
            tasks.cancel_scope.cancel()

        async def until_forced() -> None:
            await self._door.wait_for_force()
            tasks.cancel_scope.cancel()

        count = self._controller.playing_count
        turns = "the running turn" if count == 1 else f"{count} running turns"
        await self._say(f"waiting for {turns}")
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(until_forced)
            tasks.start_soon(until_ended)
        return all_ended

    async def _call_handler(self, handler: ExitHandler, context: ExitContext) -> None:
        try:
            with anyio.fail_after(EXIT_HANDLER_LIMIT_S):
                await called(handler.on_exit, context)
        except TimeoutError:
            self._report(
                f"The exit handler took longer than {EXIT_HANDLER_LIMIT_S:.0f} s and was left."
            )
        except Exception as error:  # a host's code may raise anything and must not keep us
            logger.warning("The exit handler failed", exc_info=error)
            self._report(f"The exit handler failed ({type(error).__name__}: {error}).")

    def _report(self, problem: str) -> None:
        self.problems.append(problem)
        self.has_failed_handler = True

    async def _limited(
        self, name: str, limit_s: float, step: Callable[..., Awaitable[None]], *arguments: str
    ) -> None:
        started = time.monotonic()
        with anyio.move_on_after(limit_s, shield=True) as scope:
            try:
                await step(*arguments)
            except Exception as error:  # the steps behind it, and the save, must not go without
                logger.exception("The shutdown step %s failed", name)
                self.problems.append(
                    f"The shutdown step '{name}' failed ({type(error).__name__}: {error})."
                )
        logger.info("Shutdown step %s took %.3f s", name, time.monotonic() - started)
        if scope.cancelled_caught:
            problem = f"The shutdown step '{name}' took longer than {limit_s:.0f} s and was left."
            logger.warning(problem)
            self.problems.append(problem)
