"""What a runtime without a screen is made of."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from agent_tui.config.configured_secrets import configured_secrets
from agent_tui.config.origins import Origin
from agent_tui.config.provider_config import ProviderConfig
from agent_tui.config.settings import Settings
from agent_tui.lifecycle.provider_source import provider_source
from agent_tui.lifecycle.runtime_parts import RuntimeParts, engine_options
from agent_tui.lifecycle.telemetry_file import telemetry_of
from agent_tui.lifecycle.tool_setup import ToolSetup
from agent_tui.protocol.ports import Provider
from agent_tui.protocol.secrets import KnownSecrets
from agent_tui.providers import build_provider
from agent_tui.storage.paths import default_paths

if TYPE_CHECKING:
    # Most hosts have no use for one.
    from agent_tui.lifecycle.engine_worker import EngineWorker


def headless_parts(  # noqa: PLR0913 (keyword-only: what the door was told)
    settings: Settings,
    *,
    cwd: Path,
    tools: ToolSetup,
    provider: Provider | ProviderConfig | None,
    keeps_stored_model: bool,
    keeps_stored_mode: bool,
    origins: Mapping[str, Origin] | None,
    worker: EngineWorker | None = None,
) -> RuntimeParts:
    """The parts of a new session that is kept in memory. provider: None means what the settings
    say. worker: shared with other agents, and so are the connections of endpoints; None for a
    thread of its own. Raises `ConfigError`."""
    options = engine_options(
        settings,
        cwd,
        keeps_stored_model=keeps_stored_model,
        keeps_stored_mode=keeps_stored_mode,
        origins=origins,
        auto_follow_ups=0,  # programs send as many prompts in a row as they like
        holds_queue=False,  # and nobody looks at a queue that waits
    )
    endpoints = (provider,) if isinstance(provider, ProviderConfig) else ()
    build = worker.providers.build if worker is not None else build_provider
    providers = provider_source(settings, os.environ, provider=provider, build=build)
    return RuntimeParts(
        options=options,
        providers=providers,
        tools=tools,
        protected=default_paths(os.environ).protected,
        on_open=providers.warm_up,
        make_secrets=lambda: KnownSecrets(configured_secrets(settings, os.environ, *endpoints)),
        grace_s=settings.shutdown_grace_s,
        checks_provider=True,
        worker=worker,
        telemetry=telemetry_of(settings),
    )
