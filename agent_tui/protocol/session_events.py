"""Agent events that answer questions about sessions."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.failures import Failure
from agent_tui.protocol.sessions import SessionInfo


class SessionsListed(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """The answer to `ListSessions`: stored sessions, last used first. unreadable: how many of
    all cannot be listed because they cannot be read."""

    sessions: tuple[SessionInfo, ...]
    unreadable: int = 0


class SessionNotOpened(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """A session that was asked for could not be opened; its session_id is the id that was asked
    for. A notice says why."""

    failure: Failure


class ContextSource(StrEnum):
    """What fills a context window, in the order of a request."""

    INSTRUCTIONS = "instructions"
    TOOLS = "tools"
    SUMMARY = "summary"
    PINNED = "pinned"
    PROMPTS = "prompts"
    ANSWERS = "answers"
    TOOL_RESULTS = "tool results"
    IMAGES = "images"


class ContextPart(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One source. tokens: estimated. count: tools or messages, 0 where there is nothing to
    count."""

    source: ContextSource
    tokens: int
    count: int = 0


class LargeMessage(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One message of a request. tokens: estimated. turn: the first words of the prompt that it
    belongs to; foreign text."""

    source: ContextSource
    tokens: int
    turn: str = ""


class ContextDescribed(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """The answer to `DescribeContext`: what the next request would send, by source. largest: the
    messages that take most. auto_at: the share of the window at which the earlier part is
    summarised, 0 for never. The other fields: see `SessionInfo`."""

    parts: tuple[ContextPart, ...]
    context_tokens: int = 0
    context_window: int = 0
    is_context_estimated: bool = False
    largest: tuple[LargeMessage, ...] = ()
    auto_at: float = 0.0
