"""What a host's code does on the engine's loop."""

from __future__ import annotations

import pytest

from agent_tui.engine.controller import Controller
from agent_tui.engine.host_call import HostCall
from agent_tui.engine.input_queue import InputQueue
from agent_tui.errors import ClosedResourceError
from agent_tui.protocol.inputs import RenameSession
from tests.engine.builders import an_engine


async def test_a_call_gets_the_controller_behind_the_inputs_that_were_put_before() -> None:
    async with an_engine() as engine:
        engine.put(RenameSession(title="first"))
        call = HostCall(lambda controller: controller.current)
        engine.inputs.put(call)
        await engine.settle()

    session = call.future.result(timeout=0)
    assert session is not None
    assert session.title == "first"


@pytest.mark.parametrize("error", [ValueError, SystemExit])
async def test_what_a_call_raises_goes_to_the_one_who_waits_and_the_engine_runs_on(
    error: type[BaseException],
) -> None:
    def fails(controller: Controller) -> None:
        raise error

    async with an_engine() as engine:
        broken, sound = HostCall(fails), HostCall(lambda controller: 1)
        engine.inputs.put(broken)
        engine.inputs.put(sound)
        await engine.settle()

    assert isinstance(broken.future.exception(timeout=0), error)
    assert sound.future.result(timeout=0) == 1


async def test_a_call_that_was_cancelled_in_time_is_not_made() -> None:
    made: list[bool] = []

    async with an_engine() as engine:
        call = HostCall(lambda controller: made.append(True))
        call.future.cancel()
        engine.inputs.put(call)
        await engine.settle()

    assert made == []


def test_calls_that_nobody_takes_any_more_are_refused_and_inputs_given_back() -> None:
    queue = InputQueue()
    call, wish = HostCall(lambda controller: 1), RenameSession(title="late")
    queue.put(call)
    queue.put(wish)

    assert queue.close() == (wish,)
    with pytest.raises(ClosedResourceError):
        call.future.result(timeout=0)
    with pytest.raises(ClosedResourceError):
        queue.put(HostCall(lambda controller: 1))
