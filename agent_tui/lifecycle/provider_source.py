"""Where the engine gets its providers: by name from the settings, or one fixed provider of a
host."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from agent_tui.config.provider_config import ProviderConfig
from agent_tui.config.provider_resolution import resolve_provider
from agent_tui.config.settings import Settings
from agent_tui.engine.provider_source import ProviderSource
from agent_tui.errors import ConfigError
from agent_tui.protocol.ports import Provider
from agent_tui.providers import build_provider


class SettingsProviders:
    """Resolves names through settings, presets and profiles. Bound to no loop, changes nothing."""

    def __init__(
        self,
        settings: Settings,
        environ: Mapping[str, str],
        build: Callable[[ProviderConfig], Provider],
    ) -> None:
        self._settings, self._environ, self._build = settings, environ, build

    def config_for(self, name: str, model: str) -> ProviderConfig | None:
        """See `ProviderSource`."""
        return resolve_provider(self._settings, self._environ, name=name, model=model)

    def build(self, config: ProviderConfig) -> Provider:
        """See `ProviderSource`."""
        return self._build(config)


class OneProvider:
    """A single provider that a host hands in; it may change models, not providers."""

    def __init__(self, provider: Provider, *, config: ProviderConfig) -> None:
        self._provider, self._config = provider, config

    def config_for(self, name: str, model: str) -> ProviderConfig | None:
        """Raises `ConfigError` for any other provider's name."""
        if name not in ("", self._provider.name):
            raise ConfigError(
                f"This application talks to {self._provider.name} only; {name!r} is not on offer.",
                key="provider",
            )
        return replace(self._config, model=model or self._config.model)

    def build(self, config: ProviderConfig) -> Provider:
        """The host's provider, whatever the model."""
        del config
        return self._provider


def provider_source(
    settings: Settings,
    environ: Mapping[str, str],
    *,
    provider: Provider | ProviderConfig | None = None,
) -> ProviderSource:
    """The host's own provider or endpoint if there is one, else what the settings say."""
    if isinstance(provider, ProviderConfig):
        return OneProvider(build_provider(provider), config=provider)
    if provider is not None:
        config = ProviderConfig(name=provider.name, model=settings.model or provider.name)
        return OneProvider(provider, config=config)
    return SettingsProviders(settings, environ, build_provider)
