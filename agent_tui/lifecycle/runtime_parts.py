"""What a runtime is made of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from agent_tui.config.engine_options import EngineOptions
from agent_tui.config.settings import Settings
from agent_tui.engine.provider_source import ProviderSource
from agent_tui.lifecycle.exit_handler import ExitHandler
from agent_tui.protocol.ports import SessionStore


class RuntimeParts(Struct, frozen=True, kw_only=True):
    """What a runtime is made of.

    make_store: gives the place where sessions are kept; called once, on the worker; None keeps them
    in memory. saves_sessions: write them as they happen; False leaves the store to the exit
    handler. stored_id: the session to open first, "" for a new one. grace_s: what running turns
    get at shutdown, in seconds. on_start: called on the worker thread before anything else (logs,
    warm-up); must not block; may return more notices. notices: sentences to
    show once the first session is open.
    """

    options: EngineOptions
    providers: ProviderSource
    make_store: Callable[[], SessionStore] | None = None
    saves_sessions: bool = True
    exit_handler: ExitHandler | None = None
    stored_id: str = ""
    grace_s: float = 5.0
    on_start: Callable[[], tuple[str, ...] | None] | None = None
    notices: tuple[str, ...] = ()


def engine_options(
    settings: Settings, cwd: Path, *, app_name: str = "agent-tui", keeps_stored_model: bool = True
) -> EngineOptions:
    """What the engine needs to know of the settings."""
    return EngineOptions(
        app_name=app_name,
        cwd=str(cwd),
        system_prompt=settings.system_prompt,
        max_iterations=settings.max_iterations,
        max_attempts=settings.max_attempts,
        keeps_stored_model=keeps_stored_model,
    )
