"""A model that can be held up in the middle of an answer."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from concurrent.futures import Future
from contextlib import aclosing

from agent_tui.agent.waiting import is_done
from agent_tui.protocol.requests import ModelRequest, StreamItem
from tests.agent.instant_provider import InstantProvider


class WaitingProvider(InstantProvider):
    """The answer to "x" is "re: x". When x begins with "wait", it does not end before `go_on()`."""

    def __init__(self) -> None:
        super().__init__()
        self._may_end = Future[None]()

    def go_on(self) -> None:
        """Let all answers end, now and later. Thread-safe."""
        self._may_end.set_result(None)

    async def stream(self, request: ModelRequest) -> AsyncGenerator[StreamItem]:
        """See `Provider.stream`."""
        async with aclosing(super().stream(request)) as items:
            async for item in items:
                yield item
                if self.prompts[-1].startswith("wait"):
                    await is_done(self._may_end)
