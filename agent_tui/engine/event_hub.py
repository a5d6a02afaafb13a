"""Where the engine's events get their number and go to every reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from agent_tui.engine.clock import Clock
from agent_tui.engine.event_stream import EventStream
from agent_tui.protocol.events import AgentEvent


def _nothing() -> Iterable[AgentEvent]:
    return ()


class EventHub:
    """Publishes events to all streams in one order, the order of `seq`.

    Use it on the controller's loop only; before that loop runs, `subscribe` may be called from
    anywhere. State that a snapshot shows must change right after an `await publish(...)` returns or
    right before `publish_now(...)`: then no reader sees a change twice or not at all.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._streams: tuple[EventStream, ...] = ()
        self._primary: tuple[EventStream, ...] = ()
        self._seq = 0
        self._is_closed = False
        self._snapshot: Callable[[], Iterable[AgentEvent]] = _nothing

    def set_snapshot(self, snapshot: Callable[[], Iterable[AgentEvent]]) -> None:
        """Tell how to describe the present to a late subscriber."""
        self._snapshot = snapshot

    def subscribe(
        self, *, is_primary: bool = False, capacity: int = 4096, capacity_bytes: int = 1_000_000
    ) -> EventStream:
        """A new stream. It begins with the present state, whose events bear the newest given `seq`.

        The engine waits for a primary stream; one that nobody reads stops it. capacity: events;
        capacity_bytes: text in them.
        """
        now = self._clock.now()
        stream = EventStream(
            is_primary=is_primary,
            capacity=capacity,
            capacity_bytes=capacity_bytes,
            snapshot=[replace(event, seq=self._seq, time=now) for event in self._snapshot()],
        )
        if self._is_closed:
            stream.close()
        self._keep((*self._streams, stream))
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
        self._seq += 1
        event = replace(event, seq=self._seq, time=self._clock.now())
        is_shorter = False
        for stream in self._streams:
            if not stream.append(event):
                is_shorter = True
        if is_shorter:
            self._keep(tuple(stream for stream in self._streams if not stream.is_closed))

    async def wait_for_room(self) -> None:
        """Wait until every primary stream has room."""
        while not all(stream.has_room for stream in self._primary):
            for stream in self._primary:
                await stream.wait_for_room()

    def close(self) -> None:
        """End all streams: each reader gets what is left. Later events go nowhere."""
        self._is_closed = True
        for stream in self._streams:
            stream.close()

    def _keep(self, streams: tuple[EventStream, ...]) -> None:
        self._streams = streams
        self._primary = tuple(stream for stream in streams if stream.is_primary)
