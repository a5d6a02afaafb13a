"""What a session amounts to, counted from a snapshot. Pure: no model, no disk."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.usage import Usage


class SessionStats(Struct, frozen=True, kw_only=True):
    """messages, turns, tool_calls: of the present history. usage: what the session took since its
    beginning, also for what is no part of the history any more. context_tokens: of the last request
    and answer, or estimated; context_window: what the model takes, 0 when unknown."""

    messages: int
    turns: int
    tool_calls: int
    usage: Usage
    context_tokens: int
    context_window: int
    provider: str
    model: str

    @property
    def cost_usd(self) -> float | None:
        """US dollars, None when it is not known."""
        return self.usage.cost_usd

    @property
    def context_use(self) -> float:
        """Share of the window that is full, 0.0 when the window is unknown."""
        return self.context_tokens / self.context_window if self.context_window else 0.0


def session_stats(info: SessionInfo, messages: Sequence[ChatMessage]) -> SessionStats:
    """Counts a snapshot. A turn begins with a prompt; what was said to a running turn is none."""
    turns, turn_id = 0, ""
    for message in messages:
        if message.is_prompt and (not message.turn_id or message.turn_id != turn_id):
            turns, turn_id = turns + 1, message.turn_id
    return SessionStats(
        messages=len(messages),
        turns=turns,
        tool_calls=sum(len(message.tool_calls) for message in messages),
        usage=info.usage,
        context_tokens=info.context_tokens,
        context_window=info.context_window,
        provider=info.provider,
        model=info.model,
    )
