"""Opens a session that begins with the history of another one."""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from agent_tui.engine.branching.fork_origin import ForkOrigin
from agent_tui.engine.branching.fork_title import fork_title
from agent_tui.engine.journal.whole_session import whole_session
from agent_tui.engine.turns.history_state import HistoryState
from agent_tui.errors import SessionError, SessionStorageFailed
from agent_tui.protocol.branch_inputs import ForkSession
from agent_tui.protocol.branch_ports import BranchStore
from agent_tui.protocol.ids import new_id
from agent_tui.protocol.ports import SessionJournal, SessionStore, StoredSession
from agent_tui.protocol.sessions import SessionInfo

if TYPE_CHECKING:
    from agent_tui.engine.sessions.session import Session


def forked(
    source: StoredSession, history: HistoryState, *, new_id: str, now: float
) -> StoredSession:
    """What the fork is before anything is read or written. source: its info, grants and pins."""
    info = source.info
    return StoredSession(
        info=SessionInfo(
            id=new_id,
            cwd=info.cwd,
            title=fork_title(info.title),
            provider=info.provider,
            model=info.model,
            created=now,
            updated=now,
            message_count=len(history),
            context_tokens=info.context_tokens,
            is_context_estimated=True,
            usage=info.usage,
            permission_mode=info.permission_mode,
            forked_from=info.id,
        ),
        grants=source.grants,
        pins=source.pins,
    )


def fork_origin(
    store: SessionStore | None,
    branches: BranchStore | None,
    source: StoredSession,
    history: HistoryState,
) -> ForkOrigin:
    """branches: the store when all of the source stands in it; else the fork is written from
    memory, without the source's other branches."""
    if store is None:
        return ForkOrigin(history, None)
    return ForkOrigin(history, partial(_create, store, branches, source, history))


def _create(
    store: SessionStore,
    branches: BranchStore | None,
    source: StoredSession,
    history: HistoryState,
    info: SessionInfo,
) -> SessionJournal:
    if branches is not None:
        try:
            return branches.fork(source.info.id, info, history.tip)
        except SessionStorageFailed:
            raise  # the disk refuses, and would refuse again
        except SessionError:
            pass  # the source is damaged, of a newer version, or gone: memory has the history
    with whole_session(store, info) as journal:
        for message in chain(history.earlier, history.recent):
            journal.append_message(message)
        journal.append_grants(source.grants)
        journal.append_pins(source.pins)
    return journal


async def fork_of(
    source: Session, wish: ForkSession, store: SessionStore | None, now: float
) -> tuple[StoredSession, ForkOrigin] | None:
    """What `wish` asks of this session; None, with a notice, when there is no such place in it.
    Raises `SessionError` when its history cannot be read."""
    branches = source.branches
    await branches.until_whole()
    history = await branches.state_at(wish.message_id) if wish.message_id else branches.present
    if history is None:
        return None
    stored = forked(source.kept, history, new_id=wish.new_id or new_id(), now=now)
    return stored, fork_origin(store, await branches.fork_source(), source.kept, history)
