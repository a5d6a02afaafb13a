"""Which provider and model a session uses."""

from __future__ import annotations

from msgspec.structs import replace

from agent_tui.config.provider_config import ProviderConfig
from agent_tui.engine.provider_pool import ProviderPool
from agent_tui.engine.provider_source import ProviderSource
from agent_tui.engine.turns.endpoint import Endpoint, Sight
from agent_tui.errors import ConfigError
from agent_tui.protocol.ports import Provider


class ModelChoice:
    """A choice that may change at any time; the next step uses it. Use on the controller's loop."""

    def __init__(
        self, source: ProviderSource, pool: ProviderPool, config: ProviderConfig | None
    ) -> None:
        self._source, self._pool = source, pool
        self._config = config
        self._provider: Provider | None = None
        self._is_own = False  # a host brought the provider, which the source does not know
        self._retired: list[Provider] = []
        self._sights: dict[tuple[str, str], Sight] = {}  # by address and model

    @property
    def config(self) -> ProviderConfig | None:
        """The endpoint in use; None when nothing is configured."""
        return self._config

    @property
    def provider_name(self) -> str:
        """Preset or profile, "" when nothing is configured."""
        return self._config.name if self._config else ""

    @property
    def model(self) -> str:
        """The model's name, "" when none is chosen."""
        return self._config.model if self._config else ""

    @property
    def context_window(self) -> int:
        """Tokens the model can take, 0 when unknown."""
        return self._config.context_window_of(self._config.model) if self._config else 0

    def endpoint(self) -> Endpoint:
        """What to send the next request to. Raises `ConfigError`."""
        if self._config is None:
            raise ConfigError("No provider is configured.")
        if self._provider is None:
            self._provider = self._pool.acquire(self._config)
        sight = self._sights.setdefault((self._config.base_url, self._config.model), Sight())
        limiter = self._pool.limiter_for(self._config)
        return Endpoint(self._provider, self._config.model, self.context_window, sight, limiter)

    def choose(self, model: str, provider: str = "") -> bool:
        """Use another model, with `provider` another provider too. False when nothing is
        configured.

        Raises `ConfigError` for an unknown provider; the old choice stays then.
        """
        if self._is_own and self._config and provider in ("", self._config.name):
            self._config = replace(self._config, model=model or self._config.model)
            return True
        config = self._source.config_for(provider or self.provider_name, model)
        if config is None:
            return False
        if self._is_own or not _is_same_endpoint(self._config, config):
            self._retire()
        self._config = config
        return True

    def use(self, provider: Provider, config: ProviderConfig) -> None:
        """Talk to this provider, which the session closes when it takes another one."""
        if provider is not self._provider:
            self._retire()
            self._pool.adopt(provider, config)
        self._provider, self._config, self._is_own = provider, config, True

    async def close_retired(self) -> None:
        """Give back the providers of former choices. Not while a turn runs: it may still read
        there."""
        retired, self._retired = self._retired, []
        for provider in retired:
            await self._pool.release(provider)

    async def close(self) -> None:
        """Give everything back; the session is closed."""
        self._retire()
        await self.close_retired()

    def _retire(self) -> None:
        if self._provider is not None:
            self._retired.append(self._provider)
        self._provider, self._is_own = None, False


def _is_same_endpoint(one: ProviderConfig | None, other: ProviderConfig) -> bool:
    return one is not None and replace(one, model=other.model) == other
