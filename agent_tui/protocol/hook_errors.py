"""What hooks may lead to as an exception; all other failures of hooks are data."""

from __future__ import annotations

from agent_tui.errors import AgentTuiError, LifecycleError


class HookFailed(AgentTuiError):
    """A hook that guards the start failed or hung, so the agent did not start. hook: its name."""

    title = "A hook failed"

    def __init__(self, text: str, *, hook: str) -> None:
        super().__init__(text)
        self.hook = hook


class TurnOver(LifecycleError):
    """A hook went on using the tools of a turn that has ended. Call them before the hook
    returns."""

    title = "The turn is over"
