"""Where hooks are called, and what they may answer there."""

from __future__ import annotations

from enum import StrEnum

from agent_tui.protocol.hook_answers import (
    Block,
    GoOn,
    RewrittenArguments,
    RewrittenPrompt,
    RewrittenRequest,
    RewrittenResult,
    Stop,
)


class HookPoint(StrEnum):
    """In the order of a program's life. The value is the name of the method of `Hooks` and of a
    middleware."""

    STARTED = "on_started"
    SESSION_START = "on_session_start"
    PROMPT = "on_prompt_submit"
    MESSAGE = "on_message"
    BEFORE_MODEL = "before_model"
    AFTER_MODEL = "after_model"
    BEFORE_TOOL = "before_tool"
    AFTER_TOOL = "after_tool"
    BEFORE_COMPACTION = "before_compaction"
    AFTER_COMPACTION = "after_compaction"
    MAX_ITERATIONS = "on_max_iterations"
    SESSION_END = "on_session_end"
    CLEANUP = "on_cleanup"
    EXIT = "on_exit"


ANSWERS: dict[HookPoint, tuple[type, ...]] = {
    HookPoint.PROMPT: (Block, Stop, RewrittenPrompt),
    HookPoint.BEFORE_MODEL: (Stop, RewrittenRequest),
    HookPoint.AFTER_MODEL: (Stop,),
    HookPoint.BEFORE_TOOL: (Block, Stop, RewrittenArguments),
    HookPoint.AFTER_TOOL: (RewrittenResult,),
    HookPoint.BEFORE_COMPACTION: (Block,),
    HookPoint.MAX_ITERATIONS: (GoOn, Stop),
}
"""What a guard may answer beside None. At the other points all hooks are observers."""

REVERSED = frozenset(
    {
        HookPoint.AFTER_MODEL,
        HookPoint.AFTER_TOOL,
        HookPoint.AFTER_COMPACTION,
        HookPoint.SESSION_END,
        HookPoint.CLEANUP,
        HookPoint.EXIT,
    }
)
"""Here the last that was registered comes first, so that hooks lie around each other like the skins
of an onion."""
