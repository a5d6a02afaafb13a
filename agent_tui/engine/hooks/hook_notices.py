"""Sentences about hooks that failed or refused something."""

from __future__ import annotations

from agent_tui.protocol.events import NoticeRaised
from agent_tui.protocol.hooks import RegisteredHook
from agent_tui.protocol.status import NoticeLevel

IN_THE_LOG = "Details are in the log."


def title_of(hook: RegisteredHook) -> str:
    """How a sentence names a hook."""
    return f'The hook "{hook.name}" ({hook.point})'


def failed_guard(hook: RegisteredHook, problem: str) -> str:
    """Why something does not happen whose guard failed."""
    return f"{title_of(hook)} {problem}, so this is refused."


def observer_failed(hook: RegisteredHook, problem: str) -> NoticeRaised:
    """Told once for each observer."""
    return NoticeRaised(
        level=NoticeLevel.WARNING,
        title="A hook failed",
        text=f"{title_of(hook)} {problem}. Everything goes on without it, and this is told once. "
        f"{IN_THE_LOG}",
    )


def steering_blocked(reason: str) -> NoticeRaised:
    """A prompt that was to join a turn goes back."""
    return NoticeRaised(level=NoticeLevel.WARNING, title="The prompt was not sent", text=reason)
