"""Which changes a redo takes back. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from agent_tui.protocol.checkpoints import FileCheckpoint


def changes_to_redo(
    changes: Sequence[FileCheckpoint], rewind_id: str, *, tip: str = ""
) -> tuple[FileCheckpoint, ...]:
    """The changes of this rewind, "" for the newest that may be taken back; () when there is none.
    tip: only one that was asked for when the history ended with this message.

    changes: of rewinds and redos since the last change of a tool, in their order; what a tool
    changed ends what can be brought back. A redo is no rewind of its own.
    """
    chosen = rewind_id or _newest(changes, tip)
    if not chosen or any(change.redo_of == chosen for change in changes):
        return ()
    return tuple(change for change in changes if change.rewind_id == chosen)


def _newest(changes: Sequence[FileCheckpoint], tip: str) -> str:
    taken_back = {change.redo_of for change in changes}
    for change in reversed(changes):
        is_open = not change.redo_of and change.rewind_id not in taken_back
        if is_open and tip in ("", change.tip):
            return change.rewind_id
    return ""
