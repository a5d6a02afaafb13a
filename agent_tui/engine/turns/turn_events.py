"""The events of one turn, published and remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import StringIO
from typing import TypeVar

from msgspec.structs import replace

from agent_tui.engine.event_hub import EventHub
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import PartAdded, PartDelta, PartKind, RetryScheduled, ToolOutput
from agent_tui.protocol.limit_events import RateLimitWaiting

Event = TypeVar("Event", bound=AgentEvent)

_COUNTDOWNS = RetryScheduled, RateLimitWaiting


class TurnEvents:
    """Publishes a turn's events under its ids and can tell them again to a late subscriber.

    Deltas are not remembered: each part's text so far stands in its `PartAdded` when told again,
    and the end of each call's output in one `ToolOutput`.
    """

    def __init__(self, hub: EventHub, *, session_id: str, turn_id: str) -> None:
        self.session_id, self.turn_id = session_id, turn_id
        self._hub = hub
        self._told: list[AgentEvent] = []
        self._texts: dict[str, StringIO] = {}
        self._outputs: dict[str, Callable[[], tuple[str, int]]] = {}

    @property
    def has_room(self) -> bool:
        """False while the primary reader is behind."""
        return self._hub.has_room

    async def publish(self, event: AgentEvent) -> None:
        """Publish when the primary stream has room. Cancelled while it waits: not published."""
        event = self._with_ids(event)
        await self._hub.publish(event)
        self._told.append(event)

    def publish_now(self, event: AgentEvent) -> None:
        """Publish without waiting; for ends."""
        event = self._with_ids(event)
        self._hub.publish_now(event)
        self._told.append(event)

    async def publish_part(self, part_id: str, kind: PartKind, *, name: str = "") -> StringIO:
        """Begin a part. Returns the buffer to which the caller adds each text it has
        published."""
        await self.publish(PartAdded(part_id=part_id, kind=kind, name=name))
        text = self._texts[part_id] = StringIO()
        return text

    async def publish_delta(self, part_id: str, text: str) -> None:
        """More text of a part; the hot path."""
        await self._hub.publish(
            PartDelta(session_id=self.session_id, turn_id=self.turn_id, part_id=part_id, text=text)
        )

    def publish_output(
        self, event: ToolOutput, output_so_far: Callable[[], tuple[str, int]]
    ) -> None:
        """Publish output of a call. output_so_far: text and skipped bytes of all of its output
        that was published, when asked later."""
        if event.call_id not in self._outputs:
            self._outputs[event.call_id] = output_so_far
            self.publish_now(event)
        else:
            self._hub.publish_now(self._with_ids(event))

    def replay(self) -> Iterator[AgentEvent]:
        """All events so far, without the countdowns that are over."""
        for event in self._told:
            if isinstance(event, PartAdded):
                yield replace(event, text=self._texts[event.part_id].getvalue())
            elif isinstance(event, ToolOutput):
                text, skipped_bytes = self._outputs[event.call_id]()
                yield replace(event, text=text, skipped_bytes=skipped_bytes)
            elif not isinstance(event, _COUNTDOWNS) or event is self._told[-1]:
                yield event

    def _with_ids(self, event: Event) -> Event:
        return replace(event, session_id=self.session_id, turn_id=self.turn_id)
