"""What all sessions of one engine share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent_tui.config.engine_options import EngineOptions
from agent_tui.engine.asking.prompt_teller import PromptTeller
from agent_tui.engine.background_tasks import BackgroundTasks
from agent_tui.engine.clock import Clock
from agent_tui.engine.event_hub import EventHub
from agent_tui.engine.grants.stored_grants import StoredGrants
from agent_tui.engine.provider_pool import ProviderPool
from agent_tui.engine.provider_source import ProviderSource
from agent_tui.engine.shell_commands.shell_parts import ShellParts
from agent_tui.engine.tool_parts import ToolParts
from agent_tui.protocol.cancellation import CancellationToken
from agent_tui.protocol.exchange_ports import MakeExchange
from agent_tui.protocol.mention_reading import MentionReader
from agent_tui.protocol.ports import SessionStore

if TYPE_CHECKING:
    # Loaded when a host has hooks.
    from agent_tui.engine.hooks.engine_hooks import EngineHooks


@dataclass(frozen=True)
class EngineParts:
    """Made once by the controller. store: None when nothing is saved. token: cancels everything.
    tools: None when none are offered. prompts: what people are asked now. shell: None where the
    user can run no commands. mentions: gives what reads the
    mentions of prompts; None leaves prompts as they are. exchange: gives what exports and imports
    sessions; None where that is not offered. hooks: those of a host, None without any."""

    hub: EventHub
    clock: Clock
    options: EngineOptions
    store: SessionStore | None
    providers: ProviderSource
    pool: ProviderPool
    tasks: BackgroundTasks
    token: CancellationToken
    tools: ToolParts | None
    grants: StoredGrants
    prompts: PromptTeller
    shell: ShellParts | None
    mentions: Callable[[], MentionReader] | None
    exchange: MakeExchange | None
    hooks: EngineHooks | None = None
