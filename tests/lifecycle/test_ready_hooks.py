"""Hooks that wait for the start, while somebody wants to leave or not."""

from __future__ import annotations

import anyio

from agent_tui.engine.background_tasks import BackgroundTasks
from agent_tui.engine.event_hub import EventHub
from agent_tui.engine.hooks.engine_hooks import EngineHooks
from agent_tui.lifecycle.exit_door import ExitDoor, ExitReason
from agent_tui.lifecycle.ready_hooks import tell_started
from agent_tui.protocol.hook_contexts import StartedContext
from agent_tui.protocol.hook_errors import HookFailed
from agent_tui.protocol.hooks import Hooks
from tests.engine.fake_clock import FakeClock


async def started(hooks: Hooks, door: ExitDoor) -> HookFailed | None:
    clock, background = FakeClock(), BackgroundTasks()
    engine = EngineHooks(hooks, EventHub(clock), background, clock, name="x")
    told: list[HookFailed | None] = []
    async with anyio.create_task_group() as tasks:
        background.run_in(tasks)
        told.append(await tell_started(engine, None, door))
    return told[0]


async def test_nobody_who_wants_to_leave_waits_for_a_hook_of_the_start() -> None:
    hooks, door = Hooks(), ExitDoor()

    @hooks.on_started
    async def wants_to_leave(context: StartedContext) -> None:
        door.request(ExitReason.USER)
        await anyio.sleep_forever()

    assert await started(hooks, door) is None
    assert door.reason is ExitReason.USER


async def test_a_guard_that_fails_asks_at_the_door_and_says_why() -> None:
    hooks, door = Hooks(), ExitDoor()

    @hooks.on_started(is_guard=True)
    async def fails(context: StartedContext) -> None:
        raise ValueError

    failure = await started(hooks, door)

    assert failure is not None
    assert (failure.hook, door.reason) == ("fails", ExitReason.FATAL)


async def test_without_hooks_nothing_is_asked() -> None:
    door = ExitDoor()

    assert await tell_started(None, None, door) is None
    assert door.reason is None
