"""Arming: a panel takes keys only after a moment without any, so that typing never answers it."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

QUIET_S = 0.4
"""How long no key may have been pressed before a panel takes the keys."""

DRAFT_QUIET_S = 1.2
"""The same while something half written stands where the keys go: people pause in a sentence."""


class ArmingState(StrEnum):
    """Where the keys go."""

    OFF = "off"  # nothing is asked
    WAITING = "waiting"  # elsewhere, until they rest for a moment
    ARMED = "armed"  # to the panel
    PAUSED = "paused"  # elsewhere, because the user went there; nobody takes them away again


class Stoppable(Protocol):
    """A timer."""

    def stop(self) -> object:
        """Never call back."""
        ...


class Arming:
    """The states of one panel. Call on the UI loop.

    set_timer: calls back once after so many seconds; tests put a clock of their own here. on_quiet:
    called when the keys have rested; it says by `arm` or `start` what comes of it. has_draft:
    whether the user is in the middle of writing.
    """

    def __init__(
        self,
        set_timer: Callable[[float, Callable[[], None]], Stoppable],
        on_quiet: Callable[[], None],
        has_draft: Callable[[], bool] = lambda: False,
    ) -> None:
        self.set_timer = set_timer
        self._has_draft = has_draft
        self.state = ArmingState.OFF
        self._on_quiet = on_quiet
        self._timer: Stoppable | None = None

    @property
    def is_armed(self) -> bool:
        """Keys answer."""
        return self.state is ArmingState.ARMED

    def start(self) -> None:
        """Something is asked: wait for the keys to rest, from now on."""
        self._become(ArmingState.WAITING)
        self._timer = self.set_timer(QUIET_S, self._rested)

    def key_pressed(self) -> None:
        """A key was pressed, wherever it went: the waiting begins anew."""
        if self.state is ArmingState.WAITING:
            self.start()

    def arm(self) -> None:
        """The panel has the keys."""
        self._become(ArmingState.ARMED)

    def pause(self) -> None:
        """The user went elsewhere and comes back when it suits."""
        self._become(ArmingState.PAUSED)

    def stop(self) -> None:
        """Nothing is asked any more."""
        self._become(ArmingState.OFF)

    def _become(self, state: ArmingState) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self.state = state

    def _rested(self) -> None:
        if self.state is not ArmingState.WAITING:
            return
        # Asked only now: the key that began the draft had not reached it when the timer was set.
        if self._has_draft():
            self._timer = self.set_timer(DRAFT_QUIET_S - QUIET_S, self._rested_for_long)
        else:
            self._rested_for_long()

    def _rested_for_long(self) -> None:
        if self.state is ArmingState.WAITING:
            self._timer = None
            self._on_quiet()
