"""The events on their way to one reader."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from agent_tui.engine.wakeup import Wakeup
from agent_tui.errors import SubscriberLagged
from agent_tui.protocol.agent_event import AgentEvent

if TYPE_CHECKING:
    from agent_tui.engine.waiting_events import WaitingEvents


class EventStream:
    """A bounded queue with one writing loop (the hub's) and one reader on any loop.

    Adjacent deltas of one part become one event on the way in, so that a reader that stands still
    costs one string instead of thousands of events. When it is full, a primary stream makes the hub
    wait and any other stream is cut off. Implements `EventSource`.
    """

    def __init__(
        self,
        *,
        is_primary: bool = False,
        capacity: int = 4096,
        capacity_bytes: int = 1_000_000,
    ) -> None:
        self.is_primary = is_primary
        self._lock = threading.Lock()
        self._waiting: WaitingEvents | None = None  # before the first event
        self._capacity, self._capacity_bytes = capacity, capacity_bytes
        self._limit = capacity
        self._missed = 0
        self._is_closed = False
        self._reader: Wakeup | None = None
        self._gatherer: Wakeup | None = None
        self._writers: list[Wakeup] = []

    @property
    def has_room(self) -> bool:
        """False when a publisher has to wait. A closed stream drops what comes, so it has room."""
        return self._is_closed or not self._is_full()

    @property
    def is_closed(self) -> bool:
        """True once nothing more will be put in: closed or cut off."""
        return self._is_closed

    def begin(self, snapshot: Iterable[AgentEvent]) -> None:
        """Put the present state in front of everything; for the hub, before the first `append`."""
        with self._lock:
            if self._is_closed:
                return
            self._waiting = _waiting_events(snapshot)
            # On top of the bound: a long session must not cut off its own new reader.
            self._limit = self._capacity + len(self._waiting)
            woken = self._woken_readers()
        for wakeup in woken:
            wakeup.set()

    def append(self, event: AgentEvent) -> bool:
        """Add an event; never waits. False when nobody will read it: closed, or cut off by this
        call."""
        with self._lock:
            if self._is_closed:
                return False
            if self._waiting is None:
                self._waiting = _waiting_events(())
            if not self.is_primary and self._is_full():
                self._missed = self._waiting.lost() + 1
                self._is_closed = True
            else:
                self._waiting.put(event)
            woken = self._woken_readers()
        for wakeup in woken:
            wakeup.set()
        return not self._is_closed

    async def wait_for_room(self) -> None:
        """Wait until the reader has taken something or the stream is closed. Call on the hub's
        loop."""
        while True:
            with self._lock:
                if self.has_room:
                    return
                wakeup = Wakeup()
                self._writers.append(wakeup)
            await wakeup.wait()

    async def receive(self) -> Sequence[AgentEvent]:
        """Wait for events and take all, in order; empty once the stream is closed and read.

        Raises `SubscriberLagged` when the stream was cut off.
        """
        while True:
            with self._lock:
                if self._missed:
                    raise SubscriberLagged(self._missed)
                if self._waiting or self._is_closed:
                    batch = self._waiting.taken() if self._waiting is not None else []
                    writers, self._writers = self._writers, []
                    self._limit = self._capacity
                    break
                wakeup = self._reader = Wakeup()
            await wakeup.wait()
        for writer in writers:
            writer.set()
        return batch

    async def gather_deltas(self, limit_s: float) -> None:
        """See `EventSource`. Call on the reader's loop."""
        # Deferred, as in `wakeup`.
        import anyio

        with self._lock:
            if self._has_others() or self._is_closed:
                return
            wakeup = self._gatherer = Wakeup()
        with anyio.move_on_after(limit_s):
            await wakeup.wait()

    def close(self) -> None:
        """End the stream, from any thread: the reader gets what is left, waiting publishers go
        on."""
        with self._lock:
            self._is_closed = True
            waiting, self._writers = self._writers, []
            waiting += self._woken_readers()
        for wakeup in waiting:
            wakeup.set()

    def _is_full(self) -> bool:
        waiting = self._waiting
        if waiting is None:
            return False
        return len(waiting) >= self._limit or waiting.bytes >= self._capacity_bytes

    def _has_others(self) -> bool:
        """Something other than deltas waits; whoever gathers deltas wants to know."""
        return self._waiting is not None and self._waiting.has_others

    def _woken_readers(self) -> list[Wakeup]:
        woken, self._reader = [self._reader], None
        if self._has_others() or self._is_closed:
            woken.append(self._gatherer)
            self._gatherer = None
        return [wakeup for wakeup in woken if wakeup is not None]


def _waiting_events(snapshot: Iterable[AgentEvent]) -> WaitingEvents:
    # Deferred: a stream is made before the first picture, which needs no event yet.
    from agent_tui.engine.waiting_events import WaitingEvents

    return WaitingEvents(snapshot)
