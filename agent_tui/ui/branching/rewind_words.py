"""What a rewind of files would do, and has done, in words. Pure."""

from __future__ import annotations

from agent_tui.protocol.checkpoints import FileRewindPreview, FileRewindRow, RewindAction
from agent_tui.ui.render.counted import counted
from agent_tui.ui.render.one_line import one_line

_ACTIONS = {
    RewindAction.RESTORE: "as it was",
    RewindAction.DELETE: "deleted: it was not there",
    RewindAction.RECREATE: "written again",
    RewindAction.NOTHING: "as it was already",
}


def files_words(preview: FileRewindPreview, chosen: int) -> str:
    """One line about all files. chosen: how many go back."""
    if preview.problem:
        return one_line(preview.problem)
    changed = sum(row.action is not RewindAction.NOTHING for row in preview.rows)
    if not changed:
        words = "no file was changed by a tool since"
    else:
        parts = [f"{counted(chosen, 'file')} back"]
        if left := changed - chosen:
            parts.append(f"{left} left as {'it is' if left == 1 else 'they are'}")
        words = ", ".join(parts)
    if preview.command_count:
        words += f"; what {counted(preview.command_count, 'command')} changed stays"
    return words


def file_note(row: FileRewindRow) -> str:
    """What happens to one file, or why nothing does."""
    if row.conflict:
        return one_line(row.conflict)
    note = _ACTIONS[row.action]
    if row.added is None or row.removed is None or not (row.added or row.removed):
        return note
    return f"{note} · +{row.added} -{row.removed}"
