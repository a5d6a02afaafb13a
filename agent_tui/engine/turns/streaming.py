"""A provider's stream that is always closed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio

from agent_tui.protocol.requests import StreamItem

CLOSE_LIMIT_S = 1.0  # how long a provider may take to close a stream that was left early


@asynccontextmanager
async def closed_stream(
    items: AsyncIterator[StreamItem],
) -> AsyncIterator[AsyncIterator[StreamItem]]:
    """Give the stream to the block and close it behind it, however the block is left."""
    try:
        yield items
    finally:
        # Only generators have `aclose`; for one that has ended it does nothing.
        aclose = getattr(items, "aclose", None)
        if aclose is not None:
            with anyio.move_on_after(CLOSE_LIMIT_S, shield=True):
                await aclose()
