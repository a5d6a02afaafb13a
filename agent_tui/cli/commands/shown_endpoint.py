"""The endpoint that comes of the settings, as rows; never a key."""

from __future__ import annotations

from collections.abc import Iterator

from agent_tui.config.provider_config import ProviderConfig
from agent_tui.config.shown_settings import ShownSetting


def shown_endpoint(config: ProviderConfig) -> Iterator[ShownSetting]:
    """What comes of the settings: the endpoint that will be talked to."""
    key = f"(set, from {config.api_key_env})" if config.api_key_env else "(set)"
    values = {
        "provider": config.name,
        "base_url": config.base_url,
        "model": config.model,
        "key": key if config.api_key else "(none)",
    }
    for name, value in values.items():
        yield ShownSetting(name=f"endpoint.{name}", value=value, origin="resolved")
