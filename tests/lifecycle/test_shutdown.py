from __future__ import annotations

import anyio
import pytest

from agent_tui.lifecycle import shutdown as shutdown_module
from agent_tui.lifecycle.exit_door import ExitDoor, ExitReason
from agent_tui.lifecycle.exit_handler import ExitContext, ExitHandler
from agent_tui.lifecycle.shutdown import StagedShutdown
from agent_tui.protocol.status import AppState


class ControllerStandIn:
    """Writes down the order of the steps; a turn ends only when `turn_ended` is set."""

    def __init__(self, steps: list[str], *, runs: bool = False) -> None:
        self.steps, self.runs = steps, runs
        self.turn_ended = anyio.Event()
        self.waits = anyio.Event()

    @property
    def playing_count(self) -> int:
        return int(self.runs)

    def close_gate(self) -> None:
        self.steps.append("gate")

    async def settle(self, grace_s: float) -> bool:
        if self.runs and grace_s:
            self.waits.set()
            with anyio.move_on_after(grace_s):
                await self.turn_ended.wait()
                self.runs = False
        return not self.runs

    async def cancel_turns(self, reason: str) -> None:
        self.steps.append(f"cancel {reason}")

    async def save(self) -> None:
        self.steps.append("save")

    async def close_sessions(self, reason: str) -> None:
        self.steps.append(f"close sessions {reason}")

    async def close_providers(self) -> None:
        self.steps.append("close providers")


class Recorder(ExitHandler):
    def __init__(self, steps: list[str]) -> None:
        self._steps = steps

    def on_exit(self, context: ExitContext) -> None:
        self._steps.append(f"handler {context.reason}")


async def say_nothing(_: str) -> None:
    return


def context() -> ExitContext:
    return ExitContext(reason="user", app_state=AppState.SHUTTING_DOWN)


def a_shutdown(
    controller: ControllerStandIn, door: ExitDoor | None = None, grace_s: float = 5
) -> StagedShutdown:
    async def end_processes() -> None:
        controller.steps.append("end processes")

    return StagedShutdown(
        controller,
        door or ExitDoor(),
        grace_s=grace_s,
        say=say_nothing,
        end_processes=end_processes,
    )


async def test_the_steps_run_in_the_documented_order() -> None:
    steps: list[str] = []

    await a_shutdown(ControllerStandIn(steps)).run(Recorder(steps), context)

    assert steps == [
        "gate", "end processes", "save", "handler user", "close sessions shutdown",
        "close providers",
    ]  # fmt: skip


async def test_a_turn_that_ends_within_the_grace_is_not_cancelled() -> None:
    steps: list[str] = []
    controller = ControllerStandIn(steps, runs=True)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(a_shutdown(controller).run, None, context)
        await controller.waits.wait()
        controller.turn_ended.set()

    assert steps == ["gate", "end processes", "save", "close sessions shutdown", "close providers"]


async def test_a_turn_that_outlives_the_grace_is_cancelled_before_the_save() -> None:
    steps: list[str] = []

    await a_shutdown(ControllerStandIn(steps, runs=True), grace_s=0.01).run(None, context)

    assert steps[:4] == ["gate", "cancel shutdown", "end processes", "save"]


async def test_a_second_request_ends_the_grace_at_once() -> None:
    steps: list[str] = []
    controller = ControllerStandIn(steps, runs=True)
    door = ExitDoor()
    door.request(ExitReason.SIGTERM)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(a_shutdown(controller, door, 3600).run, None, context)
        await controller.waits.wait()
        door.request(ExitReason.SIGTERM)

    assert "cancel shutdown" in steps


class Raising(ExitHandler):
    def on_exit(self, context: ExitContext) -> None:
        raise ValueError("no")


class Hanging(ExitHandler):
    async def on_exit(self, context: ExitContext) -> None:
        await anyio.sleep_forever()


async def test_an_exit_handler_that_raises_is_reported_and_everything_is_closed_all_the_same() -> (
    None
):
    steps: list[str] = []
    shutdown = a_shutdown(ControllerStandIn(steps))

    await shutdown.run(Raising(), context)

    assert shutdown.problems == ["The exit handler failed (ValueError: no)."]
    assert shutdown.has_failed_handler
    assert steps[-1] == "close providers"


async def test_an_exit_handler_that_hangs_is_left_after_its_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shutdown_module, "EXIT_HANDLER_LIMIT_S", 0.01)
    steps: list[str] = []
    shutdown = a_shutdown(ControllerStandIn(steps))

    await shutdown.run(Hanging(), context)

    assert shutdown.problems[0].startswith("The exit handler took longer than")
    assert steps[-1] == "close providers"


class HangingSave(ControllerStandIn):
    async def save(self) -> None:
        await anyio.sleep_forever()


async def test_a_step_that_hangs_is_left_after_its_limit_and_the_next_one_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shutdown_module, "SAVE_LIMIT_S", 0.01)
    steps: list[str] = []
    shutdown = a_shutdown(HangingSave(steps))

    await shutdown.run(None, context)

    assert shutdown.problems[0].startswith("The shutdown step 'save' took longer")
    assert steps[-1] == "close providers"


class FailingSteps(ControllerStandIn):
    async def cancel_turns(self, reason: str) -> None:
        raise ExceptionGroup("several", [ValueError(reason)])

    async def save(self) -> None:
        await super().save()
        raise OSError("the disk is gone")


async def test_a_step_that_fails_keeps_neither_the_save_nor_the_rest_from_being_done() -> None:
    steps: list[str] = []
    shutdown = a_shutdown(FailingSteps(steps, runs=True), grace_s=0.01)

    await shutdown.run(Recorder(steps), context)

    assert steps[-4:] == ["save", "handler user", "close sessions shutdown", "close providers"]
    assert [problem.split(" failed")[0] for problem in shutdown.problems] == [
        "The shutdown step 'cancel turns'",
        "The shutdown step 'save'",
    ]
