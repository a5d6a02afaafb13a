from __future__ import annotations

from typing import Any

import pytest

from agent_tui.ui.key_ladders import KeyStep, interrupt_step, stop_step

NOTHING: dict[str, Any] = {
    "has_selection": False,
    "has_draft": False,
    "is_running": False,
    "is_asked": False,
    "is_leaving": False,
}


@pytest.mark.parametrize(
    ("what_is", "step"),
    [
        ({"has_selection": True, "has_draft": True, "is_running": True}, KeyStep.COPY),
        ({"has_selection": True, "is_leaving": True}, KeyStep.COPY),
        ({"has_draft": True, "is_running": True}, KeyStep.STASH),
        ({"has_draft": True, "is_asked": True}, KeyStep.STASH),
        ({"is_running": True, "is_asked": True}, KeyStep.STOP_TURN),
        ({}, KeyStep.ASK_AGAIN),
        ({"is_asked": True}, KeyStep.QUIT),
        ({"is_leaving": True, "has_draft": True, "is_running": True}, KeyStep.QUIT),
    ],
)
def test_ctrl_c_does_the_gentlest_thing_first(what_is: dict[str, bool], step: KeyStep) -> None:
    assert interrupt_step(**{**NOTHING, **what_is}) is step


@pytest.mark.parametrize(
    ("is_open", "is_running", "step"),
    [
        (True, True, KeyStep.CLOSE),
        (True, False, KeyStep.CLOSE),
        (False, True, KeyStep.STOP_TURN),
        (False, False, KeyStep.NOTHING),
    ],
)
def test_esc_closes_then_stops_and_never_quits(
    is_open: bool, is_running: bool, step: KeyStep
) -> None:
    assert stop_step(is_something_open=is_open, is_running=is_running) is step


@pytest.mark.parametrize(
    ("what_is", "step"),
    [
        ({}, KeyStep.REWIND),
        ({"is_something_open": True}, KeyStep.CLOSE),
        ({"is_running": True}, KeyStep.STOP_TURN),
        ({"has_shell": True}, KeyStep.STOP_SHELL),
    ],
)
def test_the_second_esc_in_a_row_leads_back_when_there_is_nothing_to_stop(
    what_is: dict[str, bool], step: KeyStep
) -> None:
    idle = {"is_something_open": False, "is_running": False}
    assert stop_step(**{**idle, **what_is}, is_second=True) is step
