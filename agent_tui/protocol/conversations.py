"""What is exported and imported: a session without what belongs to one machine alone."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.sessions import SessionInfo


class Conversation(Struct, frozen=True, kw_only=True):
    """info: what is known of the session; permissions in it never count. messages: of the current
    branch, oldest first. labels: names that the user gave to messages, by message id. pins: ids of
    messages that every request keeps. whole_texts: long results that were cut for the model, by
    the id of their part. origin: where an imported one comes from, for people."""

    info: SessionInfo
    messages: tuple[ChatMessage, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    pins: tuple[str, ...] = ()
    whole_texts: Mapping[str, str] = field(default_factory=dict)
    origin: str = ""
