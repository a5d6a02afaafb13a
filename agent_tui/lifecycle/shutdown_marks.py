"""The steps of the shutdown, with a mark after each that says how long it took."""

from __future__ import annotations

import time
from collections.abc import Awaitable
from functools import partial
from typing import Protocol

from agent_tui.lifecycle.exit_handler import ExitContext, ExitHandler, called
from agent_tui.lifecycle.shutdown import Closing
from agent_tui.lifecycle.shutdown_steps import ShutdownSteps


class Mark(Protocol):
    """Told of a step when it is over."""

    def __call__(self, step: str, duration_s: float, *, is_complete: bool) -> None:
        """is_complete False: the step was left at its limit, or failed."""


def marked(steps: ShutdownSteps, mark: Mark) -> ShutdownSteps:
    """The same steps; each tells `mark` when it is over."""
    timed = partial(_timed, mark)
    autosave, handler = steps.autosave, steps.exit_handler
    return ShutdownSteps(
        controller=_MarkedController(steps.controller, mark),
        end_processes=lambda: timed("end processes", steps.end_processes()),
        autosave=None if autosave is None else lambda: timed("autosave", autosave()),
        exit_handler=None if handler is None else _MarkedHandler(handler, mark),
    )


async def _timed(mark: Mark, step: str, act: Awaitable[None]) -> None:
    started, is_complete = time.monotonic(), False
    try:
        await act
        is_complete = True
    finally:
        mark(step, time.monotonic() - started, is_complete=is_complete)


class _MarkedController:
    """Implements `Closing` over another one."""

    def __init__(self, controller: Closing, mark: Mark) -> None:
        self._controller, self._mark = controller, mark

    @property
    def playing_count(self) -> int:
        return self._controller.playing_count

    def close_gate(self) -> None:
        started = time.monotonic()
        self._controller.close_gate()
        self._mark("close gate", time.monotonic() - started, is_complete=True)

    async def settle(self, grace_s: float) -> bool:
        if not grace_s:  # only asks whether a turn runs
            return await self._controller.settle(0)
        started, has_settled = time.monotonic(), False
        try:
            has_settled = await self._controller.settle(grace_s)
        finally:
            self._mark("settle turns", time.monotonic() - started, is_complete=has_settled)
        return has_settled

    async def cancel_turns(self, reason: str) -> None:
        await _timed(self._mark, "cancel turns", self._controller.cancel_turns(reason))

    async def save(self) -> None:
        await _timed(self._mark, "save", self._controller.save())

    async def close_sessions(self, reason: str) -> None:
        await _timed(self._mark, "close sessions", self._controller.close_sessions(reason))

    async def close_providers(self) -> None:
        await _timed(self._mark, "close providers", self._controller.close_providers())


class _MarkedHandler(ExitHandler):
    """Lets another one do the work."""

    def __init__(self, handler: ExitHandler, mark: Mark) -> None:
        self._handler, self._mark = handler, mark

    async def on_exit(self, context: ExitContext) -> None:
        await _timed(self._mark, "exit handler", called(self._handler.on_exit, context))
