"""Tells everybody about requests that wait for people, and remembers what was told."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from agent_tui.engine.event_hub import EventHub
from agent_tui.engine.wakeup import threadsafe
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.asking_events import (
    PermissionClosed,
    PermissionRequested,
    QuestionAsked,
    QuestionClosed,
)


class PromptTeller:
    """Between the registries, which any thread uses, and the hub, which belongs to a loop.

    on_change: called on the loop with a session's id after it was told that one of its requests was
    opened or closed.
    """

    def __init__(self, hub: EventHub, on_change: Callable[[str], None]) -> None:
        self._hub, self._on_change = hub, on_change
        self._events: deque[AgentEvent] = deque()
        self._open: dict[str, PermissionRequested | QuestionAsked] = {}
        self._thread: int | None = None
        self._tell_soon: Callable[[], None] | None = None

    def start(self) -> None:
        """Publish from now on. Call on the controller's loop."""
        self._thread = threading.get_ident()
        self._tell_soon = threadsafe(self._tell)
        self._tell()

    def put(self, event: AgentEvent) -> None:
        """Take an event, from any thread; never calls anybody."""
        self._events.append(event)

    def flush(self) -> None:
        """Publish what was taken: at once on the loop, soon from another thread."""
        if self._thread == threading.get_ident():
            self._tell()
        elif self._tell_soon is not None:
            self._tell_soon()

    def open_in(self, session_id: str) -> tuple[AgentEvent, ...]:
        """The events of the requests that are open now, oldest first. On the loop."""
        return tuple(event for event in self._open.values() if event.session_id == session_id)

    def ids_in(self, session_id: str) -> tuple[str, ...]:
        """The ids of those requests."""
        return tuple(
            request_id for request_id, event in self._open.items() if event.session_id == session_id
        )

    def _tell(self) -> None:
        while self._events:
            event = self._events.popleft()
            self._hub.publish_now(event)
            match event:
                case PermissionRequested(request=request):
                    self._open[request.id] = event
                case QuestionAsked(request=request):
                    self._open[request.id] = event
                case (
                    PermissionClosed(request_id=request_id) | QuestionClosed(request_id=request_id)
                ):
                    self._open.pop(request_id, None)
                case _:
                    continue
            self._on_change(event.session_id)
