"""u, Ctrl+R and U."""

from __future__ import annotations

from agent_tui.ui.vim.command import Command
from agent_tui.ui.vim.editor import Editor
from agent_tui.ui.vim.effects import Edit, Position
from agent_tui.ui.vim.failure import CommandFailed
from agent_tui.ui.vim.operators.delete import is_empty_text
from agent_tui.ui.vim.undo import Saved, UndoStep
from agent_tui.ui.vim.widths import last_column


def undo(editor: Editor, command: Command) -> None:
    """u: take back `count` steps."""
    editor.require_modifiable()
    editor.history.close(editor.line_count)
    editor.forget_wanted()
    for number in range(command.times):
        if not editor.history.done:
            if number == 0:
                raise CommandFailed("Already at oldest change")
            break
        step = editor.history.done.pop()
        _take_back(editor, step)
        editor.history.undone.append(step)


def redo(editor: Editor, command: Command) -> None:
    """Ctrl+R: do `count` steps again."""
    editor.require_modifiable()
    editor.history.close(editor.line_count)
    editor.forget_wanted()
    for number in range(command.times):
        if not editor.history.undone:
            if number == 0:
                raise CommandFailed("Already at newest change")
            break
        step = editor.history.undone.pop()
        _take_back(editor, step)
        editor.history.done.append(step)


def undo_line(editor: Editor, command: Command) -> None:
    """U: the line that was changed last, as it was before."""
    editor.require_modifiable()
    editor.forget_wanted()
    saved = editor.history.line
    if saved is None or saved[0] >= editor.line_count:
        raise CommandFailed
    row, text, column = saved
    editor.save(row)
    old = editor.text.line(row)
    editor.set_line(row, text)
    editor.is_emptied = False
    editor.history.line = (row, old, editor.column if editor.row == row else column)
    editor.cursor = (row, column)
    editor.clamp()
    editor.forget_wanted()


def _take_back(editor: Editor, step: UndoStep) -> None:
    """Change the step's lines back; the step then does the opposite."""
    editor.jump_from_here()
    was_emptied = editor.is_emptied
    marks = editor.marks.named()
    editor.marks.set("[", (editor.line_count - 1, 0))
    editor.marks.set("]", (-1, 0))
    visual = editor.last_visual
    newest: tuple[int, Position] | None = None
    entries: list[Saved] = []
    for entry in reversed(step.entries):
        is_last = entry is step.entries[0]
        newest = _landing(editor, step, entry, newest, is_last=is_last)
        entries.append(_exchange(editor, entry))
    step.entries = entries
    editor.is_emptied = step.is_emptied and is_empty_text(editor)
    step.is_emptied = was_emptied
    restored = {**editor.marks.named(), **step.marks}
    editor.marks.places.update(restored)
    step.marks = marks
    if step.visual is not None:
        editor.last_visual, step.visual = step.visual, visual
    last = editor.line_count - 1
    for name in ("[", "]"):
        row, column = editor.marks.places[name]
        editor.marks.set(name, (max(0, min(row, last)), column))
    _place_cursor(editor, step, newest[1] if newest else editor.cursor)


def _landing(
    editor: Editor,
    step: UndoStep,
    entry: Saved,
    found: tuple[int, Position] | None,
    *,
    is_last: bool,
) -> tuple[int, Position] | None:
    """Where the cursor goes: into the uppermost entry, to where the change was made if it lies
    there, else to the first line that differs."""
    above = entry.top - 1
    if found is not None and above >= found[0]:
        return found
    size = len(entry.lines)
    if above <= step.cursor[0] <= above + size + 1:
        return step.cursor[0] - 1, step.cursor
    same = 0
    while same < min(size, entry.now) and _line(editor, entry.top + same) == entry.lines[same]:
        same += 1
    if same == size:
        if found is not None or not is_last:
            return found
        same = 0
    return above + same, (above + same + 1, editor.column)


def _line(editor: Editor, row: int) -> str:
    return editor.text.line(row) if row < editor.line_count else ""


def _exchange(editor: Editor, entry: Saved) -> Saved:
    """Put the saved lines back and save those that stood there."""
    top, now, size = entry.top, entry.now, len(entry.lines)
    old = [editor.text.line(row) for row in range(top, min(top + now, editor.line_count))]
    _replace_lines(editor, top, len(old), entry.lines)
    if size != now:
        editor.marks.lines_replaced(top, now, size)
    _mark_changed(editor, top, size)
    if size or now:
        editor.changed(top, 0)
    return Saved(top, old, size)


def _replace_lines(editor: Editor, top: int, count: int, lines: list[str]) -> None:
    if count == len(lines):
        for offset, line in enumerate(lines):
            old = editor.text.line(top + offset)
            if old != line:
                editor.apply(Edit((top + offset, 0), (top + offset, len(old)), line))
        return
    if lines and count:
        last = (top + count - 1, len(editor.text.line(top + count - 1)))
        editor.apply(Edit((top, 0), last, "\n".join(lines)))
    elif lines:
        editor.add_rows(top, lines)
    else:
        editor.remove_rows(top, count)


def _mark_changed(editor: Editor, top: int, size: int) -> None:
    start, end = editor.marks.get("["), editor.marks.get("]")
    assert start is not None
    assert end is not None
    if top < start[0]:
        editor.marks.set("[", (top, 0))
    if size == 0 and top > end[0]:
        editor.marks.set("]", (top, 0))
    elif top + size - 1 > end[0]:
        editor.marks.set("]", (top + size - 1, 0))


def _place_cursor(editor: Editor, step: UndoStep, place: Position) -> None:
    row = max(0, min(place[0], editor.line_count - 1))
    if step.cursor[0] + 1 == row and row > 0:
        row -= 1
    editor.row = row
    if step.cursor[0] == row:
        editor.column = min(step.cursor[1], last_column(editor.line))
    else:
        editor.to_line_start()
    editor.clamp()
