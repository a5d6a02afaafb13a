"""is and as."""

from __future__ import annotations

from agent_tui.ui.vim.char_classes import is_white
from agent_tui.ui.vim.command import Command
from agent_tui.ui.vim.editor import Editor
from agent_tui.ui.vim.effects import Position
from agent_tui.ui.vim.objects.selecting import is_fresh, select_only_chars, set_start
from agent_tui.ui.vim.sentences import sentence_place
from agent_tui.ui.vim.walk import START_OF_TEXT, Walk


def _go(editor: Editor, walk: Walk, *, is_forward: bool) -> None:
    """As in Vim, each step is a jump."""
    place = sentence_place(walk.text, walk.place, is_forward, 1)
    if place is not None:
        editor.marks.jumped_from(walk.place)
        walk.go(place)


def _to_first_blank(walk: Walk) -> None:
    while walk.back_over_ends() != START_OF_TEXT:
        if not is_white(walk.char):
            walk.forward_over_ends()
            return


def _forward(editor: Editor, walk: Walk, count: int, at_start: bool) -> None:
    """Over sentences and the blanks between them, in turns."""
    places = [walk.place]
    left = count
    while left:
        left -= 1
        _go(editor, walk, is_forward=True)
        if at_start:
            _to_first_blank(walk)
        if left == 0 or at_start:
            walk.back_over_ends()
        at_start = not at_start
        places.append(walk.place)
        if left > 4 and len(places) > 2 and places[-3] == places[-1]:
            left = 2 + left % 2  # the text's end: all further turns are alike


def select_sentence(editor: Editor, command: Command) -> None:
    """Sentences and the blanks between them; "a" takes both for each count."""
    includes = command.key == "a"
    editor.forget_wanted()
    walk, ahead = Walk(editor.text, editor.cursor), Walk(editor.text, editor.cursor)
    _go(editor, walk, is_forward=True)
    if not is_fresh(editor):
        _extend(editor, command, walk, ahead, editor.cursor)
        return
    start, is_on_blank = _start(editor, walk, ahead)
    count = command.steps * 2 if includes else command.steps - int(is_on_blank)
    if count > 0:
        _forward(editor, walk, count, True)
    else:
        walk.back_over_ends()
    if includes:
        start = _with_blanks(walk, start, is_on_blank)
    if editor.visual is not None:
        if start == walk.place:
            _extend(editor, command, walk, ahead, start)
            return
        editor.cursor = walk.place
        select_only_chars(editor)
    else:
        command.is_inclusive = walk.forward_over_ends() == -1
        editor.cursor = walk.place
    set_start(editor, command, start)


def _start(editor: Editor, walk: Walk, ahead: Walk) -> tuple[Position, bool]:
    """Where the object begins, and whether that is a blank in front of a sentence.

    walk: at the next sentence; it goes to the object's end. ahead: goes over the blanks.
    """
    while is_white(ahead.char):
        ahead.forward_over_ends()
    if ahead.place == walk.place:
        first = Walk(walk.text, editor.cursor)
        _to_first_blank(first)
        return first.place, True
    _go(editor, walk, is_forward=False)
    return walk.place, False


def _with_blanks(walk: Walk, start: Position, is_on_blank: bool) -> Position:
    """Either the blanks in front of the sentence or those behind it."""
    if is_on_blank:
        _to_first_blank(walk)
        if is_white(walk.char):
            walk.back_over_ends()
    elif not is_white(walk.char):
        first = Walk(walk.text, start)
        _to_first_blank(first)
        return first.place
    return start


def _extend(editor: Editor, command: Command, walk: Walk, ahead: Walk, start: Position) -> None:
    """The selection grows from `start` on. walk: at the next sentence. ahead: at `start` or behind
    the blanks there."""
    visual = editor.visual
    assert visual is not None
    includes = command.key == "a"
    count = command.steps * 2 if includes else command.steps
    if start < visual.anchor:
        _extend_back(editor, walk, ahead, start, count, includes)
    else:
        _extend_forward(editor, walk, ahead, start, count)
    editor.cursor = walk.place


def _extend_back(
    editor: Editor, walk: Walk, ahead: Walk, start: Position, count: int, includes: bool
) -> None:
    at_start = True
    ahead.back_over_ends()
    while ahead.place < walk.place:
        if not is_white(ahead.char):
            at_start = False
            break
        ahead.forward_over_ends()
    if not at_start:
        _go(editor, walk, is_forward=False)
        if walk.place == start:
            at_start = True
        else:
            _go(editor, walk, is_forward=True)
    for _ in range(count):
        before = walk.place
        if at_start:
            _to_first_blank(walk)
        if not at_start or (not includes and not is_white(walk.char)):
            _go(editor, walk, is_forward=False)
        at_start = not at_start
        if before == walk.place == (0, 0):
            return


def _extend_forward(editor: Editor, walk: Walk, ahead: Walk, start: Position, count: int) -> None:
    ahead.forward_over_ends()
    at_start = True
    if ahead.place != walk.place:
        at_start = False
        while ahead.place < walk.place:
            if not is_white(ahead.char):
                at_start = True
                break
            ahead.forward_over_ends()
        if at_start:
            _go(editor, walk, is_forward=False)
        else:
            walk.go(start)
    _forward(editor, walk, count, at_start)
