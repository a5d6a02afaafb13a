"""How far a long export or import is, told to the screen from another thread."""

from __future__ import annotations

import threading
from collections.abc import Callable

import anyio.from_thread

from agent_tui.engine.clock import Clock
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.exchange_events import ExchangeProgressed

_FIRST_S, _EVERY_S = 1.0, 0.5


class ToldProgress:
    """A `Progress`: called in a thread of the engine's loop; `stop` from any. tell: called on the
    loop."""

    def __init__(
        self,
        tell: Callable[[AgentEvent], object],
        clock: Clock,
        *,
        is_import: bool,
    ) -> None:
        self._tell, self._clock, self._is_import = tell, clock, is_import
        self._stopped = threading.Event()
        self._next_s = clock.monotonic() + _FIRST_S

    def __call__(self, done: int, total: int, /) -> bool:
        """See `Progress`."""
        now = self._clock.monotonic()
        if now >= self._next_s:
            self._next_s = now + _EVERY_S
            event = ExchangeProgressed(is_import=self._is_import, done=done, total=total)
            anyio.from_thread.run_sync(self._tell, event)
        return not self._stopped.is_set()

    def stop(self) -> None:
        """Let the work end."""
        self._stopped.set()
