"""Calls the hooks that wait for the start, before anybody uses the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio

from agent_tui.lifecycle.exit_door import ExitDoor, ExitReason
from agent_tui.protocol.hook_errors import HookFailed
from agent_tui.protocol.sessions import SessionInfo

if TYPE_CHECKING:
    # Loaded when a host has hooks.
    from agent_tui.engine.hooks.engine_hooks import EngineHooks


async def tell_started(
    hooks: EngineHooks | None, session: SessionInfo | None, door: ExitDoor
) -> HookFailed | None:
    """Returns the failure of a guard, after it has asked at the door to leave. Whoever wants to
    leave meanwhile does not wait for hooks."""
    if hooks is None:
        return None
    failure: HookFailed | None = None

    async def start() -> None:
        nonlocal failure
        try:
            await hooks.start(session)
        except HookFailed as error:
            failure = error
            door.request(ExitReason.FATAL)
        tasks.cancel_scope.cancel()

    async def until_exit() -> None:
        await door.wait_for_request()
        tasks.cancel_scope.cancel()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(until_exit)
        tasks.start_soon(start)
    return failure
