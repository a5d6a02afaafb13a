"""Agent events that answer questions about sessions."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.sessions import SessionInfo


class SessionsListed(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """The answer to `ListSessions`: stored sessions, last used first, the newest two hundred."""

    sessions: tuple[SessionInfo, ...]


class ContextSource(StrEnum):
    """What fills a context window, in the order of a request."""

    INSTRUCTIONS = "instructions"
    TOOLS = "tools"
    PROMPTS = "prompts"
    ANSWERS = "answers"
    TOOL_RESULTS = "tool results"


class ContextPart(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One source. tokens: estimated. count: tools or messages, 0 where there is nothing to
    count."""

    source: ContextSource
    tokens: int
    count: int = 0


class ContextDescribed(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """The answer to `DescribeContext`: what the next request would send, by source. The other
    fields: see `SessionInfo`."""

    parts: tuple[ContextPart, ...]
    context_tokens: int = 0
    context_window: int = 0
    is_context_estimated: bool = False
