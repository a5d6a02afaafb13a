"""Whether the default provider can be used, before the first prompt needs it."""

from __future__ import annotations

import random

import anyio

from agent_tui.engine.foreign_code import is_own_end
from agent_tui.engine.provider_pool import close_provider
from agent_tui.engine.provider_source import ProviderSource
from agent_tui.engine.turns.retry import retry_delay_s, should_retry
from agent_tui.errors import AgentTuiError, ProviderProtocolError, RateLimited
from agent_tui.lifecycle.provider_source import OneProvider
from agent_tui.protocol.ports import Provider

MAX_ATTEMPTS = 4  # of the request, when the provider says "later"


class ProviderCheck:
    """The steps `metadata` and `authenticate` of a start. Use on the engine's loop.

    is_strict: what is configured wrongly fails the start; else the first prompt says so.
    asks_server: one request for the list of models, too.
    """

    def __init__(self, source: ProviderSource, *, is_strict: bool, asks_server: bool) -> None:
        self._source, self._is_strict, self._asks_server = source, is_strict, asks_server

    async def identify(self) -> None:
        """Who the provider is, and that its settings, address and key included, are whole; nothing
        is sent. Raises `ConfigError`."""
        if self._is_strict:
            self._source.config_for("", "")

    async def authenticate(self) -> None:
        """Ask the server whether it takes the key, when that is wished. A full server is asked
        again, a refused key never. Raises `ProviderError`."""
        config = self._source.config_for("", "") if self._asks_server else None
        if config is None:
            return
        provider = self._source.build(config)
        try:
            await _list_models(provider)
        finally:
            if not isinstance(self._source, OneProvider):  # that one is used by the session, too
                await close_provider(provider)


async def _list_models(provider: Provider) -> None:
    attempt = 1
    while True:
        try:
            await provider.list_models()
        except RateLimited as error:
            if not should_retry(error, attempt=attempt, max_attempts=MAX_ATTEMPTS):
                raise
            await anyio.sleep(retry_delay_s(attempt, error, jitter=random.random))
        except AgentTuiError:
            raise
        except BaseException as error:
            if is_own_end(error):
                raise
            raise ProviderProtocolError(
                f"The provider {provider.name} failed with {type(error).__name__}: {error}. Report "
                "it to whoever wrote it, or start with checks_connection=False.",
                provider=provider.name,
            ) from error
        else:
            return
        attempt += 1
