"""On the way to a place in a stored session: it is opened, and read as far as the place."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any, Protocol

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import HistoryLoaded, SessionOpened
from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.packed_messages import PackedMessages
from agent_tui.protocol.session_search import SearchHit
from agent_tui.ui.markdown import is_warm, warm_up
from agent_tui.ui.transcript.items.item import Item
from agent_tui.ui.transcript.session_items import items_of
from agent_tui.ui.transcript.transcript import Transcript

_LOOK_AGAIN_S = 0.02  # while earlier pages become items


class LandingHost(Protocol):
    """What a landing needs of the screen."""

    async def show_found(self, text: str, number: int) -> None:
        """Bring the item of this number into view, with what was sought marked."""
        ...

    def show_missing(self, *, is_left: bool) -> None:
        """Say that the place is not in view. is_left: it stands on a branch that was left."""
        ...


class Landing:
    """Waits for one session, once. Call on the UI loop; it runs its own task there."""

    def __init__(self, hit: SearchHit, transcript: Transcript, host: LandingHost) -> None:
        self._hit, self._transcript, self._host = hit, transcript, host
        self._is_open = self._is_over = False
        self._task: asyncio.Task[None] | None = None

    def told(self, event: AgentEvent) -> None:
        """A session was opened, or its earlier part was read, and the transcript has it."""
        if self._is_over or self._task is not None:
            return
        match event:
            case SessionOpened(info=info) if info.id == self._hit.session_id:
                self._is_open = True
                if self._hit.is_left or not self._hit.message_id:
                    self._end(is_left=self._hit.is_left)
                elif (at := _place(event.messages, self._hit.message_id)) is not None:
                    self._start(self._show(event.messages, at, first=0))
                elif not event.has_earlier:
                    self._end(is_left=False)
            case HistoryLoaded(messages=messages) if self._is_open:
                self._start(self._find(messages))
            case SessionOpened():
                self._is_over = True  # the user went elsewhere
            case _:
                pass

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._task = asyncio.create_task(work)

    async def _find(self, messages: PackedMessages) -> None:
        found = await asyncio.to_thread(_page_of, messages, self._hit.message_id)
        if found is None:
            self._end(is_left=False)
            return
        page, at = found
        layout = self._transcript.content
        while (first := layout.page_start(page)) is None:
            if not layout.has_uncounted:
                self._end(is_left=False)  # another session is shown meanwhile
                return
            await asyncio.sleep(_LOOK_AGAIN_S)
        await self._show(messages.page(page), at, first=first)

    async def _show(self, messages: Sequence[ChatMessage], at: int, *, first: int) -> None:
        self._is_over = True
        sought = _sought(self._hit)
        above = sum(1 for _ in items_of(messages[:at]))
        items = list(items_of(messages[at : at + 1]))
        # A long answer is several items. The result of a call has none: it stands below the call.
        within = next((n for n, one in enumerate(items) if _has(one, sought)), 0)
        number = first + (above + within if items else max(above - 1, 0))
        if not is_warm():
            # Without the parser nothing is where it will be, and matches are not seen.
            await asyncio.to_thread(warm_up)
            self._transcript.content.repaint(self._transcript.content.palette)
        await self._host.show_found(sought, number)

    def _end(self, *, is_left: bool) -> None:
        self._is_over = True
        if self._hit.message_id:
            self._host.show_missing(is_left=is_left)


def _place(messages: Sequence[ChatMessage], message_id: str) -> int | None:
    return next((at for at, one in enumerate(messages) if one.id == message_id), None)


def _page_of(messages: PackedMessages, message_id: str) -> tuple[int, int] | None:
    """The page of a message, and its place in it; the newest pages first."""
    for page in range(messages.page_count - 1, -1, -1):
        at = _place(messages.page(page), message_id)
        if at is not None:
            return page, at
    return None


def _has(item: Item, sought: str) -> bool:
    return sought.lower() in item.source().lower()


def _sought(hit: SearchHit) -> str:
    """What to mark in the transcript: the first match, as it stands there; "" for nothing."""
    start, end = hit.marks[0] if hit.marks else (0, 0)
    return hit.snippet[start:end]
