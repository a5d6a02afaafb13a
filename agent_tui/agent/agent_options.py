"""What `Agent` takes beside its session, for calls that hand it on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypedDict

from agent_tui.config.origins import Origin
from agent_tui.config.provider_config import ProviderConfig
from agent_tui.config.settings import Settings
from agent_tui.engine.asking.permission_registry import PermissionAnswer
from agent_tui.engine.asking.question_registry import QuestionAnswer
from agent_tui.engine.limits.rate_limiter import RateLimiter
from agent_tui.lifecycle.autosave.auto_save import AutoSave
from agent_tui.lifecycle.engine_worker import EngineWorker
from agent_tui.protocol.hooks import Hooks
from agent_tui.protocol.ports import GrantStore, Provider, SessionStore
from agent_tui.protocol.tools import Tool
from agent_tui.providers.function_provider import LlmFunction
from agent_tui.telemetry.telemetry import Telemetry


class AgentOptions(TypedDict, total=False):
    """Each means what it means to `Agent`."""

    settings: Settings | None
    provider: Provider | None
    provider_config: ProviderConfig | None
    llm_fn: LlmFunction | None
    store: SessionStore | None
    cwd: Path | None
    autosave: AutoSave | None
    keeps_stored_model: bool
    keeps_stored_mode: bool
    tools: Iterable[Tool]
    has_shipped_tools: bool
    on_permission: PermissionAnswer | None
    on_question: QuestionAnswer | None
    has_user: bool
    grants: GrantStore | None
    origins: Mapping[str, Origin] | None
    rate_limiter: RateLimiter | None
    checks_connection: bool
    worker: EngineWorker | None
    telemetry: Telemetry | None
    hooks: Hooks | None
