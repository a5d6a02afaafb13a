"""Motions over words and WORDS. The counted steps are shared with the text objects."""

from __future__ import annotations

from agent_tui.ui.vim.char_classes import is_white
from agent_tui.ui.vim.command import Command
from agent_tui.ui.vim.editor import Editor
from agent_tui.ui.vim.failure import CommandFailed
from agent_tui.ui.vim.walk import END_OF_TEXT, OTHER_LINE, START_OF_TEXT, Walk
from agent_tui.ui.vim.widths import previous_column


def next_word(walk: Walk, count: int, *, stops_at_line_end: bool) -> bool:
    """To the start of the next word, `count` times. False when the text ended before.

    stops_at_line_end: the last step goes no further than the line's end, as operators want it.
    """
    for left in range(count - 1, -1, -1):
        kind = walk.kind
        was_last = walk.is_on_last_line
        stops = stops_at_line_end and left == 0
        went = walk.forward()
        if went == END_OF_TEXT or (went >= OTHER_LINE and was_last):
            return False
        if went >= OTHER_LINE and stops:
            return True
        if kind:
            while walk.kind == kind:
                went = walk.forward()
                if went == END_OF_TEXT or (went >= OTHER_LINE and stops):
                    return True
        if not _skip_blanks(walk, stops=stops):
            return True
    return True


def _skip_blanks(walk: Walk, *, stops: bool) -> bool:
    """To the next character that is no blank, or an empty line. False at the text's end."""
    while walk.kind == 0:
        if walk.is_on_empty_line:
            return True
        was_last = walk.is_on_last_line
        went = walk.forward()
        if went == END_OF_TEXT or (went >= OTHER_LINE and (was_last or stops)):
            return False
    return True


def previous_word(walk: Walk, count: int, *, stops: bool = False) -> bool:
    """To the start of the word before, `count` times. stops: that of this word will do."""
    for _ in range(count):
        kind = walk.kind
        if walk.back() == START_OF_TEXT:
            return False
        if not stops or kind == walk.kind or kind == 0:
            while walk.kind == 0 and not walk.is_on_empty_line:
                if walk.back() == START_OF_TEXT:
                    return True
            if walk.is_on_empty_line and walk.kind == 0:
                stops = False
                continue
            if not walk.skip_back(walk.kind):
                return True
        walk.forward()
        stops = False
    return True


def word_end(walk: Walk, count: int, *, stops: bool = False, halts_at_empty: bool = False) -> bool:
    """To the last character of the next word, `count` times.

    stops: the end of this word will do. halts_at_empty: an empty line is a word.
    """
    for _ in range(count):
        kind = walk.kind
        if walk.forward() == END_OF_TEXT:
            return False
        if walk.kind == kind and kind:
            if not walk.skip_forward(kind):
                return False
        elif not stops or kind == 0:
            if not _to_word(walk, halts_at_empty=halts_at_empty):
                return False
            if walk.kind == 0:
                stops = False
                continue
            if not walk.skip_forward(walk.kind):
                return False
        walk.back()
        stops = False
    return True


def _to_word(walk: Walk, *, halts_at_empty: bool) -> bool:
    """Over blanks, and empty lines if they are no words. False at the text's end."""
    while walk.kind == 0 and not (halts_at_empty and walk.is_on_empty_line):
        if walk.forward() == END_OF_TEXT:
            return False
    return True


def previous_word_end(walk: Walk, count: int, *, stops_at_line_end: bool = False) -> bool:
    """To the last character of the word before, `count` times."""
    for _ in range(count):
        kind = walk.kind
        went = walk.back()
        if went == START_OF_TEXT:
            return False
        if stops_at_line_end and went == OTHER_LINE:
            return True
        while kind and walk.kind == kind:
            went = walk.back()
            if went == START_OF_TEXT or (stops_at_line_end and went == OTHER_LINE):
                return True
        while walk.kind == 0 and not walk.is_on_empty_line:
            went = walk.back()
            if went == START_OF_TEXT or (stops_at_line_end and went == OTHER_LINE):
                return True
    return True


def off_the_line_end(editor: Editor, command: Command) -> None:
    """The cursor does not stay behind the last character; then that one is part of the motion."""
    if editor.column and not editor.char and editor.visual is None:
        editor.column = previous_column(editor.line, editor.column)
        command.is_inclusive = True


def _forward(editor: Editor, command: Command, *, is_big: bool, is_end: bool) -> None:
    operator = command.operator
    stops = False
    if not is_end and operator is not None and operator.key == "c":
        # As in Vi, "cw" changes to the end of the word, the blanks behind it stay.
        is_end = stops = bool(editor.char) and not is_white(editor.char)
    command.is_inclusive = is_end
    walk = Walk(editor.text, editor.cursor, is_big=is_big)
    if is_end:
        is_done = word_end(walk, command.steps, stops=stops)
    else:
        is_done = next_word(walk, command.steps, stops_at_line_end=operator is not None)
    has_moved = walk.place > editor.cursor
    editor.cursor = walk.place
    editor.forget_wanted()
    if has_moved:
        off_the_line_end(editor, command)
    if not is_done and operator is None:
        raise CommandFailed


def word_forward(editor: Editor, command: Command) -> None:
    """w, W."""
    _forward(editor, command, is_big=command.key == "W", is_end=False)


def end_forward(editor: Editor, command: Command) -> None:
    """e, E."""
    _forward(editor, command, is_big=command.key == "E", is_end=True)


def word_back(editor: Editor, command: Command) -> None:
    """b, B."""
    walk = Walk(editor.text, editor.cursor, is_big=command.key == "B")
    is_done = previous_word(walk, command.steps)
    editor.cursor = walk.place
    editor.forget_wanted()
    if not is_done:
        raise CommandFailed


def end_back(editor: Editor, command: Command) -> None:
    """ge, gE."""
    command.is_inclusive = True
    walk = Walk(editor.text, editor.cursor, is_big=command.key == "gE")
    is_done = previous_word_end(walk, command.steps)
    editor.cursor = walk.place
    editor.forget_wanted()
    if not is_done:
        raise CommandFailed
