"""Where the engine's events get their number and go to every reader."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable

from msgspec.structs import replace

from agent_tui.engine.clock import Clock
from agent_tui.engine.event_stream import EventStream
from agent_tui.engine.wakeup import threadsafe
from agent_tui.protocol.agent_event import AgentEvent

logger = logging.getLogger(__name__)


def _nothing() -> Iterable[AgentEvent]:
    return ()


class EventHub:
    """Publishes events to all streams in one order, the order of `seq`.

    Publish on the controller's loop only; `subscribe` and `close` may be called from any thread.
    State that a snapshot shows must change right after it was published, before the task waits for
    anything: then no reader sees a change twice or not at all.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()  # guards what other threads touch: the next two
        self._pending: list[EventStream] = []  # subscribed, but not attached on the loop yet
        self._is_closed = False
        self._streams: tuple[EventStream, ...] = ()
        self._primary: tuple[EventStream, ...] = ()
        self._seq = 0
        self._attach_soon: Callable[[], None] | None = None  # None until the loop has published
        self._snapshot: Callable[[], Iterable[AgentEvent]] = _nothing
        self._observers: tuple[Callable[[AgentEvent], object], ...] = ()

    def set_snapshot(self, snapshot: Callable[[], Iterable[AgentEvent]]) -> None:
        """Tell how to describe the present to a late subscriber. It is called on the loop."""
        self._snapshot = snapshot

    def observe(self, observer: Callable[[AgentEvent], object]) -> Callable[[], None]:
        """Call `observer` with each event from now on, behind the streams, on the controller's
        loop: it must be quick. One that raises is logged and called no more. Thread-safe; the
        returned function ends it, and may be called twice.
        """
        with self._lock:
            self._observers = (*self._observers, observer)
        return lambda: self._end_observer(observer)

    def subscribe(
        self, *, is_primary: bool = False, capacity: int = 4096, capacity_bytes: int = 1_000_000
    ) -> EventStream:
        """A new stream; thread-safe. It begins with the present state, whose events bear the newest
        given `seq`, and misses nothing that is published after this call.

        The engine waits for a primary stream; one that nobody reads stops it. capacity: events;
        capacity_bytes: text in them.
        """
        stream = EventStream(
            is_primary=is_primary, capacity=capacity, capacity_bytes=capacity_bytes
        )
        with self._lock:
            if self._is_closed:
                stream.close()
            self._pending.append(stream)
        # The state belongs to the loop, so the snapshot is taken there: at once, or by the first
        # event when the loop does not run yet.
        if self._attach_soon is not None:
            self._attach_soon()
        return stream

    async def publish(self, event: AgentEvent) -> None:
        """Wait for room in the primary stream, then publish. Cancelled while it waits: not
        published."""
        for stream in self._primary:
            if not stream.has_room:
                await self.wait_for_room()
                break
        self.publish_now(event)

    def publish_now(self, event: AgentEvent) -> None:
        """Publish without waiting, over the bound if need be: for ends, which must not be held
        up."""
        if self._attach_soon is None:
            self._attach_soon = threadsafe(self._attach_pending)
        if self._pending:
            self._attach_pending()
        self._seq += 1
        event = replace(event, seq=self._seq, time=self._clock.now())
        is_shorter = False
        for stream in self._streams:
            if not stream.append(event):
                is_shorter = True
        if is_shorter:
            self._keep(tuple(stream for stream in self._streams if not stream.is_closed))
        for observer in self._observers:
            self._show(observer, event)

    @property
    def has_room(self) -> bool:
        """False while a primary stream is full."""
        return all(stream.has_room for stream in self._primary)

    async def wait_for_room(self) -> None:
        """Wait until every primary stream has room."""
        while not all(stream.has_room for stream in self._primary):
            for stream in self._primary:
                await stream.wait_for_room()

    def close(self) -> None:
        """End all streams, from any thread: each reader gets what is left. Later events go
        nowhere."""
        with self._lock:
            self._is_closed = True
            streams = (*self._streams, *self._pending)
        for stream in streams:
            stream.close()

    def _attach_pending(self) -> None:
        with self._lock:
            pending, self._pending = self._pending, []
            if self._is_closed or not pending:
                return
            self._keep((*self._streams, *pending))
        now = self._clock.now()
        snapshot = [replace(event, seq=self._seq, time=now) for event in self._snapshot()]
        for stream in pending:
            stream.begin(snapshot)

    def _show(self, observer: Callable[[AgentEvent], object], event: AgentEvent) -> None:
        try:
            observer(event)
        except Exception:  # a host's code; neither the engine nor its readers suffer from it
            logger.exception("An observer of events failed and is called no more")
            self._end_observer(observer)

    def _end_observer(self, observer: Callable[[AgentEvent], object]) -> None:
        with self._lock:
            self._observers = tuple(one for one in self._observers if one is not observer)

    def _keep(self, streams: tuple[EventStream, ...]) -> None:
        self._streams = streams
        self._primary = tuple(stream for stream in streams if stream.is_primary)
