"""p and P in visual mode: the text takes the place of the selection."""

from __future__ import annotations

from msgspec.structs import replace

from agent_tui.ui.vim.command import Command
from agent_tui.ui.vim.editor import Editor, Keys
from agent_tui.ui.vim.failure import CommandFailed
from agent_tui.ui.vim.mode import Mode
from agent_tui.ui.vim.operators.run import run_on_selection
from agent_tui.ui.vim.putting import Put, nothing_to_put, put
from agent_tui.ui.vim.registers import BLACK_HOLE
from agent_tui.ui.vim.remembered import LastVisual
from agent_tui.ui.vim.shapes import Shape
from agent_tui.ui.vim.widths import MAX_COLUMN


def put_over(editor: Editor, command: Command) -> Keys[None]:
    """p puts the replaced text into the unnamed register, P leaves all registers alone."""
    visual = editor.visual
    assert visual is not None
    editor.require_modifiable()
    content = editor.registers.get(command.register)
    kind = visual.kind
    is_after = command.key in ("p", "gp", "]p")
    editor.wanted_before = 0
    deleting = Command("d", register=BLACK_HOLE if command.key == "P" else "")
    yield from run_on_selection(editor, "d", deleting)
    was_emptied = editor.is_emptied
    last = editor.last_visual
    assert last is not None
    if content is None:
        nothing_to_put(editor)
        _remember_put(editor, last)
        raise CommandFailed(f"E353: Nothing in register {command.register or chr(34)}")
    if kind is Mode.VISUAL_LINE and content.shape is not Shape.LINES:
        content = replace(content, shape=Shape.LINES)
    start = editor.marks.get("[") or editor.cursor
    behind = editor.row < start[0] if kind is Mode.VISUAL_LINE else editor.column < start[1]
    if content.shape is Shape.LINES and kind is Mode.VISUAL_BLOCK and is_after:
        editor.row = last.cursor[0]
        behind = True
    is_column = kind is Mode.VISUAL_BLOCK and content.shape is Shape.CHARS
    what = Put(
        content,
        count=command.times,
        is_after=behind,
        leaves_behind=command.key.startswith("g"),
        reindents=command.key[0] in "[]",
        splits_line=kind is Mode.VISUAL and content.shape is Shape.LINES,
        last_row=max(last.anchor[0], last.cursor[0]) if is_column else -1,
    )
    put(editor, what)
    _remember_put(editor, last)
    if was_emptied:
        _drop_empty_line(editor)


def _remember_put(editor: Editor, last: LastVisual) -> None:
    """gv selects what was put."""
    start, end = editor.marks.get("["), editor.marks.get("]")
    if start is not None and end is not None:
        editor.last_visual = LastVisual(last.kind, start, end, last.wanted)


def _drop_empty_line(editor: Editor) -> None:
    last = editor.line_count - 1
    if last and not editor.text.line(last):
        editor.delete_rows(last, 1)
        if editor.row >= editor.line_count:
            editor.row = editor.line_count - 1
            editor.to_display(MAX_COLUMN)
