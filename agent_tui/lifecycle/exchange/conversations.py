"""From a stored session to the conversation that is exported."""

from __future__ import annotations

from agent_tui.errors import SessionError
from agent_tui.lifecycle.exchange.stored_files import whole_texts
from agent_tui.protocol.branch_ports import BranchingStore
from agent_tui.protocol.conversations import Conversation
from agent_tui.protocol.ports import SessionStore, StoredSession


def conversation_from(
    stored: StoredSession, store: SessionStore | None, *, has_whole_texts: bool
) -> Conversation:
    """store: knows the labels of the session's turns."""
    messages = stored.messages
    if stored.earlier is not None:
        earlier = stored.earlier.read(lambda: False)
        assert earlier is not None
        rest = () if earlier.is_everything else stored.messages
        messages = (*earlier.messages, *rest)
    known = {message.id for message in messages}
    return Conversation(
        info=stored.info,
        messages=messages,
        labels=_labels(stored.info.id, store, known) if store is not None else {},
        pins=tuple(pin for pin in stored.pins if pin in known),
        whole_texts=whole_texts(messages) if has_whole_texts else {},
        origin=stored.info.imported_from,
    )


def _labels(session_id: str, store: SessionStore, known: set[str]) -> dict[str, str]:
    if not isinstance(store, BranchingStore):
        return {}
    try:
        turns = store.branches.tree(session_id)
    except SessionError:
        return {}  # nothing was written yet
    return {turn.id: turn.label for turn in turns if turn.label and turn.id in known}
