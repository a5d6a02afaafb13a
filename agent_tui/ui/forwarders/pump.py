"""The pump: takes events from the engine and hands each to its forwarders."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import PartDelta, PromptRefused, SessionOpened
from agent_tui.protocol.ports import EventSource
from agent_tui.ui.forwarders.forwarder import Forwarder

STREAMING_PAUSE_S = 0.05
"""Between two batches while deltas stream: 20 paints a second look smooth and cost a third of 60.
"""
FIRST_PAUSE_S, FIRST_PAUSES = 0.025, 4
"""The first batches of a stream follow each other faster: a short answer is over by then, and its
end does not wait for a pause that was made for long ones. Whatever is no delta ends any pause."""

_Routes = dict[type[AgentEvent], list[Callable[[AgentEvent], None]]]


class Pump:
    """Runs on the UI loop for as long as the engine talks.

    batch: opened around each batch, so that the transcript paints once. Events of sessions that are
    not shown are dropped; the shown one is the latest that was opened. A refused prompt is never
    dropped: its text must go back to the user. everywhere: forwarders that see the events of all
    sessions, after the others.
    """

    def __init__(
        self,
        events: EventSource,
        forwarders: Sequence[Forwarder],
        *,
        batch: Callable[[], AbstractContextManager[object]],
        everywhere: Sequence[Forwarder] = (),
    ) -> None:
        self._events = events
        self._batch = batch
        self._shown_id = ""
        self._routes = _routes(forwarders)
        self._routes_everywhere = _routes(everywhere)

    async def run(self) -> None:
        """Forward until the engine closes the stream. Errors pass through and end the app."""
        streak = 0
        while batch := await self._events.receive():
            is_streaming = False
            with self._batch():
                for event in batch:
                    self._forward(event)
                    is_streaming = is_streaming or isinstance(event, PartDelta)
            streak = streak + 1 if is_streaming else 0
            # Even at full speed the keys get their turn.
            await asyncio.sleep(0)
            if streak:
                await self._events.gather_deltas(_pause_s(streak))

    def _forward(self, event: AgentEvent) -> None:
        if isinstance(event, SessionOpened):
            self._shown_id = event.info.id
        is_shown = event.session_id in ("", self._shown_id) or isinstance(event, PromptRefused)
        for forward in self._routes.get(type(event), ()) if is_shown else ():
            forward(event)
        for forward in self._routes_everywhere.get(type(event), ()):
            forward(event)


def _routes(forwarders: Sequence[Forwarder]) -> _Routes:
    routes: _Routes = {}
    for forwarder in forwarders:
        for event_class in forwarder.events:
            routes.setdefault(event_class, []).append(forwarder.forward)
    return routes


def _pause_s(streak: int) -> float:
    """streak: batches with deltas in a row, this one included."""
    return FIRST_PAUSE_S if streak <= FIRST_PAUSES else STREAMING_PAUSE_S
