"""What a runtime is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from agent_tui.config.engine_options import EngineOptions
from agent_tui.config.origins import Origin
from agent_tui.config.permission_rules import grants_from_settings
from agent_tui.config.settings import Settings
from agent_tui.engine.provider_source import ProviderSource
from agent_tui.lifecycle.exit_handler import ExitHandler
from agent_tui.lifecycle.tool_setup import ToolSetup
from agent_tui.protocol.permissions import Grant, PermissionMode
from agent_tui.protocol.ports import GrantStore, SessionStore

if TYPE_CHECKING:
    # No start of the program has any of these.
    from agent_tui.engine.limits.rate_limiter import RateLimiter
    from agent_tui.lifecycle.autosave.auto_save import AutoSave
    from agent_tui.lifecycle.engine_worker import EngineWorker
    from agent_tui.lifecycle.first_session import FirstSession
    from agent_tui.protocol.exchange_ports import MakeExchange
    from agent_tui.protocol.hooks import Hooks
    from agent_tui.protocol.secrets import KnownSecrets
    from agent_tui.telemetry.telemetry import Telemetry


class RuntimeParts(Struct, frozen=True, kw_only=True):
    """What a runtime is made of.

    tools: what the model is offered, and who is asked. make_grants: gives the place of grants that
    outlive a session; called once, on the worker; None keeps none. protected: absolute folders of
    the program itself, where a tool may not write without asking.
    make_store: gives the place where sessions are kept; called once, on the worker; None keeps them
    in memory. saves_sessions: write them as they happen; False leaves the store to the exit
    handler. stored_id: the session to open first, "" for a new one. first: instead, what a host
    goes on with. autosave: what a host saves beside the store. grace_s: what running turns get at
    shutdown, in seconds. on_start: called on the worker thread before anything else (logs); must
    not block; may return more notices. on_open: called there when the first session is open, for
    what the first request needs, but not the screen; must not block. notices: sentences to show
    once the first session is open. reads_mentions: the model gets what prompts mention behind an
    "@"; False leaves prompts as they are. make_secrets: gives the keys that must not reach a
    journal, a model or the screen; called once, on the worker. make_exchange: gives what exports
    and imports sessions, when it is wanted; None offers nothing of the kind. rate_limiter: a host's
    own, for all endpoints, instead of what the options say. worker: the thread to run on, beside
    others; None starts one. telemetry: where measurements go; None measures
    nothing. hooks: what a host wants called; None calls nothing. checks_provider: a default
    provider whose settings are not whole fails the start; else the first prompt says so.
    checks_connection: its server is asked at the start, too.
    """

    options: EngineOptions
    providers: ProviderSource
    tools: ToolSetup
    make_grants: Callable[[], GrantStore] | None = None
    protected: tuple[str, ...] = ()
    make_store: Callable[[], SessionStore] | None = None
    saves_sessions: bool = True
    exit_handler: ExitHandler | None = None
    stored_id: str = ""
    first: FirstSession | None = None
    autosave: AutoSave | None = None
    grace_s: float = 5.0
    on_start: Callable[[], tuple[str, ...] | None] | None = None
    on_open: Callable[[], object] | None = None
    notices: tuple[str, ...] = ()
    reads_mentions: bool = False
    make_secrets: Callable[[], KnownSecrets] | None = None
    make_exchange: MakeExchange | None = None
    rate_limiter: RateLimiter | None = None
    worker: EngineWorker | None = None
    telemetry: Telemetry | None = None
    hooks: Hooks | None = None
    checks_provider: bool = False
    checks_connection: bool = False


def engine_options(  # noqa: PLR0913 (keyword-only: what a door knows beside the settings)
    settings: Settings,
    cwd: Path,
    *,
    app_name: str = "agent-tui",
    keeps_stored_model: bool = True,
    keeps_stored_mode: bool = True,
    reads_end_first: bool = False,
    auto_follow_ups: int = EngineOptions().auto_follow_ups,
    holds_queue: bool = True,
    origins: Mapping[str, Origin] | None = None,
) -> EngineOptions:
    """What the engine needs to know of the settings. Raises `ConfigError` for a rule that is
    none."""
    return EngineOptions(
        app_name=app_name,
        cwd=str(cwd),
        system_prompt=settings.system_prompt,
        max_iterations=settings.max_iterations,
        max_attempts=settings.max_attempts,
        keeps_stored_model=keeps_stored_model,
        keeps_stored_mode=keeps_stored_mode,
        reads_end_first=reads_end_first,
        auto_follow_ups=auto_follow_ups,
        holds_queue=holds_queue,
        auto_titles=settings.auto_titles,
        checkpoint_limit_mb=settings.checkpoint_limit_mb,
        prompt_timeout_s=settings.prompt_timeout_s,
        auto_compact=settings.auto_compact,
        compact_at=settings.compact_at,
        max_cost=settings.max_cost,
        requests_per_minute=settings.requests_per_minute,
        tokens_per_minute=settings.tokens_per_minute,
        prices=settings.prices,
        permission_mode=PermissionMode(settings.permission_mode),
        grants=_grants(settings, cwd, origins),
    )


def _grants(
    settings: Settings, cwd: Path, origins: Mapping[str, Origin] | None
) -> tuple[Grant, ...]:
    if not settings.allow and not settings.deny:
        return ()
    # Deferred: most starts have no rule and need not load the policy before the first picture.
    from agent_tui.engine.permissions.policy import PermissionPolicy

    policy = PermissionPolicy(workspace=str(cwd))
    return tuple(grants_from_settings(settings, policy.normalised_rule, origins))
