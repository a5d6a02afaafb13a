"""What the controller does with the registries of requests."""

from __future__ import annotations

from agent_tui.engine.asking.prompt_teller import PromptTeller
from agent_tui.engine.clock import Clock
from agent_tui.engine.tool_parts import ToolParts

_NOT_OPEN = "The session that should be asked is not open."


def attach_registries(
    tools: ToolParts | None, prompts: PromptTeller, clock: Clock, *, timeout_s: float
) -> None:
    """Let requests be told from now on. timeout_s: see `EngineOptions.prompt_timeout_s`."""
    prompts.start()
    if tools is not None:
        for registry in (tools.permissions, tools.questions):
            registry.attach(prompts, clock, timeout_s=timeout_s)


def refuse_requests(tools: ToolParts | None, prompts: PromptTeller, session_id: str) -> None:
    """A host asked for a session that is not open: nobody would ever see it."""
    for request_id in prompts.ids_in(session_id):
        if tools is not None:
            tools.permissions.decline(request_id, _NOT_OPEN)
            tools.questions.decline(request_id, _NOT_OPEN)
