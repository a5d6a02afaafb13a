from __future__ import annotations

import threading

import anyio
import pytest
from anyio.lowlevel import checkpoint

from agent_tui.lifecycle.exit_door import ExitDoor, ExitReason


class Hand:
    """A clock that moves when told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        (ExitReason.USER, 0),
        (ExitReason.END_OF_INPUT, 0),
        (ExitReason.SIGINT, 130),
        (ExitReason.SIGTERM, 143),
        (ExitReason.SIGHUP, 129),
        (ExitReason.FATAL, 1),
    ],
)
def test_each_reason_has_its_exit_code(reason: ExitReason, code: int) -> None:
    door = ExitDoor()
    door.request(reason)

    assert door.exit_code == code


def test_a_second_request_forces_the_door_and_makes_the_exit_code_130() -> None:
    clock = Hand()
    door = ExitDoor(monotonic=clock)
    door.request(ExitReason.USER)
    clock.now = 1.0
    door.request(ExitReason.USER)

    assert door.is_forced
    assert door.exit_code == 130


def test_a_held_down_key_asks_once_and_does_not_force() -> None:
    door = ExitDoor(monotonic=Hand())
    for _ in range(5):
        door.request(ExitReason.USER)

    assert not door.is_forced


def test_a_signal_after_the_key_forces_at_once() -> None:
    door = ExitDoor(monotonic=Hand())
    door.request(ExitReason.USER)
    door.request(ExitReason.SIGTERM)

    assert door.is_forced
    assert door.reason is ExitReason.USER


async def test_a_request_from_another_thread_wakes_the_waiting_loop() -> None:
    door = ExitDoor()
    reasons: list[ExitReason] = []

    async def wait() -> None:
        reasons.append(await door.wait_for_request())

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(wait)
        await checkpoint()
        threading.Thread(target=door.request, args=(ExitReason.SIGHUP,)).start()

    assert reasons == [ExitReason.SIGHUP]


async def test_a_vetoed_door_can_be_asked_again() -> None:
    door = ExitDoor()
    door.request(ExitReason.USER)
    door.stay()
    assert door.reason is None

    door.request(ExitReason.SIGTERM)

    assert await door.wait_for_request() is ExitReason.SIGTERM
    assert not door.is_forced
