"""What a store of sessions can do with their branches."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from agent_tui.protocol.branches import TreeTurn
from agent_tui.protocol.packed_messages import PackedMessages
from agent_tui.protocol.ports import SessionJournal
from agent_tui.protocol.sessions import SessionInfo


class BranchStore(Protocol):
    """All methods block: call them off the loop. They read beside the session's writer."""

    def tree(self, session_id: str) -> tuple[TreeTurn, ...]:
        """The turns of all branches; a turn stands behind its parent. Raises `SessionNotFound`,
        `SessionStorageFailed`."""
        ...

    def branch(self, session_id: str, tip: str) -> PackedMessages:
        """The messages from the first one to the one with the id `tip`, whatever branch it is on.
        Raises `SessionNotFound`, also when there is no such message, and `SessionStorageFailed`."""
        ...

    def fork(self, source_id: str, info: SessionInfo, at: str) -> SessionJournal:
        """Make the session `info` of what the session `source_id` has so far, with all branches,
        images, long outputs and checkpoints. Its history ends with the message `at`, "" before the
        first; info has its title, message_count and context_tokens.

        The source may be open elsewhere, or read-only; deleting it takes nothing from the fork.
        Raises `SessionError`, and then leaves no half-made session behind.
        """
        ...


@runtime_checkable
class BranchingStore(Protocol):
    """A `SessionStore` that knows branches, too."""

    @property
    def branches(self) -> BranchStore:
        """Its branches."""
        ...
