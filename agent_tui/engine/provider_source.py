"""Where the engine gets its providers from; the runtime implements it."""

from __future__ import annotations

from typing import Protocol

from agent_tui.config.provider_config import ProviderConfig
from agent_tui.protocol.ports import Provider


class ProviderSource(Protocol):
    """Knows which providers are configured, and builds them."""

    def config_for(self, name: str, model: str) -> ProviderConfig | None:
        """The endpoint for a preset or profile; name "": the default one; model "": its default
        model.

        None when nothing is configured. Raises `ConfigError` for a name that nobody configured.
        """
        ...

    def build(self, config: ProviderConfig) -> Provider:
        """A provider for this endpoint; opens no connection yet. Raises `ConfigError`."""
        ...
