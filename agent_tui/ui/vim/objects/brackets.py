"""i( a( and the other brackets."""

from __future__ import annotations

from agent_tui.ui.vim.bracket_match import enclosing_place
from agent_tui.ui.vim.char_classes import indent_length
from agent_tui.ui.vim.command import Command
from agent_tui.ui.vim.editor import Editor
from agent_tui.ui.vim.effects import Position
from agent_tui.ui.vim.failure import CommandFailed
from agent_tui.ui.vim.objects.selecting import is_fresh, select_only_chars, set_start
from agent_tui.ui.vim.walk import Walk

_PAIRS = {
    **dict.fromkeys("()b", "()"),
    **dict.fromkeys("{}B", "{}"),
    **dict.fromkeys("[]", "[]"),
    **dict.fromkeys("<>", "<>"),
}


def select_brackets(editor: Editor, command: Command) -> None:
    """What stands between two brackets, or with "a" the brackets, too."""
    opener, closer = tuple(_PAIRS[command.extra])
    walk, old_start, old_end = _begin(editor, opener)
    start = _opener(editor, walk.place, opener, command.times)
    end = _closer(editor, start, closer)
    is_line_start = False
    walk.go(end)
    while command.key == "i":
        inner = Walk(editor.text, start)
        inner.forward_over_ends()
        start = inner.place
        is_line_start = _before_closer(walk)
        is_larger = start < old_start or old_end < walk.place
        if is_larger or start == walk.place or editor.visual is None:
            break
        outside = Walk(editor.text, old_start)
        outside.back_over_ends()
        around = _next_opener(editor, outside.place, opener, is_forward=False)
        if around is None:
            raise CommandFailed
        start = around
        end = _closer(editor, start, closer)
        walk.go(end)
    _finish(editor, command, walk, start, is_line_start)


def _begin(editor: Editor, opener: str) -> tuple[Walk, Position, Position]:
    """From where to look for the opening bracket, and what was selected before."""
    walk = Walk(editor.text, editor.cursor)
    cursor = editor.cursor
    if is_fresh(editor):
        editor.jump_from_here()
        if opener == "{":
            _skip_indent(walk)
        if walk.char == opener:
            walk.column += 1
        return walk, cursor, cursor
    assert editor.visual is not None
    anchor = editor.visual.anchor
    if anchor < cursor:
        walk.go(anchor)
        return walk, anchor, cursor
    return walk, cursor, anchor


def _in_indent(walk: Walk) -> bool:
    return indent_length(walk.line) >= walk.column + 1


def _skip_indent(walk: Walk) -> None:
    while _in_indent(walk):
        if walk.forward() != 0:
            return


def _opener(editor: Editor, place: Position, opener: str, count: int) -> Position:
    """The bracket that is `count` levels around a place; the next one if none is around it."""
    is_forward = _next_opener(editor, place, opener, is_forward=False) is None
    for _ in range(count):
        found = _next_opener(editor, place, opener, is_forward=is_forward)
        if found is None:
            raise CommandFailed
        place = found
    return place


def _next_opener(
    editor: Editor, place: Position, opener: str, *, is_forward: bool
) -> Position | None:
    return enclosing_place(editor.text, place, opener, is_forward=is_forward, minds_quotes=False)


def _closer(editor: Editor, place: Position, closer: str) -> Position:
    found = enclosing_place(editor.text, place, closer, is_forward=True, minds_quotes=True)
    if found is None:
        raise CommandFailed
    return found


def _before_closer(walk: Walk) -> bool:
    """To the last character inside. True: the closing bracket begins its line."""
    is_line_start = walk.column == 0
    walk.back_over_ends()
    while _in_indent(walk):
        is_line_start = True
        if walk.back_over_ends() != 0:
            break
    return is_line_start


def _finish(
    editor: Editor, command: Command, walk: Walk, start: Position, is_line_start: bool
) -> None:
    editor.forget_wanted()
    if editor.visual is not None:
        if is_line_start and walk.char:
            walk.forward()
        editor.cursor = walk.place
        set_start(editor, command, start)
        select_only_chars(editor)
        editor.clamp()
        return
    command.is_inclusive = False
    if is_line_start:
        walk.forward_over_ends()
    elif start <= walk.place:
        command.is_inclusive = True
    else:
        walk.go(start)
    set_start(editor, command, start)
    editor.cursor = walk.place
