"""A provider's stream: always closed, and what it does wrong is an error of the request."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import get_args

import anyio

from agent_tui.engine.foreign_code import is_own_end
from agent_tui.errors import AgentTuiError, ProviderProtocolError
from agent_tui.protocol.ports import Provider
from agent_tui.protocol.requests import (
    ModelRequest,
    StreamItem,
    TextDelta,
    ThinkingDelta,
    UsageReported,
)
from agent_tui.protocol.usage import Usage

logger = logging.getLogger(__name__)

_ITEMS = get_args(StreamItem)

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


async def answer_items(
    provider: Provider, request: ModelRequest
) -> AsyncGenerator[StreamItem, None]:
    """What the provider streams. A host's own may raise anything, and yield anything: that becomes
    a `ProviderProtocolError`, which names it, and the engine goes on."""
    try:
        async with closed_stream(provider.stream(request)) as items:
            async for item in items:
                if not _fits(item):
                    name = type(item).__name__
                    raise TypeError(f"{name} is no StreamItem, or has no fitting content")
                yield item
    except AgentTuiError:
        raise
    except BaseException as error:
        if is_own_end(error):
            raise
        logger.exception("The provider %s failed", provider.name)
        raise ProviderProtocolError(
            f"The provider {provider.name} broke off with {type(error).__name__}, which is none of "
            "its errors: a mistake in its code. Details are in the log.",
            provider=provider.name,
            model=request.model,
        ) from error


def _fits(item: object) -> bool:
    """Whether the engine can take it: what cannot be taken would break it only later, where nobody
    could say whose mistake it is. None in the place of a content stands for nothing."""
    match item:
        case TextDelta(text=content) | ThinkingDelta(text=content):
            return content is None or isinstance(content, str)
        case UsageReported(usage=usage):
            return usage is None or isinstance(usage, Usage)
    return isinstance(item, _ITEMS)
