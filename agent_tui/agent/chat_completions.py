"""A history as other programs have it: the way back of `given_messages`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.requests import ModelRequest


def as_chat_completions(
    messages: Iterable[ChatMessage], *, system: str = ""
) -> list[dict[str, Any]]:
    """The messages as dicts that `json.dumps` and the Chat Completions endpoint take; `restore`
    reads them again.

    messages: oldest first, as `Agent.messages` has them. system: becomes the first one. An
    unfinished answer stays what it is; thinking is left out, the endpoint takes none. Images of
    tool results follow in a user message, as there is no other place for them.
    """
    # Deferred: most hosts keep a session by `AutoSave` or a store.
    from agent_tui.providers.openai.messages import request_messages

    return request_messages(ModelRequest(model="", messages=tuple(messages), system=system))
