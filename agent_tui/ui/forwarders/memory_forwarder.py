"""Frees what only the garbage collector can free, when nobody would feel it."""

from __future__ import annotations

import gc
from collections.abc import Callable

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import TurnEnded

_QUIET_S = 1.0
_MOST_TURNS = 100
"""Without a quiet second in between: what has piled up by then would not be felt either."""


class MemoryForwarder:
    """To the collector, which hardly runs by itself: see `settle_memory`.

    set_timer: of a widget. is_running: a turn runs. collect: a full collection; some milliseconds,
    because what was loaded at the start is frozen.
    """

    events = (TurnEnded,)

    def __init__(
        self,
        set_timer: Callable[[float, Callable[[], object]], object],
        is_running: Callable[[], bool],
        collect: Callable[[], object] = gc.collect,
    ) -> None:
        self._set_timer = set_timer
        self._is_running = is_running
        self._collect = collect
        self._turns = 0  # since the last collection
        self._is_due = False

    def forward(self, event: AgentEvent) -> None:
        """A turn is over: collect once it is quiet."""
        self._turns += 1
        if self._turns >= _MOST_TURNS:
            self._run()
        elif not self._is_due:
            self._is_due = True
            self._set_timer(_QUIET_S, self._try)

    def _try(self) -> None:
        self._is_due = False
        if not self._is_running() and self._turns:
            self._run()

    def _run(self) -> None:
        self._turns = 0
        self._collect()
