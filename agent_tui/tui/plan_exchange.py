"""What a plan says about secrets, and about sessions that go to files and come from them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from agent_tui.config.provider_config import ProviderConfig
from agent_tui.storage.paths import Paths
from agent_tui.tui.plan import TuiPlan

if TYPE_CHECKING:
    # Wanted on the worker only, after the first picture.
    from agent_tui.protocol.exchange_ports import SessionExchange
    from agent_tui.protocol.secrets import KnownSecrets


def secret_values(plan: TuiPlan) -> tuple[str, ...]:
    """All keys that are configured."""
    # Deferred: the first picture does not wait for it.
    from agent_tui.config.configured_secrets import configured_secrets

    provider = plan.provider
    endpoints = (provider,) if isinstance(provider, ProviderConfig) else ()
    return configured_secrets(plan.settings, os.environ, *endpoints)


def known_secrets(plan: TuiPlan) -> KnownSecrets:
    """What hides them."""
    # Deferred: see above.
    from agent_tui.protocol.secrets import KnownSecrets

    return KnownSecrets(secret_values(plan))


def session_exchange(plan: TuiPlan, paths: Paths) -> SessionExchange:
    """What exports and imports sessions beside a running screen."""
    # Deferred: most runs never need it.
    from agent_tui.lifecycle.exchange.disk_exchange import DiskExchange
    from agent_tui.lifecycle.exchange.page_theme import page_colours, shipped_themes
    from agent_tui.storage.journal.slices import Slices

    folders = (paths.config_dir / "themes", shipped_themes())
    return DiskExchange(
        program=f"{plan.name} {plan.version}".strip(),
        secrets=known_secrets(plan),
        colours=lambda: page_colours(plan.theme or plan.settings.theme, folders),
        pause=Slices().pause,
    )
