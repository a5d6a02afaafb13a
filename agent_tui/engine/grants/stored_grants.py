"""The grants that outlive a session, as this engine knows them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import anyio
import anyio.to_thread

from agent_tui.errors import SessionStorageFailed
from agent_tui.protocol.permissions import Effect, Grant
from agent_tui.protocol.ports import GrantStore

Result = TypeVar("Result")


class StoredGrants:
    """Shared by all sessions of an engine. Use on the controller's loop; the store itself is used
    in a thread."""

    def __init__(self, store: GrantStore | None) -> None:
        self._store = store
        self._known: dict[str, tuple[Grant, ...]] = {}
        self._limiter: anyio.CapacityLimiter | None = None

    @property
    def can_keep(self) -> bool:
        """False when no grant outlives its session here."""
        return self._store is not None

    def of(self, workspace: str) -> tuple[Grant, ...]:
        """What was known after the last `refresh`, `add` or `remove`."""
        return self._known.get(workspace, ())

    async def refresh(self, workspace: str) -> None:
        """Read them again: other processes add and revoke, too. Raises `SessionStorageFailed`, and
        then only the known denials still hold."""
        if self._store is None:
            return
        try:
            self._known[workspace] = await self._in_thread(partial(self._store.load, workspace))
        except SessionStorageFailed:
            denials = (grant for grant in self.of(workspace) if grant.effect is Effect.DENY)
            self._known[workspace] = tuple(denials)
            raise

    async def add(self, grant: Grant, workspace: str) -> None:
        """Keep a grant of scope PROJECT or USER. Raises `SessionStorageFailed`."""
        if self._store is not None:
            await self._in_thread(partial(self._store.add, grant, workspace))
            self._known[workspace] = (*self.of(workspace), grant)

    async def remove(self, grant_id: str) -> None:
        """Forget a grant, in all workspaces. Raises `SessionStorageFailed`."""
        if self._store is not None:
            await self._in_thread(partial(self._store.remove, grant_id))
            for workspace, grants in self._known.items():
                kept = tuple(grant for grant in grants if grant.id != grant_id)
                self._known[workspace] = kept

    async def _in_thread(self, use: Callable[[], Result]) -> Result:
        # Private, and made on first use because it belongs to a loop.
        if self._limiter is None:
            self._limiter = anyio.CapacityLimiter(1)
        return await anyio.to_thread.run_sync(use, limiter=self._limiter, abandon_on_cancel=True)
