"""J and gJ."""

from __future__ import annotations

from agent_tui.ui.vim.area import Area
from agent_tui.ui.vim.editor import Editor
from agent_tui.ui.vim.failure import CommandFailed


def join_area(editor: Editor, area: Area) -> None:
    """Of a selection: at least two lines."""
    count = max(2, area.line_count)
    if editor.row + count > editor.line_count:
        raise CommandFailed
    join(editor, count, has_spaces=area.key == "J")


def join(editor: Editor, count: int, *, has_spaces: bool) -> None:
    """`count` lines from the cursor's on become one. The cursor goes to the last seam."""
    first = editor.row
    editor.save(first, count)
    lines = [editor.text.line(row) for row in range(first, first + count)]
    joined, seam = [lines[0]], 0
    size = before = len(lines[0])
    end = lines[0][-2:]
    moves: list[tuple[int, int]] = []  # where each line goes, and the blanks it loses
    for full in lines[1:]:
        space, line = "", full
        if has_spaces:
            line = full.lstrip(" \t")
            space = gap(end, line, is_first=size == 0, is_doubled=editor.options.joinspaces)
        seam = size
        joined += [space, line]
        moves.append((size + len(space), len(full) - len(line)))
        size += len(space) + len(line)
        end = line[-2:]
    start = (first, before)
    editor.replace(first, before, before, "".join(joined[1:]))
    for offset, (column, blanks) in enumerate(moves, 1):
        editor.marks.line_joined(first + offset, (first, column), blanks)
    if count > 1:
        editor.delete_rows(first + 1, count - 1)
    if not has_spaces or len(joined[0]) == before:
        editor.changed_between(start, (first, size))
    editor.cursor = (first, seam)
    editor.clamp_column()
    editor.forget_wanted()


def gap(end: str, line: str, *, is_first: bool, is_doubled: bool) -> str:
    """The spaces between a line that ends in `end` (at most two characters) and the next one."""
    if not line or line[0] == ")" or is_first or end.endswith("\t"):
        return ""
    if end.endswith(" "):
        space, last = "", end[:-1]
    else:
        space, last = " ", end
    return space + " " if is_doubled and last.endswith((".", "!", "?")) else space
