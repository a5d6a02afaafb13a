"""Agent events about stored sessions. They belong to no open session: their session_id is ""."""

from __future__ import annotations

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.failures import Failure
from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.session_search import SearchHit, SearchProgress


class SessionsFound(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """What is found for a `SearchSessions` so far, the best first; it replaces what was told for
    this query_id before. has_more: there are others behind them. progress: what can be found."""

    query_id: str
    hits: tuple[SearchHit, ...] = ()
    has_more: bool = False
    progress: SearchProgress = SearchProgress()


class SessionPreviewed(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """How a stored session ends: its messages from the last prompt on. failure: why nobody can
    tell."""

    stored_id: str
    messages: tuple[ChatMessage, ...] = ()
    failure: Failure | None = None


class StoredRenamed(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """A stored session has another title."""

    stored_id: str
    title: str


class StoredDeleted(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """A stored session is gone."""

    stored_id: str


class StoredRefused(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """A stored session was not renamed, or not deleted. failure: why, and what to do."""

    stored_id: str
    failure: Failure
