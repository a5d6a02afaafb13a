"""What is asked about stored sessions, whichever of them are open."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar, assert_never

import anyio
import anyio.to_thread

from agent_tui.engine.engine_parts import EngineParts
from agent_tui.engine.finding.running_search import RunningSearch
from agent_tui.engine.finding.stored_list import stored_list
from agent_tui.engine.sessions import session_notices
from agent_tui.engine.sessions.prompt_title import title_from
from agent_tui.engine.sessions.session import Session
from agent_tui.errors import SessionError
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.failures import Failure, failure_from
from agent_tui.protocol.finding_events import (
    SessionPreviewed,
    SessionsFound,
    StoredDeleted,
    StoredRefused,
    StoredRenamed,
)
from agent_tui.protocol.finding_inputs import (
    DeleteStored,
    FindingInput,
    PreviewSession,
    RenameStored,
    SearchSessions,
)
from agent_tui.protocol.ids import short_id
from agent_tui.protocol.inputs import ListSessions
from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.ports import SessionStore
from agent_tui.protocol.search_ports import browser_of
from agent_tui.protocol.session_events import SessionsListed
from agent_tui.protocol.session_search import SearchProgress

_T = TypeVar("_T")

NOT_STORED = Failure(
    kind="SessionNotFound",
    title="Sessions are not stored",
    text="There is nothing to find: this program was started without saving sessions.",
)
_OPEN = "Session {} is open here. Close it first, then delete it."
_NOT_SEARCHABLE = "The host's session store cannot be searched."


class SessionFinding:
    """Use on the controller's loop. Nothing here raises: failures become events.

    find_open: gives the open session of an id, None when it is not open here.
    """

    def __init__(self, parts: EngineParts, find_open: Callable[[str], Session | None]) -> None:
        self._parts, self._find_open = parts, find_open
        self._search: RunningSearch | None = None
        self._previewed = ""  # the latest that was asked for

    def take(self, wish: FindingInput | ListSessions) -> None:
        """Act, in a task."""
        start_soon = self._parts.tasks.start_soon
        match wish:
            case SearchSessions():
                start_soon(partial(self._find, wish))
            case ListSessions(limit=limit):
                start_soon(partial(self._list, limit))
            case PreviewSession(stored_id=stored_id):
                self._previewed = stored_id
                start_soon(partial(self._preview, stored_id))
            case RenameStored(stored_id=stored_id, title=title):
                start_soon(partial(self._rename, stored_id, title))
            case DeleteStored(stored_id=stored_id):
                start_soon(partial(self._delete, stored_id))
            case _:
                assert_never(wish)

    async def _find(self, wish: SearchSessions) -> None:
        store = self._parts.store
        browser = browser_of(store)
        if browser is None:
            note = NOT_STORED.text if store is None else _NOT_SEARCHABLE
            progress = SearchProgress(note=note)
            self._publish(SessionsFound(query_id=wish.query_id, progress=progress))
            return
        if self._search is None:
            search = browser.full_text_search()
            self._search = RunningSearch(search, self._parts, self._publish)
        asking = self._find_open(wish.session_id)
        here = self._parts.options.cwd if asking is None else asking.info.cwd
        await self._search.run(wish, here)

    async def _list(self, limit: int) -> None:
        try:
            listed = await self._in_thread(partial(stored_list, self._parts.store, limit))
        except SessionError as error:
            self._publish(session_notices.failure_notice(failure_from(error)))
            listed = SessionsListed(sessions=())
        self._publish(listed)

    async def _preview(self, stored_id: str) -> None:
        try:
            messages = await self._in_thread(partial(self._last_exchange, stored_id))
        except SessionError as error:
            told = SessionPreviewed(stored_id=stored_id, failure=failure_from(error))
        else:
            told = SessionPreviewed(
                stored_id=stored_id,
                messages=tuple(message.without_pixels for message in messages),
            )
        if self._previewed == stored_id:
            self._publish(told)

    def _last_exchange(self, stored_id: str) -> tuple[ChatMessage, ...]:
        store = self._parts.store
        if store is None or self._previewed != stored_id:  # somebody has gone on meanwhile
            return ()
        if (browser := browser_of(store)) is not None:
            return browser.last_exchange(stored_id)
        messages = store.load(stored_id).messages
        prompts = [at for at, message in enumerate(messages) if message.is_prompt]
        return messages[prompts[-1] if prompts else 0 :]

    async def _rename(self, stored_id: str, title: str) -> None:
        shown = title_from(title)
        if not shown:
            return
        open_session = self._find_open(stored_id)
        try:
            if open_session is not None:
                open_session.details.rename(shown)
            elif self._parts.store is not None:
                await self._in_thread(partial(_rename_stored, self._parts.store, stored_id, shown))
        except SessionError as error:
            self._publish(StoredRefused(stored_id=stored_id, failure=failure_from(error)))
        else:
            self._publish(StoredRenamed(stored_id=stored_id, title=shown))

    async def _delete(self, stored_id: str) -> None:
        store = self._parts.store
        try:
            if self._find_open(stored_id) is not None:
                raise SessionError(_OPEN.format(short_id(stored_id)), session_id=stored_id)
            if store is not None:
                await self._in_thread(partial(store.delete, stored_id))
        except SessionError as error:
            self._publish(StoredRefused(stored_id=stored_id, failure=failure_from(error)))
        else:
            self._publish(StoredDeleted(stored_id=stored_id))

    async def _in_thread(self, work: Callable[[], _T]) -> _T:
        return await anyio.to_thread.run_sync(work, limiter=anyio.CapacityLimiter(1))

    def _publish(self, event: AgentEvent) -> None:
        self._parts.hub.publish_now(event)


def _rename_stored(store: SessionStore, stored_id: str, title: str) -> None:
    stored, journal = store.open(stored_id, end_first=True)
    if journal is None:
        raise SessionError(" ".join(stored.notes), session_id=stored_id)
    try:
        journal.append_title(title)
    finally:
        journal.close("renamed")
