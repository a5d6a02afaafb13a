"""The stream of a request beside the conversation, behind the rate limiter like every other."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from math import ceil

from agent_tui.engine.limits.request_limits import Allowance, allowed
from agent_tui.engine.turns.context_window import estimated_tokens
from agent_tui.engine.turns.endpoint import Endpoint
from agent_tui.engine.turns.streaming import answer_items, closed_stream
from agent_tui.protocol.requests import ModelRequest, StreamItem, UsageReported


@asynccontextmanager
async def limited_stream(
    endpoint: Endpoint, request: ModelRequest
) -> AsyncGenerator[AsyncIterator[StreamItem]]:
    """Wait until the request may be sent, and give its stream, which is closed behind the block."""

    def tokens() -> int:
        return ceil(estimated_tokens(request.messages, request.system))

    async with allowed(endpoint.limiter, tokens) as may:
        may.is_sent = True
        async with (
            closed_stream(answer_items(endpoint.provider, request)) as items,
            closed_stream(_noted(items, may)) as noted,
        ):
            yield noted


async def _noted(items: AsyncIterator[StreamItem], may: Allowance) -> AsyncIterator[StreamItem]:
    async for item in items:
        if isinstance(item, UsageReported):
            may.usage = item.usage
        yield item
