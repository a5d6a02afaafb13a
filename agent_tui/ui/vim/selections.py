"""The selection as it is drawn."""

from __future__ import annotations

from agent_tui.ui.vim.editor import Editor
from agent_tui.ui.vim.mode import Mode
from agent_tui.ui.vim.visual_state import Selection
from agent_tui.ui.vim.widths import MAX_COLUMN


def selection_of(editor: Editor) -> Selection | None:
    """From the anchor to the cursor, None outside visual mode."""
    visual = editor.visual
    if visual is None:
        return None
    start, end = sorted((visual.anchor, editor.cursor))
    if visual.kind is not Mode.VISUAL_BLOCK:
        return Selection(visual.kind, start, end)
    first, last = editor.span(start), editor.span(end)
    right = MAX_COLUMN if editor.wanted >= MAX_COLUMN else max(first[1], last[1])
    return Selection(visual.kind, start, end, min(first[0], last[0]), right)
