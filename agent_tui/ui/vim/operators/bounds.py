"""The area that an operator works on: from a motion, a text object or a selection."""

from __future__ import annotations

from agent_tui.ui.vim.area import Area
from agent_tui.ui.vim.char_classes import indent_length
from agent_tui.ui.vim.command import Command
from agent_tui.ui.vim.dot import VisualExtent
from agent_tui.ui.vim.editor import Editor
from agent_tui.ui.vim.effects import Position
from agent_tui.ui.vim.keys import parsed
from agent_tui.ui.vim.mode import Mode
from agent_tui.ui.vim.remembered import LastVisual
from agent_tui.ui.vim.shapes import Shape
from agent_tui.ui.vim.visual_state import Visual
from agent_tui.ui.vim.widths import MAX_COLUMN, next_column

WORKS_ON_LINES = ("<", ">", "=", "gq", "J", "gJ", "I", "A", "gw")
"""Operators that take the lines of a selection without the line break behind it."""


def area_of_motion(editor: Editor, command: Command) -> Area:
    """What lies between the operator's start and the cursor. The cursor goes to its start."""
    operator = command.operator
    assert operator is not None
    shape = Shape.LINES if command.is_linewise else Shape.CHARS
    is_inclusive = command.is_inclusive
    if operator.forced == "V":
        shape = Shape.LINES
    elif operator.forced == "v":
        is_inclusive = shape is Shape.CHARS and not is_inclusive
        shape = Shape.CHARS
    start, end = sorted((operator.start, editor.cursor))
    last = editor.line_count - 1
    if end[0] > last:
        end = (last, len(editor.text.line(last)))
    area = Area(
        operator.key,
        start,
        (end[0], min(end[1], len(editor.text.line(end[0])))),
        shape,
        command.register,
        is_inclusive,
        is_forced=bool(operator.forced),
        uses_first_register=command.uses_first_register,
        count=command.count,
    )
    area.origin = operator.origin
    editor.cursor = start
    editor.forget_wanted()
    _finish(editor, area, may_adjust=not command.is_adjusted)
    return area


def _finish(editor: Editor, area: Area, *, may_adjust: bool) -> None:
    """Round to whole characters, find out whether it is empty, and mind the first column."""
    if area.is_inclusive:
        area.end = _on_last_code_point(editor, area.end)
    at_line_end = area.end[1] >= len(editor.text.line(area.end[0]))
    area.is_empty = (
        area.shape is Shape.CHARS
        and area.start == area.end
        and (not area.is_inclusive or (area.key == "y" and at_line_end))
    )
    if may_adjust and not area.is_visual and area.shape is Shape.CHARS:
        _off_first_column(editor, area)


def _on_last_code_point(editor: Editor, place: Position) -> Position:
    line = editor.text.line(place[0])
    if place[1] >= len(line):
        return place
    return place[0], next_column(line, place[1]) - 1


def _off_first_column(editor: Editor, area: Area) -> None:
    """An exclusive motion that ends in the first column ends at the end of the line before; if it
    begins in the indent, whole lines are meant."""
    if area.is_inclusive or area.end[1] != 0 or area.line_count < 2:
        return
    area.end_was_adjusted = True
    row = area.end[0] - 1
    if indent_length(editor.text.line(area.start[0])) >= area.start[1]:
        area.shape = Shape.LINES
        area.end = (row, 0)
        return
    size = len(editor.text.line(row))
    area.end = (row, max(0, size - 1))
    area.is_inclusive = size > 0


def area_of_selection(editor: Editor, key: str, command: Command) -> Area:
    """What is selected; visual mode ends, and the cursor goes to its start."""
    visual = editor.visual
    assert visual is not None
    kind = editor.visual_original or visual.kind
    editor.last_visual = LastVisual(kind, visual.anchor, editor.cursor, editor.wanted)
    was_at = editor.cursor
    start, end = _ends(editor, visual)
    area = _selected(editor, key, visual, start, end)
    area.register, area.count, area.extra = command.register, command.count, command.extra
    area.origin = was_at
    extent = _extent(editor, area, visual, command.count)
    if key != "y":
        editor.last_change.begin(area.register, 0, _keys(key, command), extent)
    _with_line_break(editor, area, visual.kind)
    editor.visual, editor.mode = None, Mode.NORMAL
    editor.forget_wanted()
    _finish(editor, area, may_adjust=False)
    return area


def _keys(key: str, command: Command) -> list[str]:
    """What "." types."""
    return [*parsed(key), *([command.extra] if key == "r" else [])]


def _ends(editor: Editor, visual: Visual) -> tuple[Position, Position]:
    """Start and end. Of whole lines the anchor is in the first column, the cursor where it is."""
    anchor = visual.anchor
    if visual.kind is Mode.VISUAL_LINE:
        anchor = (anchor[0], 0)
    return min(anchor, editor.cursor), max(anchor, editor.cursor)


