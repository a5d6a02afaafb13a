"""iw, aw, iW, aW."""

from __future__ import annotations

from agent_tui.ui.vim.command import Command
from agent_tui.ui.vim.editor import Editor
from agent_tui.ui.vim.effects import Position
from agent_tui.ui.vim.failure import CommandFailed
from agent_tui.ui.vim.motions.words import next_word, previous_word, previous_word_end, word_end
from agent_tui.ui.vim.objects.selecting import is_fresh, select_chars, set_start
from agent_tui.ui.vim.walk import Walk
from agent_tui.ui.vim.widths import previous_column


def select_word(editor: Editor, command: Command) -> None:
    """Words and the blanks between them; "a" takes both for each count."""
    walk = Walk(editor.text, editor.cursor, is_big=command.extra == "W")
    includes = command.key == "a"
    count = command.steps
    start: Position | None = None
    wants_white = False
    is_inclusive = True
    try:
        if is_fresh(editor):
            start, wants_white = _first(walk, includes)
            set_start(editor, command, start)
            count -= 1
        while count > 0:
            is_inclusive = _extend(editor, walk, includes, count)
            count -= 1
    finally:
        editor.cursor = walk.place
    if start is not None and wants_white and (walk.kind or (not walk.column and not is_inclusive)):
        _include_white_before(editor, command, walk, start)
    select_chars(editor)
    command.is_inclusive = is_inclusive
    editor.forget_wanted()


def _to_start_in_line(walk: Walk) -> None:
    kind = walk.kind
    while walk.column:
        before = previous_column(walk.line, walk.column)
        if walk.classify(walk.line[before]) != kind:
            return
        walk.column = before


def _one_left(walk: Walk) -> bool:
    if not walk.column:
        return False
    walk.column = previous_column(walk.line, walk.column)
    return True


def _first(walk: Walk, includes: bool) -> tuple[Position, bool]:
    """The object under the cursor: where it begins, and whether blanks are still wanted."""
    _to_start_in_line(walk)
    start = walk.place
    if (walk.kind == 0) == includes:
        if not word_end(walk, 1, stops=True, halts_at_empty=True):
            raise CommandFailed
        return start, False
    next_word(walk, 1, stops_at_line_end=True)
    if walk.column == 0:
        walk.back_over_ends()
    else:
        _one_left(walk)
    return start, includes


def _extend(editor: Editor, walk: Walk, includes: bool, count: int) -> bool:
    """One object more. False: it ends in front of the cursor."""
    if editor.visual is not None and walk.place < editor.visual.anchor:
        if walk.back_over_ends() == -1:
            raise CommandFailed
        if includes != (walk.kind != 0):
            is_done = previous_word(walk, 1, stops=True)
        else:
            is_done = previous_word_end(walk, 1, stops_at_line_end=True)
            if is_done:
                walk.forward_over_ends()
        if not is_done:
            raise CommandFailed
        return True
    if walk.forward_over_ends() == -1:
        raise CommandFailed
    if includes != (walk.kind == 0):
        if not next_word(walk, 1, stops_at_line_end=True) and count > 1:
            raise CommandFailed
        return _one_left(walk)
    if not word_end(walk, 1, stops=True, halts_at_empty=True):
        raise CommandFailed
    return True


def _include_white_before(editor: Editor, command: Command, walk: Walk, start: Position) -> None:
    """No blanks behind: those in front, unless they are the line's indent."""
    before = Walk(editor.text, start)
    before.classify = walk.classify
    if not _one_left(before):
        return
    _to_start_in_line(before)
    if before.kind == 0 and before.column > 0:
        set_start(editor, command, before.place)
