"""When the garbage collector runs."""

from __future__ import annotations

from collections.abc import Callable

from agent_tui.ui.forwarders.memory_forwarder import MemoryForwarder
from tests.ui.running_chat import turn_ended


class Quiet:
    """A clock that a test moves, and a count of collections."""

    def __init__(self) -> None:
        self.timers: list[Callable[[], object]] = []
        self.is_running = False
        self.collections = 0
        self.forwarder = MemoryForwarder(self._set_timer, lambda: self.is_running, self._collect)

    def a_second_passes(self) -> None:
        timers, self.timers = self.timers, []
        for timer in timers:
            timer()

    def _set_timer(self, delay_s: float, callback: Callable[[], object]) -> None:
        assert delay_s >= 1.0
        self.timers.append(callback)

    def _collect(self) -> None:
        self.collections += 1


def test_it_runs_once_when_it_is_quiet_after_a_turn() -> None:
    quiet = Quiet()

    quiet.forwarder.forward(turn_ended())
    assert quiet.collections == 0
    quiet.a_second_passes()
    quiet.a_second_passes()

    assert quiet.collections == 1


def test_it_waits_while_the_next_turn_runs() -> None:
    quiet = Quiet()
    quiet.forwarder.forward(turn_ended())
    quiet.is_running = True
    quiet.a_second_passes()
    assert quiet.collections == 0

    quiet.is_running = False
    quiet.forwarder.forward(turn_ended())
    quiet.a_second_passes()

    assert quiet.collections == 1


def test_turns_that_never_pause_are_collected_after_a_hundred() -> None:
    quiet = Quiet()
    quiet.is_running = True

    for _ in range(250):
        quiet.forwarder.forward(turn_ended())

    assert quiet.collections == 2
