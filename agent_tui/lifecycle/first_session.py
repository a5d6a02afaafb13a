"""The session that a runtime begins with: stored, brought by the host, or new."""

from __future__ import annotations

from functools import partial

import anyio
import anyio.to_thread
from msgspec import Struct

from agent_tui.engine.controller import Controller
from agent_tui.engine.journal.whole_session import whole_session
from agent_tui.errors import SessionCorrupt, SessionNotFound
from agent_tui.protocol.naming_ports import NamingStore
from agent_tui.protocol.ports import SessionStore
from agent_tui.protocol.saved_state import SavedState


class FirstSession(Struct, frozen=True, kw_only=True):
    """wanted_id: of a stored session, or of the new one where there is none. state: to go on with
    instead; where the store has a session of its id, that one is opened: it was written later."""

    wanted_id: str = ""
    state: SavedState | None = None


async def open_first_session(
    controller: Controller, store: SessionStore | None, first: FirstSession
) -> tuple[str, ...]:
    """Open it; returns what to tell. Raises `SessionError`."""
    if first.state is not None:
        return await _open_state(controller, store, first.state)
    if store is None:
        await controller.open_first(new_id=first.wanted_id)
        return ()
    try:
        await controller.open_first(first.wanted_id)
    except SessionNotFound:
        if first.wanted_id and isinstance(store, NamingStore):
            store.check_id(first.wanted_id)  # later on it would be kept in memory only
        await controller.open_first(new_id=first.wanted_id)
    except SessionCorrupt as error:
        await controller.open_first()
        return (f"{error} This is a new session, with an id of its own.",)
    return ()


async def _open_state(
    controller: Controller, store: SessionStore | None, state: SavedState
) -> tuple[str, ...]:
    if store is None:
        controller.open_state(state)
        return ()
    write = partial(_write_missing, store, state)
    is_written = await anyio.to_thread.run_sync(write, limiter=anyio.CapacityLimiter(1))
    await controller.open_first(state.session.id)
    if is_written:
        return ()
    return ("The store has this session already, so it goes on from there.",)


def _write_missing(store: SessionStore, state: SavedState) -> bool:
    """Put the state into the store. False when the store has its session. Raises `SessionError`."""
    try:
        store.load(state.session.id)
    except SessionNotFound:
        pass
    else:
        return False
    with whole_session(store, state.info) as journal:
        for message in state.messages:
            journal.append_message(message)
        journal.append_queue(state.queued)
        journal.append_waiting(state.waiting)
        journal.save_draft(state.draft, state.draft_extras)
        journal.close("imported")
    return True
