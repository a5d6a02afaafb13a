"""gn and gN: the next match as a text object."""

from __future__ import annotations

from agent_tui.ui.vim.command import Command
from agent_tui.ui.vim.editor import Editor
from agent_tui.ui.vim.effects import Position
from agent_tui.ui.vim.failure import CommandFailed
from agent_tui.ui.vim.mode import Mode
from agent_tui.ui.vim.remembered import LastVisual
from agent_tui.ui.vim.searching import Finder, Found, compiled, found_from
from agent_tui.ui.vim.visual_state import Visual
from agent_tui.ui.vim.walk import Walk


def match(editor: Editor, command: Command) -> None:
    """Select the match under the cursor or the next one; operate on it; let a selection grow."""
    is_forward = command.key == "gn"
    found = _found(editor, is_forward=is_forward, count=command.times)
    start, last = found[0], _last(editor, found)
    visual, operator = editor.visual, command.operator
    if operator is not None:
        operator.start = start
        command.is_inclusive = True
        editor.cursor = last
        editor.last_visual = LastVisual(Mode.VISUAL, start, last, last[1])
    elif visual is None:
        anchor, editor.cursor = (start, last) if is_forward else (last, start)
        editor.visual, editor.mode = Visual(Mode.VISUAL, anchor), Mode.VISUAL
        editor.visual_original = None
    else:
        shrinks = is_forward and editor.cursor < visual.anchor
        editor.cursor = last if is_forward and not shrinks and found[1] > visual.anchor else start
    editor.forget_wanted()


def _last(editor: Editor, found: Found) -> Position:
    """The last character of a match."""
    start, end = found
    walk = Walk(editor.text, end)
    if end > start:
        walk.back()
    return walk.place


def _found(editor: Editor, *, is_forward: bool, count: int) -> Found:
    """There and back again, so that a match that the cursor is in counts."""
    pattern = editor.search.pattern
    if not pattern:
        raise CommandFailed("E35: No previous regular expression")
    finder = Finder(
        editor.text, pattern, compiled(pattern, editor.options, tilde=editor.ex_memory.tilde)
    )
    place = editor.cursor
    skips = False
    if editor.visual is not None:
        walk = Walk(editor.text, place)
        (walk.forward if is_forward else walk.back)()
        place = walk.place
        skips = is_forward and editor.cursor < editor.visual.anchor
    if not skips:
        place = _before(editor, finder, place) if is_forward else _behind(editor, finder, place)
    found = None
    by_end = not is_forward and not _is_empty(editor, finder)
    for _ in range(min(count, 1_000)):
        found = found_from(
            finder,
            editor.text,
            place,
            is_forward=is_forward,
            by_end=by_end,
            wraps=editor.options.wrapscan,
        )
        if found is None:
            raise CommandFailed(f"E486: Pattern not found: {pattern}")
        place = found[0] if is_forward else _last(editor, found)
    assert found is not None
    return found


def _is_empty(editor: Editor, finder: Finder) -> bool:
    """The text's first match has no character, which Vim takes for a sign that none has."""
    found = found_from(finder, editor.text, (0, -1), is_forward=True, by_end=False, wraps=False)
    return found is not None and found[0] == found[1]


def _before(editor: Editor, finder: Finder, place: Position) -> Position:
    by_end = not _is_empty(editor, finder)
    found = found_from(finder, editor.text, place, is_forward=False, by_end=by_end, wraps=False)
    if found is None:
        return (0, -1)
    return _last(editor, found) if by_end else found[0]


def _behind(editor: Editor, finder: Finder, place: Position) -> Position:
    found = found_from(finder, editor.text, place, is_forward=True, by_end=False, wraps=False)
    if found is None:
        last = editor.line_count - 1
        return last, len(editor.text.line(last))
    return found[0]
