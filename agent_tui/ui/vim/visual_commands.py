"""What visual mode does with keys that are no motions."""

from __future__ import annotations

from collections.abc import Callable

from agent_tui.ui.vim.command import Command
from agent_tui.ui.vim.editor import Editor, Keys
from agent_tui.ui.vim.failure import CommandFailed
from agent_tui.ui.vim.mode import Mode
from agent_tui.ui.vim.remembered import LastVisual
from agent_tui.ui.vim.visual_put import put_over
from agent_tui.ui.vim.visual_state import Visual
from agent_tui.ui.vim.widths import MAX_COLUMN, last_column

KINDS = {"v": Mode.VISUAL, "V": Mode.VISUAL_LINE, "<C-v>": Mode.VISUAL_BLOCK,
         "<C-q>": Mode.VISUAL_BLOCK}  # fmt: skip


def begin(editor: Editor, command: Command) -> None:
    """v, V and Ctrl+V in normal mode; with a count, as much as was selected last."""
    kind = KINDS[command.key]
    extent = editor.last_extent
    editor.visual, editor.mode = Visual(kind, editor.cursor), kind
    editor.visual_original = None
    if not command.count:
        return
    if extent is None:
        _select_count(editor, kind, command.count)
        return
    editor.visual.kind = editor.mode = extent.kind
    if extent.kind is Mode.VISUAL and extent.line_count <= 1:
        editor.wanted = editor.wanted + extent.width * command.count - 1
        if extent.width >= MAX_COLUMN:
            editor.wanted = MAX_COLUMN
        editor.to_display(editor.wanted)
        return
    wanted = editor.wanted
    editor.row = min(editor.row + extent.line_count * command.count - 1, editor.line_count - 1)
    editor.wanted = wanted
    _to_width(editor, extent.width, command.count)


def _to_width(editor: Editor, width: int, count: int) -> None:
    assert editor.visual is not None
    if width >= MAX_COLUMN:
        editor.wanted = MAX_COLUMN
    elif editor.visual.kind is Mode.VISUAL_BLOCK:
        editor.wanted = editor.wanted + width * count - 1
    elif editor.visual.kind is Mode.VISUAL:
        editor.wanted = width
    editor.to_display(editor.wanted)


def _select_count(editor: Editor, kind: Mode, count: int) -> None:
    if kind is Mode.VISUAL_LINE:
        editor.to_wanted(min(editor.line_count - 1, editor.row + count - 1))
        return
    last = last_column(editor.line)
    editor.column = min(last, editor.column + count - 1)
    editor.clamp_column()
    editor.forget_wanted()


def _change_kind(editor: Editor, command: Command) -> None:
    """v, V and Ctrl+V in visual mode: another kind, or out of it."""
    assert editor.visual is not None
    kind = KINDS[command.key]
    if editor.visual.kind is kind:
        end(editor)
    else:
        editor.visual.kind = editor.mode = kind


def end(editor: Editor) -> None:
    """Visual mode is left."""
    visual = editor.visual
    assert visual is not None
    editor.last_visual = LastVisual(visual.kind, visual.anchor, editor.cursor, editor.wanted)
    editor.visual, editor.mode = None, Mode.NORMAL
    editor.clamp_column()


def _leave(editor: Editor, command: Command) -> None:
    end(editor)
    editor.forget_wanted()


def _swap_ends(editor: Editor, command: Command) -> None:
    """o; O goes to the other corner of a block in the same line."""
    visual = editor.visual
    assert visual is not None
    if command.key == "O" and visual.kind is Mode.VISUAL_BLOCK:
        _swap_columns(editor, visual)
        return
    visual.anchor, editor.cursor = editor.cursor, visual.anchor
    editor.forget_wanted()


def _swap_columns(editor: Editor, visual: Visual) -> None:
    """The cursor goes to the block's other side, in its row."""
    row, column = editor.cursor
    anchor, cursor = editor.span(visual.anchor), editor.span(editor.cursor)
    left, right = min(anchor[0], cursor[0]), max(anchor[1], cursor[1])
    for near, far in ((left, right), (right, left)):
        editor.row = visual.anchor[0]
        editor.to_display(near)
        visual.anchor = editor.cursor
        editor.row = row
        editor.wanted = far
        editor.to_display(far)
        if editor.column != column:
            return


def select_again(editor: Editor, command: Command) -> None:
    """gv: what was selected last; in visual mode the two change places."""
    last = editor.last_visual
    if last is None or last.anchor[0] >= editor.line_count:
        raise CommandFailed
    visual = editor.visual
    if visual is not None:
        editor.last_visual = LastVisual(visual.kind, visual.anchor, editor.cursor, editor.wanted)
    row, column = last.anchor
    anchor = (row, min(column, len(editor.text.line(row))))
    editor.visual, editor.mode = Visual(last.kind, anchor), last.kind
    editor.cursor = last.cursor
    editor.clamp()
    editor.wanted = last.wanted


Operating = Callable[[Editor, str], str]


def _as_is(editor: Editor, key: str) -> str:
    return key


def _named(name: str) -> Operating:
    return lambda editor, key: name


def _linewise(name: str) -> Operating:
    """A capital means whole lines; in a block, up to the lines' ends if it is C or D."""

    def operate(editor: Editor, key: str) -> str:
        visual = editor.visual
        if visual is None:
            return name
        if visual.kind is not Mode.VISUAL_BLOCK or key in ("S", "R"):
            editor.visual_original = visual.kind
            visual.kind = Mode.VISUAL_LINE
        elif key in ("C", "D"):
            editor.wanted = MAX_COLUMN
        return name

    return operate


VISUAL_OPERATORS: dict[str, Operating] = {
    **dict.fromkeys(("d", "y", "c", "<", ">", "=", "J", "gJ", "gq", "gw"), _as_is),
    **dict.fromkeys(("g~", "gu", "gU", "g?", "<C-a>", "<C-x>", "g<C-a>", "g<C-x>"), _as_is),
    "~": _named("g~"),
    "u": _named("gu"),
    "U": _named("gU"),
    "x": _named("d"),
    "<Del>": _named("d"),
    "s": _named("c"),
    "X": _linewise("d"),
    "D": _linewise("d"),
    "Y": _linewise("y"),
    "S": _linewise("c"),
    "R": _linewise("c"),
    "C": _linewise("c"),
    "I": _linewise("I"),
    "A": _linewise("A"),
}
VISUAL_COMMANDS: dict[str, Callable[[Editor, Command], Keys[None] | None]] = {
    "v": _change_kind,
    "V": _change_kind,
    "<C-v>": _change_kind,
    "<C-q>": _change_kind,
    "<Esc>": _leave,
    "<C-c>": _leave,
    "o": _swap_ends,
    "O": _swap_ends,
    "gv": select_again,
    "p": put_over,
    "P": put_over,
    "gp": put_over,
    "gP": put_over,
    "]p": put_over,
    "[p": put_over,
    "]P": put_over,
    "[P": put_over,
}
