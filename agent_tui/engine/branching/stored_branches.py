"""The branches of one session as its store has them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import anyio
import anyio.to_thread

from agent_tui.engine.branching import branch_notices
from agent_tui.engine.journal.journal_writer import JournalWriter
from agent_tui.engine.sessions import session_notices
from agent_tui.engine.sessions.session_state import SessionState
from agent_tui.engine.turns.history_state import HistoryState
from agent_tui.errors import SessionError
from agent_tui.protocol.branch_ports import BranchingStore, BranchStore
from agent_tui.protocol.branches import TreeTurn
from agent_tui.protocol.failures import failure_from
from agent_tui.protocol.ports import SessionStore

_Result = TypeVar("_Result")


class StoredBranches:
    """Use on the controller's loop. Reads in a thread, what waits is written first. Failures become
    notices."""

    def __init__(
        self, store: SessionStore | None, state: SessionState, journal: JournalWriter
    ) -> None:
        self._branches = store.branches if isinstance(store, BranchingStore) else None
        self._state, self._journal = state, journal

    @property
    def source(self) -> BranchStore | None:
        """The store, while all of the session stands in it; None else."""
        is_there = bool(self._state.info.path) and self._journal.is_written
        return self._branches if is_there else None

    async def written_source(self) -> BranchStore | None:
        """Like `source`, once what waits was written."""
        if self.source is None:
            await self._journal.sync()
        return self.source

    async def read(self, tip: str) -> HistoryState | None:
        """The history that ends with this message, on whatever branch; None, with a notice, when it
        cannot be read."""
        source = await self.written_source()
        if source is None:
            self._state.publish(branch_notices.only_stored_branches())
            return None
        messages = await self._in_thread(partial(source.branch, self._state.info.id, tip))
        return None if messages is None else HistoryState(*messages.split(len(messages)))

    async def tree(self) -> tuple[TreeTurn, ...] | None:
        """The turns of all branches; None when the session is not stored, or cannot be read, which
        a notice says."""
        source = await self.written_source()
        if source is None:
            return None
        return await self._in_thread(partial(source.tree, self._state.info.id))

    async def _in_thread(self, read: Callable[[], _Result]) -> _Result | None:
        try:
            return await anyio.to_thread.run_sync(
                read, limiter=anyio.CapacityLimiter(1), abandon_on_cancel=True
            )
        except SessionError as error:
            self._state.publish(session_notices.failure_notice(failure_from(error)))
            return None
