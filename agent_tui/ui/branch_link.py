"""What the screen asks of the tree of the shown session."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from agent_tui.protocol.branch_inputs import (
    ForkSession,
    LabelTurn,
    ListTree,
    PreviewRewind,
    RedoTurn,
    RewindSession,
    SwitchBranch,
    UndoTurn,
)
from agent_tui.protocol.branches import RewindScope
from agent_tui.protocol.history_inputs import ClearHistory
from agent_tui.protocol.ids import new_id

if TYPE_CHECKING:
    from agent_tui.ui.session_link import SessionLink


class BranchLink:
    """Call on the UI loop."""

    def __init__(self, link: SessionLink) -> None:
        self._link = link

    def undo(self) -> None:
        """Take the last turn back."""
        self._link.put(UndoTurn(session_id=self._link.session_id))

    def redo(self) -> None:
        """Bring the last undone turn back."""
        self._link.put(RedoTurn(session_id=self._link.session_id))

    def rewind(
        self, message_id: str, what: RewindScope, paths: Sequence[str] | None = None
    ) -> None:
        """Go back to before a prompt; see `RewindSession`."""
        chosen = None if paths is None else tuple(paths)
        self._link.put(
            RewindSession(
                session_id=self._link.session_id, message_id=message_id, what=what, paths=chosen
            )
        )

    def preview_rewind(self, message_id: str) -> None:
        """Ask what a rewind would do to files."""
        self._link.put(PreviewRewind(session_id=self._link.session_id, message_id=message_id))

    def switch_branch(self, tip: str) -> None:
        """Show the history that ends with this message."""
        self._link.put(SwitchBranch(session_id=self._link.session_id, at=tip))

    def fork(self, message_id: str = "") -> None:
        """Open a session with the history up to this message, "" for all of it, and show it."""
        made = new_id()
        wish = ForkSession(session_id=self._link.session_id, new_id=made, message_id=message_id)
        self._link.show_opened(made, wish)

    def clear_history(self) -> None:
        """Take the whole conversation out of the history."""
        self._link.put(ClearHistory(session_id=self._link.session_id))

    def label_turn(self, message_id: str, label: str) -> None:
        """Name a turn, by the id of its prompt."""
        self._link.put(
            LabelTurn(session_id=self._link.session_id, message_id=message_id, label=label)
        )

    def list_tree(self) -> None:
        """Ask for the turns of all branches."""
        self._link.put(ListTree(session_id=self._link.session_id))
