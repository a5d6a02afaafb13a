"""A provider whose requests the hooks see first: for those beside the turns, summaries and
titles."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace

from agent_tui.engine.hooks.request_check import checked_request
from agent_tui.engine.hooks.session_hooks import SessionHooks
from agent_tui.engine.turns.endpoint import Endpoint
from agent_tui.engine.turns.streaming import closed_stream
from agent_tui.errors import ProviderError
from agent_tui.protocol.hook_answers import Stop
from agent_tui.protocol.hook_contexts import RequestContext
from agent_tui.protocol.ports import Provider
from agent_tui.protocol.requests import ModelRequest, StreamItem


class RequestRefused(ProviderError):
    """A hook stopped a request that belongs to no turn. Never retried."""

    title = "A hook refused the request"


class HookedProvider:
    """Implements `Provider`. purpose: see `RequestContext`."""

    def __init__(self, provider: Provider, hooks: SessionHooks, purpose: str) -> None:
        self._provider, self._hooks, self._purpose = provider, hooks, purpose

    @property
    def name(self) -> str:
        """See `Provider`."""
        return self._provider.name

    async def stream(self, request: ModelRequest) -> AsyncIterator[StreamItem]:
        """See `Provider`. Raises `RequestRefused`."""

        def context(request: ModelRequest) -> RequestContext:
            return self._hooks.context(RequestContext, request=request, purpose=self._purpose)

        checked = await checked_request(self._hooks, request, context, tell=self._hooks.tell)
        if isinstance(checked, Stop):
            raise RequestRefused(checked.reason, provider=self.name, model=request.model)
        async with closed_stream(self._provider.stream(checked)) as items:
            async for item in items:
                yield item

    async def list_models(self) -> tuple[str, ...]:
        """See `Provider`."""
        return await self._provider.list_models()

    async def aclose(self) -> None:
        """See `Provider`."""
        await self._provider.aclose()


def hooked(
    endpoint: Callable[[], Endpoint], hooks: SessionHooks, purpose: str
) -> Callable[[], Endpoint]:
    """The same endpoints, with hooks before their requests."""

    def hooked_endpoint() -> Endpoint:
        plain = endpoint()
        return replace(plain, provider=HookedProvider(plain.provider, hooks, purpose))

    return hooked_endpoint
