"""What a rewind of files would do, and has done, in words. Pure."""

from __future__ import annotations

from agent_tui.protocol.checkpoints import FileRewindPreview, FileRewindRow, RewindAction
from agent_tui.ui.render.cells import cells_of, cut_end
from agent_tui.ui.render.counted import counted
from agent_tui.ui.render.one_line import one_line

_ACTIONS = {
    RewindAction.RESTORE: "as it was",
    RewindAction.DELETE: "deleted: it was not there",
    RewindAction.RECREATE: "written again",
    RewindAction.NOTHING: "as it was already",
}
_MOST_HEAD_CELLS, _LEAST_HEAD_CELLS = 40, 12


def conversation_words(head: str, room: int) -> str:
    """Before which prompt the conversation ends. room: cells; the prompt has what is left."""
    for before, behind in (("ends before “", "”; this prompt comes back"), ("before “", "”")):
        left = room - cells_of(before) - cells_of(behind)
        if left >= _LEAST_HEAD_CELLS:
            break
    return f"{before}{cut_end(head, max(min(left, _MOST_HEAD_CELLS), 0))}{behind}"


def files_words(preview: FileRewindPreview, chosen: int, room: int) -> str:
    """One line about all files, a short one where `room` has too few cells. chosen: how many go
    back."""
    if preview.problem:
        return one_line(preview.problem)
    changed = sum(row.action is not RewindAction.NOTHING for row in preview.rows)
    commands = preview.command_count
    if not changed:
        words, short = "no file was changed by a tool since", "no changes by tools"
    else:
        words = short = f"{counted(chosen, 'file')} back"
        if left := changed - chosen:
            words += f", {left} left as {'it is' if left == 1 else 'they are'}"
            short += f", {left} not"
    if commands:
        words += f"; what {counted(commands, 'command')} changed stays"
        if cells_of(short_too := f"{short}; {counted(commands, 'command')}") <= room:
            short = short_too
    return words if cells_of(words) <= room else short


def file_note(row: FileRewindRow) -> str:
    """What happens to one file, or why nothing does."""
    if row.conflict:
        return one_line(row.conflict)
    note = _ACTIONS[row.action]
    if row.added is None or row.removed is None or not (row.added or row.removed):
        return note
    return f"{note} · +{row.added} -{row.removed}"