def leave_at_start(editor: Editor) -> None:
    """Visual mode ends as an operator ends it, without one."""
    visual = editor.visual
    assert visual is not None
    editor.last_visual = LastVisual(visual.kind, visual.anchor, editor.cursor, editor.wanted)
    start, end = _ends(editor, visual)
    _selected(editor, ":", visual, start, end)
    editor.visual = None
    editor.forget_wanted()


def area_again(editor: Editor, key: str, command: Command, extent: VisualExtent) -> Area:
    """An area of the size that a selection had, from the cursor on."""
    editor.last_change.begin(command.register, 0, _keys(key, command), extent)
    start = editor.cursor
    visual = Visual(extent.kind, start)
    editor.row = min(editor.row + extent.line_count - 1, editor.line_count - 1)
    if extent.kind is Mode.VISUAL and extent.line_count <= 1:
        # On a tab that the cursor came to from another line, Vim counts from where it came from.
        here = min(editor.wanted, editor.display_column())
        is_to_end = extent.width >= MAX_COLUMN
        editor.wanted = here + (extent.width if is_to_end else extent.width - 1)
    elif extent.kind is Mode.VISUAL or extent.width >= MAX_COLUMN:
        editor.wanted = extent.width
    was_visual, editor.visual = editor.visual, visual
    if extent.kind is Mode.VISUAL or extent.width >= MAX_COLUMN:
        editor.to_display(editor.wanted)
    first, last = sorted((start, editor.cursor))
    area = _selected(editor, key, visual, first, last, again=extent)
    area.origin = start
    area.register, area.count, area.extra = command.register, extent.count, command.extra
    _with_line_break(editor, area, extent.kind)
    editor.visual = was_visual
    editor.forget_wanted()
    _finish(editor, area, may_adjust=False)
    return area


def forced_block(editor: Editor, command: Command) -> Area:
    """The rectangle between the operator's start and the cursor."""
    operator = command.operator
    assert operator is not None
    if editor.reaches_line_end:
        editor.wanted = MAX_COLUMN
    visual = editor.visual = Visual(Mode.VISUAL_BLOCK, operator.start)
    editor.last_visual = LastVisual(visual.kind, visual.anchor, editor.cursor, editor.wanted)
    start, end = sorted((operator.start, editor.cursor))
    area = _selected(editor, operator.key, visual, start, end)
    area.origin = operator.origin
    area.is_inclusive = command.is_inclusive or command.is_linewise
    area.is_empty = not area.is_inclusive and area.start == area.end
    area.register, area.is_forced = command.register, True
    area.uses_first_register = command.uses_first_register
    editor.visual = None
    editor.forget_wanted()
    return area


def _selected(
    editor: Editor,
    key: str,
    visual: Visual,
    start: Position,
    end: Position,
    again: VisualExtent | None = None,
) -> Area:
    area = Area(key, start, end, is_inclusive=True, is_visual=True)
    area.reaches_ends = editor.wanted >= MAX_COLUMN
    if visual.kind is Mode.VISUAL_BLOCK:
        area.shape = Shape.BLOCK
        _square(editor, area, again)
    elif visual.kind is Mode.VISUAL_LINE:
        area.shape = Shape.LINES
    editor.cursor = area.start
    return area


def _square(editor: Editor, area: Area, again: VisualExtent | None) -> None:
    """The display columns of a block, and the characters at its corners."""
    first, last = editor.span(area.start)
    if again is None:
        other, other_last = editor.span(area.end)
        first, last = min(first, other), max(last, other_last)
    if area.reaches_ends:
        last = 0
        for row in range(area.start[0], area.end[0] + 1):
            size = len(editor.text.line(row))
            last = max(last, editor.span((row, size))[1])
    elif again is not None:
        last = first + again.width - 1
    area.first_cell, area.last_cell = first, last
    editor.operated_cells = [first, last]
    editor.row = area.end[0]
    editor.to_display(last)
    area.end = editor.cursor
    editor.row = area.start[0]
    editor.to_display(first)
    area.start = editor.cursor


def _extent(editor: Editor, area: Area, visual: Visual, count: int) -> VisualExtent:
    """The size of a selection, for "." and for {count}v."""
    if area.reaches_ends:
        width = MAX_COLUMN
    elif area.is_block:
        width = area.last_cell - area.first_cell + 1
    else:
        width = editor.operated_cells[1] = editor.span(area.end)[1]
        if area.line_count == 1:
            editor.operated_cells[0] = editor.span(area.start)[0]
            width += 1 - editor.operated_cells[0]
    extent = VisualExtent(visual.kind, area.line_count, width, count)
    editor.last_extent = extent
    return extent


def _with_line_break(editor: Editor, area: Area, kind: Mode) -> None:
    """A selection that reaches behind a line's last character includes the line break."""
    row, column = area.end
    if kind is not Mode.VISUAL or column < len(editor.text.line(row)):
        return
    area.is_inclusive = False
    if area.key not in WORKS_ON_LINES and row + 1 < editor.line_count:
        area.end = (row + 1, 0)
