"""The prompts of all sessions, as the screen sees them: nothing here waits for the disk."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress

from agent_tui.errors import SessionStorageFailed
from agent_tui.protocol.past_prompts import PastPrompt, PromptBatch, PromptStore
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.outside.outside_host import OutsideHost
from agent_tui.ui.render.counted import counted


class PastPrompts:
    """Use on the UI loop. make_store: called once, in a thread; None where nothing is kept. What
    fails is told once, as a notice."""

    def __init__(self, host: OutsideHost, make_store: Callable[[], PromptStore] | None) -> None:
        self._host = host
        self._make_store = make_store
        self._store: PromptStore | None = None
        self._turn = asyncio.Lock()  # prompts are kept in their order
        self._told: set[str] = set()

    def remember(self, text: str, *, workspace: str, session_id: str) -> None:
        """Keep a prompt that was sent now."""
        if self._make_store is not None:
            sent_at = time.time()
            self._host.in_background(
                self._remember(
                    PastPrompt(
                        text=text, sent_at=sent_at, workspace=workspace, session_id=session_id
                    )
                )
            )

    async def newest_first(self) -> AsyncIterator[tuple[PastPrompt, ...]]:
        """All prompts, in batches."""
        store = await self._opened_store()
        if store is None:
            return
        batches, damaged_lines = store.newest_first(), 0
        try:
            while (batch := await asyncio.to_thread(_next, batches)) is not None:
                damaged_lines += batch.damaged_lines
                yield batch.prompts
        except SessionStorageFailed as error:
            self._warn("Past prompts cannot be read", str(error))
        finally:
            with suppress(ValueError):  # a thread is still reading: it closes with the last user
                batches.close()
        if damaged_lines:
            skipped = f"{counted(damaged_lines, 'line')} of the file could not be read and stay as"
            self._warn("Some past prompts are missing", f"{skipped} they are.")

    async def _remember(self, prompt: PastPrompt) -> None:
        async with self._turn:
            store = await self._opened_store()
            if store is None:
                return
            try:
                await asyncio.to_thread(store.add, prompt)
            except SessionStorageFailed as error:
                self._warn("Prompts are not remembered for other sessions", str(error))

    async def _opened_store(self) -> PromptStore | None:
        if self._store is None and self._make_store is not None:
            self._store = await asyncio.to_thread(self._make_store)
        return self._store

    def _warn(self, title: str, text: str) -> None:
        if title not in self._told:
            self._told.add(title)
            self._host.show_notice(NoticeLevel.WARNING, title, text)


def _next(batches: Iterator[PromptBatch]) -> PromptBatch | None:
    return next(batches, None)
