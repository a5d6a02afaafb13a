"""Which rate limiter stands before which endpoint."""

from __future__ import annotations

import threading
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from agent_tui.config.engine_options import EngineOptions
from agent_tui.config.provider_config import ProviderConfig
from agent_tui.protocol.usage import Usage

if TYPE_CHECKING:
    # Loaded when something is limited.
    from agent_tui.engine.limits.rate_limiter import RateLimiter

LimiterFor = Callable[[ProviderConfig], "RateLimiter | None"]
"""The limiter of an endpoint, None for as many requests as one likes."""


def unlimited(_config: ProviderConfig) -> None:
    """No endpoint has a limiter."""


class EndpointLimits:
    """One limiter for each endpoint and key, with the limits that the settings name.

    Thread-safe. Kept as long as the program runs: a limit of so many requests per minute holds for
    agents that follow each other, too.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._limiters: dict[tuple[str, str, int, int], RateLimiter] = {}

    def limiter(self, config: ProviderConfig, requests: int, tokens: int) -> RateLimiter:
        """The limiter, made by the first call. requests, tokens: per minute, not both 0."""
        # Deferred: see above.
        from agent_tui.engine.limits.rate_limiter import RateLimiter

        key = (config.base_url or config.name, config.api_key, requests, tokens)
        with self._lock:
            if key not in self._limiters:
                self._limiters[key] = RateLimiter(
                    requests_per_minute=requests, tokens_per_minute=tokens
                )
            return self._limiters[key]


_OF_THIS_PROCESS = EndpointLimits()


def limiters_of(
    options: EngineOptions,
    of_host: RateLimiter | None = None,
    shared: EndpointLimits = _OF_THIS_PROCESS,
) -> LimiterFor:
    """What limits the requests of one engine. of_host: a host's own limiter, for all endpoints.
    shared: where engines with the same settings find the same limiter."""
    requests, tokens = options.requests_per_minute, options.tokens_per_minute
    if of_host is not None:
        return lambda _: of_host
    if requests or tokens:
        return lambda config: shared.limiter(config, requests, tokens)
    return unlimited


class Allowance:
    """That a request may be sent. Set is_sent just before it is, else everything is given back.
    usage: of the answer, set when it is known; None leaves the estimate."""

    def __init__(self) -> None:
        self.is_sent = False
        self.usage: Usage | None = None


@asynccontextmanager
async def allowed(
    limiter: RateLimiter | None,
    tokens: Callable[[], int],
    *,
    on_wait: Callable[[float], object] | None = None,
) -> AsyncGenerator[Allowance]:
    """Wait until one request may be sent, and settle behind it. tokens: estimates what it sends.
    on_wait: see `RateLimiter.aacquire`. Cancelling ends the wait."""
    allowance = Allowance()
    if limiter is None:
        yield allowance
        return
    reservation = await limiter.aacquire(tokens(), on_wait=on_wait)
    try:
        yield allowance
    finally:
        if not allowance.is_sent:
            reservation.give_back()
        elif allowance.usage is not None and allowance.usage.total_tokens:
            reservation.settle(allowance.usage.total_tokens)
