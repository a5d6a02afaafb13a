"""What a runtime without a screen is made of."""

from __future__ import annotations

import os

from agent_tui.config.engine_options import EngineOptions
from agent_tui.config.provider_config import ProviderConfig
from agent_tui.config.settings import Settings
from agent_tui.lifecycle.provider_source import provider_source
from agent_tui.lifecycle.runtime_parts import RuntimeParts
from agent_tui.lifecycle.tool_setup import ToolSetup
from agent_tui.protocol.ports import Provider
from agent_tui.storage.paths import default_paths


def headless_parts(
    settings: Settings,
    options: EngineOptions,
    tools: ToolSetup,
    provider: Provider | ProviderConfig | None,
) -> RuntimeParts:
    """The parts of a new session that is kept in memory. provider: None means what the settings
    say. Raises `ConfigError`."""
    providers = provider_source(settings, os.environ, provider=provider)
    return RuntimeParts(
        options=options,
        providers=providers,
        tools=tools,
        protected=default_paths(os.environ).protected,
        on_open=providers.warm_up,
        grace_s=settings.shutdown_grace_s,
    )
