"""The pump: takes events from the engine and hands each to its forwarders."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import PartDelta, SessionOpened
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

    batch: opened around what a batch brings for the view, so that the transcript paints once; not
    at all when it brings nothing. In view is the session that opened first, until another one opens
    that `awaits` says the user wants to see; events of sessions that are not in view are dropped.
    everywhere: forwarders that see the events of all sessions, after the others.
    """

    def __init__(
        self,
        events: EventSource,
        forwarders: Sequence[Forwarder],
        *,
        batch: Callable[[], AbstractContextManager[object]],
        awaits: Callable[[str], bool],
        everywhere: Sequence[Forwarder] = (),
    ) -> None:
        self._events = events
        self._batch, self._awaits = batch, awaits
        self._shown_id = ""
        self._routes = _routes(forwarders)
        self._routes_everywhere = _routes(everywhere)

    async def run(self) -> None:
        """Forward until the engine closes the stream. Errors pass through and end the app."""
        streak = 0
        while batch := await self._events.receive():
            self._forward_all(batch)
            is_streaming = any(isinstance(event, PartDelta) for event in batch)
            streak = streak + 1 if is_streaming else 0
            # Even at full speed the keys get their turn.
            await asyncio.sleep(0)
            if streak:
                await self._events.gather_deltas(_pause_s(streak))

    def _forward_all(self, batch: Sequence[AgentEvent]) -> None:
        is_painting = False
        with ExitStack() as picture:
            for event in batch:
                if self._is_for_view(event):
                    if not is_painting:
                        picture.enter_context(self._batch())
                        is_painting = True
                    for forward in self._routes.get(type(event), ()):
                        forward(event)
                for forward in self._routes_everywhere.get(type(event), ()):
                    forward(event)

    def _is_for_view(self, event: AgentEvent) -> bool:
        if isinstance(event, SessionOpened) and (not self._shown_id or self._awaits(event.info.id)):
            self._shown_id = event.info.id
        return event.session_id in ("", self._shown_id)


def _routes(forwarders: Sequence[Forwarder]) -> _Routes:
    routes: _Routes = {}
    for forwarder in forwarders:
        for event_class in forwarder.events:
            routes.setdefault(event_class, []).append(forwarder.forward)
    return routes


def _pause_s(streak: int) -> float:
    """streak: batches with deltas in a row, this one included."""
    return FIRST_PAUSE_S if streak <= FIRST_PAUSES else STREAMING_PAUSE_S
