"""]p: text is put with the indent of the line where the cursor is."""

from __future__ import annotations

from collections.abc import Sequence

from agent_tui.ui.vim.char_classes import indent_length
from agent_tui.ui.vim.editor import Editor
from agent_tui.ui.vim.indent import indent_cells, indent_text


def reindented(editor: Editor, lines: Sequence[str]) -> list[str]:
    """Lines with the indent of the cursor's line, relative to the first that is not empty."""
    tab = editor.options.tabstop
    first = next((line for line in lines if line), "")
    shift = indent_cells(editor.line, tab) - indent_cells(first, tab)

    def moved(line: str) -> str:
        if not line:
            return line
        cells = max(0, indent_cells(line, tab) + shift)
        return indent_text(cells, editor.options) + line[indent_length(line) :]

    return [moved(line) for line in lines]
