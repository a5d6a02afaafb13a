from __future__ import annotations

import pytest

from agent_tui.errors import LifecycleError
from agent_tui.lifecycle.stage_machine import StageMachine
from agent_tui.protocol.status import AppState, Stage

WAY = (AppState.INITIALIZED, AppState.RUNNING, AppState.SHUTTING_DOWN, AppState.TERMINATED)


def test_an_application_walks_through_all_states_in_order() -> None:
    machine = StageMachine()
    seen: list[AppState] = []
    machine.observe(seen.append)

    for state in WAY:
        machine.move_to(state)

    assert tuple(seen) == WAY


def test_a_terminated_application_cannot_run_again_and_says_so() -> None:
    machine = StageMachine()
    machine.move_to(AppState.TERMINATED)

    with pytest.raises(
        LifecycleError, match=r"terminated and cannot become running\. Make a new one"
    ):
        machine.move_to(AppState.RUNNING)


def test_shutting_down_is_reached_from_running_only() -> None:
    machine = StageMachine()
    machine.move_to(AppState.INITIALIZED)

    with pytest.raises(LifecycleError):
        machine.move_to(AppState.SHUTTING_DOWN)


@pytest.mark.parametrize("steps", range(4))
def test_a_fatal_error_ends_the_application_from_any_state(steps: int) -> None:
    machine = StageMachine()
    for state in WAY[:steps]:
        machine.move_to(state)

    assert machine.move_to(AppState.TERMINATED)
    assert machine.stage is Stage.SHUTDOWN


def test_moving_to_the_present_state_tells_nobody() -> None:
    machine = StageMachine()
    machine.move_to(AppState.INITIALIZED)
    seen: list[AppState] = []
    machine.observe(seen.append)

    assert not machine.move_to(AppState.INITIALIZED)
    assert seen == []
