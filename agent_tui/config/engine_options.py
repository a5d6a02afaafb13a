"""What the engine is told once, at its start."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from agent_tui.config.settings import AutoTitlesName, ModelPrice
from agent_tui.protocol.permissions import Grant, PermissionMode


class EngineOptions(Struct, frozen=True, kw_only=True):
    """Settings of one engine; they hold for all its sessions.

    app_name: how the program calls itself in the system prompt. cwd: working directory of new
    sessions. system_prompt: the user's own text, added to the built one. max_iterations: steps of
    one turn before it stops and asks the user. max_attempts: tries of one step, the first included.
    delta_flush_s: the longest time that streamed text stays unwritten. auto_follow_ups: queued
    prompts sent in a row before the queue waits for a human, 0 for no limit. holds_queue: it waits,
    too, when a turn has failed; not where programs send. keeps_stored_model: a
    session that is opened again uses the provider and model it was left with; False: the configured
    ones. reads_end_first: the end of a long stored session is told before the rest is read.

    permission_mode: of new sessions. keeps_stored_mode: a session that is opened again keeps its
    own mode, except that `full` is never kept; False: permission_mode holds. grants: rules from
    settings and flags. tool_result_chars: how much of a tool's text the model gets.
    checkpoint_limit_mb: of the former contents of files that a session keeps; 0 keeps none.
    auto_titles: where titles of new sessions come from.
    prompt_timeout_s: how long a permission request or question waits, 0 for ever.

    auto_compact: summarise the earlier conversation when `compact_at` of a known window is full.
    max_cost: US dollars that one turn may cost before it stops and asks, 0 for no limit. prices:
    the user's own, by model name prefix. requests_per_minute, tokens_per_minute: what one endpoint
    gets at most, 0 for no limit. hide_secrets: gives a text without the keys that are
    configured, so that they reach neither journal nor model nor screen.
    """

    app_name: str = "agent-tui"
    cwd: str = ""
    system_prompt: str = ""
    max_iterations: int = 100
    max_attempts: int = 5
    delta_flush_s: float = 0.2
    auto_follow_ups: int = 10
    holds_queue: bool = True
    keeps_stored_model: bool = True
    reads_end_first: bool = False
    permission_mode: PermissionMode = PermissionMode.ASK
    keeps_stored_mode: bool = True
    grants: tuple[Grant, ...] = ()
    tool_result_chars: int = 30_000
    auto_titles: AutoTitlesName = "prompt"
    checkpoint_limit_mb: int = 500
    prompt_timeout_s: float = 0.0
    auto_compact: bool = True
    compact_at: float = 0.9
    max_cost: float = 0.0
    requests_per_minute: int = 0
    tokens_per_minute: int = 0
    prices: Mapping[str, ModelPrice] = field(default_factory=dict)
    hide_secrets: Callable[[str], str] = str

    def with_limit(self, max_iterations: int) -> EngineOptions:
        """These with another limit of steps; 0 keeps it."""
        return replace(self, max_iterations=max_iterations) if max_iterations else self
