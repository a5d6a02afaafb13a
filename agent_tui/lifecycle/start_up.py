"""The start of an engine: named steps in one order, undone in reverse when one fails."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

import anyio

from agent_tui.lifecycle.exit_door import ExitDoor

logger = logging.getLogger(__name__)

READY = "ready"
"""The last step of every start: what waits for it is told."""

UNDO_LIMIT_S = 5.0  # for each step; what hangs then is left to the end of the loop


@dataclass(frozen=True)
class StartStep:
    """One step. undo: what takes it back after a later one has failed; None when there is nothing
    to take back."""

    name: str
    act: Callable[[], Awaitable[object]]
    undo: Callable[[], Awaitable[object]] | None = None


async def start_up(steps: Iterable[StartStep], log: list[str]) -> None:
    """Take the steps in their order. log: gets the name of each that is done; after a failure
    "failed: <name>", and "undone: <name>" for those before it, the last first. Raises what the step
    raised."""
    done: list[StartStep] = []
    for step in steps:
        try:
            await step.act()
        except BaseException:
            log.append(f"failed: {step.name}")
            await _undo(done, log)
            raise
        log.append(step.name)
        done.append(step)


async def unless_left(door: ExitDoor, act: Callable[[], Awaitable[object]]) -> None:
    """Do what may hang, and drop it when somebody asks to leave meanwhile: the rest of the start,
    which keeps what was entered, and the way out follow at once. Raises what it raises."""
    failure: Exception | None = None

    async def until_asked() -> None:
        await door.wait_for_request()
        tasks.cancel_scope.cancel()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(until_asked)
        try:
            await act()
        except Exception as error:  # noqa: BLE001 - raised below, where no group is around it
            failure = error
        tasks.cancel_scope.cancel()
    if failure is not None:
        raise failure


def undone(log: Iterable[str], failed: str) -> tuple[str, ...]:
    """The lines behind these when the step `failed` fails and an orderly shutdown takes all of them
    back."""
    return (f"failed: {failed}", *(f"undone: {name}" for name in reversed(tuple(log))))


async def _undo(done: list[StartStep], log: list[str]) -> None:
    for step in reversed(done):
        if step.undo is not None:
            try:
                with anyio.move_on_after(UNDO_LIMIT_S, shield=True):
                    await step.undo()
            except Exception as error:  # the cause of the failed start must be told, and not this
                logger.warning("Undoing the start step %s failed", step.name, exc_info=error)
        log.append(f"undone: {step.name}")
