"""Shows a request to the hooks before it is sent."""

from __future__ import annotations

from collections.abc import Callable

from agent_tui.engine.hooks.hook_runner import Tell
from agent_tui.engine.hooks.session_hooks import SessionHooks, reason_of
from agent_tui.protocol.hook_answers import RewrittenRequest, Stop
from agent_tui.protocol.hook_contexts import RequestContext
from agent_tui.protocol.hook_points import HookPoint
from agent_tui.protocol.requests import ModelRequest


async def checked_request(
    hooks: SessionHooks,
    request: ModelRequest,
    context: Callable[[ModelRequest], RequestContext],
    *,
    tell: Tell,
) -> ModelRequest | Stop:
    """The request to be sent, or why none is. context: what a hook is told of a request."""
    for hook in hooks.at(HookPoint.BEFORE_MODEL):
        answer, problem = await hooks.ask(hook, context(request), tell=tell)
        if problem or isinstance(answer, Stop):
            return Stop(problem or reason_of(hook, answer))
        if isinstance(answer, RewrittenRequest):
            request = answer.request
    return request
