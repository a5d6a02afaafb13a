"""The events that wait for one reader, adjacent deltas of a part merged into one."""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO

from msgspec.structs import replace

from agent_tui.engine.event_bytes import event_bytes, text_bytes
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import PartDelta


class WaitingEvents:
    """Bound to no loop; whoever shares it between threads locks it.

    bytes: rough size of what was put in. has_others: something other than a delta waits.
    """

    def __init__(self, snapshot: Iterable[AgentEvent] = ()) -> None:
        self._events = list(snapshot)
        self.has_others = bool(self._events)
        self.bytes = 0
        # The newest delta of the last event, while that event may grow. Its text grows in a buffer:
        # joining strings one by one is quadratic, and a list of them takes many times their size.
        self._tail: PartDelta | None = None
        self._tail_text = StringIO()
        self._tail_merged = 0

    def __len__(self) -> int:
        return len(self._events)

    def put(self, event: AgentEvent) -> None:
        """Add an event at the end."""
        if not isinstance(event, PartDelta):
            self.has_others = True
            self._seal_tail()
            self._events.append(event)
            self.bytes += event_bytes(event)
        elif self._tail is not None and self._tail.part_id == event.part_id:
            self._tail = event
            self._tail_text.write(event.text)
            self._tail_merged += event.merged
            self.bytes += text_bytes(event.text)
        else:
            self._seal_tail()
            self._events.append(event)
            self.bytes += event_bytes(event)
            self._tail, self._tail_text = event, StringIO()
            self._tail_text.write(event.text)
            self._tail_merged = event.merged

    def taken(self) -> list[AgentEvent]:
        """All of them; none is left."""
        self._seal_tail()
        events, self._events = self._events, []
        self.bytes, self.has_others = 0, False
        return events

    def lost(self) -> int:
        """Drop all of them; how many were published."""
        return sum(event.merged if isinstance(event, PartDelta) else 1 for event in self.taken())

    def _seal_tail(self) -> None:
        if self._tail is not None and self._tail is not self._events[-1]:
            text = self._tail_text.getvalue()
            self._events[-1] = replace(self._tail, text=text, merged=self._tail_merged)
        self._tail = None
