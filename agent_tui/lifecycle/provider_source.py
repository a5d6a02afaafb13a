"""Where the engine gets its providers: by name from the settings, or one fixed provider of a
host."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Mapping

from msgspec.structs import replace

from agent_tui.config.provider_config import ProviderConfig
from agent_tui.config.provider_resolution import resolve_provider
from agent_tui.config.settings import Settings
from agent_tui.errors import ConfigError, ProviderError
from agent_tui.protocol.ports import Provider
from agent_tui.providers import build_provider, can_warm_up, warm_up

Builder = Callable[[ProviderConfig], Provider]


class SettingsProviders:
    """Resolves names through settings, presets and profiles. Bound to no loop."""

    def __init__(
        self, settings: Settings, environ: Mapping[str, str], build: Builder = build_provider
    ) -> None:
        self._settings, self._environ, self._build = settings, environ, build
        self._warm: tuple[ProviderConfig, Provider] | None = None

    def config_for(self, name: str, model: str) -> ProviderConfig | None:
        """See `ProviderSource`."""
        return resolve_provider(self._settings, self._environ, name=name, model=model)

    def build(self, config: ProviderConfig) -> Provider:
        """See `ProviderSource`. The provider that was warmed up is given away once."""
        warm, self._warm = self._warm, None
        if warm is not None and replace(warm[0], model=config.model) == config:
            return warm[1]
        return self._build(config)

    def warm_up(self) -> None:
        """Build the default provider and load what its first request needs, on a thread of its
        own."""
        try:
            config = self.config_for("", "")
        except ConfigError:
            return  # told when a session is opened
        if config is None:
            return
        provider = self._build(config)
        self._warm = (config, provider)
        _warm_up_soon(provider)


def _warm_up_soon(provider: Provider) -> None:
    if can_warm_up(provider):
        threading.Thread(
            target=_warmed_up, args=(provider,), name="agent-tui-warm-up", daemon=True
        ).start()


def _warmed_up(provider: Provider) -> None:
    # What cannot work is said by the first request, with the prompt kept.
    with contextlib.suppress(ProviderError, ConfigError):
        warm_up(provider)


class OneEndpoint(SettingsProviders):
    """A single endpoint that a host configured; it may change models, not providers."""

    def __init__(self, config: ProviderConfig, build: Builder = build_provider) -> None:
        super().__init__(Settings(), {}, build)
        self._config = config

    def config_for(self, name: str, model: str) -> ProviderConfig | None:
        """Raises `ConfigError` for any other provider's name."""
        return _only(self._config, self._config.name, name, model)


class OneProvider:
    """A single provider that a host hands in; it may change models, not providers."""

    def __init__(self, provider: Provider, *, config: ProviderConfig) -> None:
        self._provider, self._config = provider, config

    def config_for(self, name: str, model: str) -> ProviderConfig | None:
        """Raises `ConfigError` for any other provider's name."""
        return _only(self._config, self._provider.name, name, model)

    def build(self, config: ProviderConfig) -> Provider:
        """The host's provider, whatever the model."""
        del config
        return self._provider

    def warm_up(self) -> None:
        """Load what the first request needs, on a thread of its own."""
        _warm_up_soon(self._provider)


def provider_source(
    settings: Settings,
    environ: Mapping[str, str],
    *,
    provider: Provider | ProviderConfig | None = None,
    build: Builder = build_provider,
) -> SettingsProviders | OneProvider:
    """The host's own provider or endpoint if there is one, else what the settings say. build: makes
    the provider of an endpoint."""
    if isinstance(provider, ProviderConfig):
        return OneEndpoint(provider, build)
    if provider is not None:
        config = ProviderConfig(name=provider.name, model=settings.model or provider.name)
        return OneProvider(provider, config=config)
    return SettingsProviders(settings, environ, build)


def _only(config: ProviderConfig, own_name: str, name: str, model: str) -> ProviderConfig:
    if name not in ("", own_name):
        raise ConfigError(
            f"This application talks to {own_name} only; {name!r} is not on offer.", key="provider"
        )
    return replace(config, model=model or config.model)
