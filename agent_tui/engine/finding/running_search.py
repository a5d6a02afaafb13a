"""The search that somebody waits for, and the index that grows meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import anyio
import anyio.from_thread
import anyio.to_thread

from agent_tui.engine.engine_parts import EngineParts
from agent_tui.errors import SessionError
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.finding_events import SessionsFound
from agent_tui.protocol.finding_inputs import SearchSessions
from agent_tui.protocol.search_ports import SessionSearch
from agent_tui.protocol.session_search import SearchProgress

_FRESH_S = 2.0  # while somebody types, the disk is not looked at for every letter
_SOON_S = 0.15  # most of the time the index is up to date by then, and there is only one answer
_AGAIN_S = 1.0  # between two answers while the index grows


class RunningSearch:
    """One search at a time: a new one ends the former. Use on the controller's loop."""

    def __init__(
        self,
        search: SessionSearch,
        parts: EngineParts,
        publish: Callable[[AgentEvent], None],
    ) -> None:
        self._search, self._parts, self._publish = search, parts, publish
        self._wish: SearchSessions | None = None
        self._progress = SearchProgress()
        self._version = 0  # counts up when more can be found
        self._is_updating = False
        self._was_left = False  # the update saw that nobody waits, and ends before its time
        self._is_fresh_until = 0.0
        self._changed = anyio.Event()

    async def run(self, wish: SearchSessions, here: str) -> None:
        """Publish what is found, until all is known or another one is sought."""
        self._wish = wish if wish.text.strip() else None
        if self._wish is None:
            return
        self._update_soon()
        with anyio.move_on_after(_SOON_S):
            while self._is_updating:
                await self._changed.wait()
        while self._wish is wish:
            version = self._version
            await self._answer(wish, here)
            if not self._is_updating and version == self._version:
                return
            if self._is_updating:
                await self._parts.clock.sleep(_AGAIN_S)
            while self._is_updating and version == self._version and self._wish is wish:
                await self._changed.wait()

    async def _answer(self, wish: SearchSessions, here: str) -> None:
        progress = self._progress
        work = partial(
            self._search.search,
            wish.text,
            here=here,
            is_here_only=wish.is_here_only,
            limit=wish.limit,
            skip=wish.skip,
            is_unwanted=lambda: self._wish is not wish,
        )
        try:
            answer = await anyio.to_thread.run_sync(
                work, limiter=anyio.CapacityLimiter(1), abandon_on_cancel=True
            )
        except SessionError as error:
            told = SessionsFound(query_id=wish.query_id, progress=SearchProgress(note=str(error)))
        else:
            told = SessionsFound(
                query_id=wish.query_id,
                hits=answer.hits,
                has_more=answer.has_more,
                progress=progress,
            )
        if self._wish is wish:
            self._publish(told)

    def _update_soon(self) -> None:
        if not self._is_updating and self._parts.clock.monotonic() >= self._is_fresh_until:
            self._is_updating, self._was_left = True, False
            self._parts.tasks.start_soon(self._update)

    async def _update(self) -> None:
        work = partial(
            self._search.bring_up_to_date,
            lambda progress: anyio.from_thread.run_sync(self._told, progress),
            self._is_left,
        )
        try:
            progress = await anyio.to_thread.run_sync(
                work, limiter=anyio.CapacityLimiter(1), abandon_on_cancel=True
            )
        except SessionError as error:
            progress = SearchProgress(note=str(error))
        except anyio.get_cancelled_exc_class():
            self._wish = None  # the thread looks at it
            raise
        finally:
            self._is_updating = False
        if self._wish is not None and self._was_left:
            self._update_soon()  # somebody came back before it had ended
        elif self._wish is not None:
            self._is_fresh_until = self._parts.clock.monotonic() + _FRESH_S
        if progress != self._progress:
            self._told(progress)
        else:
            self._wake()

    def _is_left(self) -> bool:
        """Called in the thread."""
        self._was_left = self._was_left or self._wish is None
        return self._was_left

    def _told(self, progress: SearchProgress) -> None:
        self._progress = progress
        self._version += 1
        self._wake()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = anyio.Event()
