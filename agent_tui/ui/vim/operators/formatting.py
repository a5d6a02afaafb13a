"""gq and gw: paragraphs are filled to a width."""

from __future__ import annotations

import re

from agent_tui.ui.vim.area import Area
from agent_tui.ui.vim.editor import Editor
from agent_tui.ui.vim.indent import indent_cells, indent_text
from agent_tui.ui.vim.operators.joining import gap
from agent_tui.ui.vim.paragraphs import starts_paragraph
from agent_tui.ui.vim.widths import measured

_WIDTH = 79
_WORD = re.compile(r"[^ \t]+")


def format_area(editor: Editor, area: Area) -> None:
    """Fill each paragraph of the area; the cursor goes to the last line, with gw it stays."""
    first, last = area.start[0], area.end[0]
    editor.cursor = was_at = area.origin
    editor.save(first, last - first + 1)
    old = [editor.text.line(row) for row in range(first, last + 1)]
    new = filled(old, editor)
    _replace(editor, first, old, new)
    editor.row = first + len(new) - 1
    if area.end_was_adjusted and editor.row + 1 < editor.line_count:
        editor.row += 1
    editor.to_first_nonblank()
    editor.changed_between(area.start, editor.cursor)
    if area.key == "gw":
        editor.cursor = was_at
        editor.clamp()


def _replace(editor: Editor, first: int, old: list[str], new: list[str]) -> None:
    common = min(len(old), len(new))
    for offset in range(common):
        if old[offset] != new[offset]:
            editor.set_line(first + offset, new[offset])
    if len(new) > common:
        editor.insert_lines(first + common, new[common:])
    elif len(old) > common:
        editor.delete_rows(first + common, len(old) - common)


def _is_border(line: str) -> bool:
    return not line.strip(" \t") or starts_paragraph(line)


def filled(lines: list[str], editor: Editor) -> list[str]:
    """Paragraphs, separated by blank lines, each in lines of 'textwidth' cells."""
    result: list[str] = []
    paragraph: list[str] = []
    for line in lines:
        if not _is_border(line):
            paragraph.append(line)
            continue
        result += _paragraph(paragraph, editor)
        paragraph = []
        result.append(line)
    return result + _paragraph(paragraph, editor)


def _paragraph(lines: list[str], editor: Editor) -> list[str]:
    if not lines:
        return []
    text = lines[0].lstrip(" \t")
    indent = indent_text(indent_cells(lines[0], editor.options.tabstop), editor.options)
    parts = [indent + text]
    end = parts[0][-2:]
    for line in lines[1:]:
        line = line.lstrip(" \t")
        parts += [gap(end, line, is_first=False, is_doubled=editor.options.joinspaces), line]
        end = line[-2:]
    return _broken("".join(parts), indent if editor.options.autoindent else "", editor)


def _broken(text: str, indent: str, editor: Editor) -> list[str]:
    """Lines as full as the width allows; a word that is too long has one of its own."""
    width = editor.options.textwidth or _WIDTH
    tab = editor.options.tabstop
    lines: list[str] = []
    start = end = cells = 0  # of the line that is being filled; where its last word ends
    for word in _WORD.finditer(text):
        cells = measured(text[end : word.end()], tab, cells)
        if cells > width and end > start:
            lines.append((indent if lines else "") + text[start:end])
            start = word.start()
            cells = measured(indent + word.group(), tab)
        end = word.end()
    return [*lines, (indent if lines else "") + text[start:]]
