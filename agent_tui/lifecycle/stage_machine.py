"""The application's state machine: guarded, observable, one per runtime."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from agent_tui.errors import LifecycleError
from agent_tui.protocol.status import AppState, Stage

# Any state may end: a fatal error skips what lies between.
APP_TRANSITIONS: dict[AppState, frozenset[AppState]] = {
    AppState.UNINITIALIZED: frozenset({AppState.INITIALIZED, AppState.TERMINATED}),
    AppState.INITIALIZED: frozenset({AppState.RUNNING, AppState.TERMINATED}),
    AppState.RUNNING: frozenset({AppState.SHUTTING_DOWN, AppState.TERMINATED}),
    AppState.SHUTTING_DOWN: frozenset({AppState.TERMINATED}),
    AppState.TERMINATED: frozenset(),
}

_STAGES = {
    AppState.UNINITIALIZED: Stage.INIT,
    AppState.INITIALIZED: Stage.CONFIGURE,
    AppState.RUNNING: Stage.RUN,
    AppState.SHUTTING_DOWN: Stage.SHUTDOWN,
    AppState.TERMINATED: Stage.SHUTDOWN,
}


class StageMachine:
    """Thread-safe. Observers are called on the thread that moves, in the order of registration."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state = AppState.UNINITIALIZED
        self._observers: list[Callable[[AppState], object]] = []
        self._entered: tuple[tuple[Stage, float], ...] = ((Stage.INIT, time.time()),)

    @property
    def state(self) -> AppState:
        """Where the application stands now."""
        return self._state

    @property
    def stage(self) -> Stage:
        """The phase the state belongs to."""
        return _STAGES[self._state]

    @property
    def entered(self) -> tuple[tuple[Stage, float], ...]:
        """The phases so far, each with the Unix time in seconds at which it began."""
        return self._entered

    def observe(self, observer: Callable[[AppState], object]) -> None:
        """Call `observer(state)` after each move. It must not raise."""
        with self._lock:
            self._observers.append(observer)

    def move_to(self, state: AppState) -> bool:
        """Move on. False when already there. Raises `LifecycleError` for a move that is not
        allowed."""
        with self._lock:
            if state is self._state:
                return False
            if state not in APP_TRANSITIONS[self._state]:
                raise LifecycleError(
                    f"The application is {self._state.value} and cannot become {state.value}. "
                    "Make a new one instead of running it twice."
                )
            self._state = state
            if self.stage is not self._entered[-1][0]:
                self._entered = (*self._entered, (self.stage, time.time()))
            observers = tuple(self._observers)
        for observer in observers:
            observer(state)
        return True
