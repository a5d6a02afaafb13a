"""Where sentences begin: behind ".", "!" or "?", closing signs, and a blank or a line's end."""

from __future__ import annotations

import re
from collections.abc import Callable

from agent_tui.ui.vim.effects import Position
from agent_tui.ui.vim.paragraphs import starts_paragraph
from agent_tui.ui.vim.text import VimText
from agent_tui.ui.vim.walk import END_OF_TEXT, START_OF_TEXT, Walk
from agent_tui.ui.vim.widths import last_column

_END = re.compile(r"[.!?]")
_ENDS, _CLOSERS, _BLANKS = ".!?", ")]\"'", " \t"


def sentence_place(text: VimText, place: Position, is_forward: bool, count: int) -> Position | None:
    """The start of the `count`th sentence from a place; None when there are not so many."""
    walk = Walk(text, place)
    step = walk.forward_over_ends if is_forward else walk.back_over_ends
    left = count
    while left:
        left -= 1
        before = walk.place
        found = _next(walk, is_forward)
        if found is None or (not found and left):
            return None
        if found:
            _skip_blanks(walk)
        if walk.place == before:  # it did not move: once more, from the next character
            if step() == -1:
                return None if left else walk.place
            left += 1
    return walk.place


def _skip_blanks(walk: Walk) -> None:
    while walk.char and walk.char in _BLANKS:
        if walk.forward_over_ends() == -1:
            return


def _next(walk: Walk, is_forward: bool) -> bool | None:
    """One sentence on, to its blanks. False: the text ended. None: nowhere to go."""
    step = walk.forward_over_ends if is_forward else walk.back_over_ends
    if walk.char == "":
        _skip_empty(walk, step)
        if is_forward:
            return True
    elif is_forward and walk.column == 0 and starts_paragraph(walk.line):
        if walk.is_on_last_line:
            return None
        walk.go((walk.row + 1, walk.column))
        return True
    elif not is_forward:
        walk.back_over_ends()
    _back_over_end(walk, is_forward)
    return _to_end(walk, is_forward)


def _skip_empty(walk: Walk, step: Callable[[], int]) -> None:
    """To a line that is not empty, if there is one."""
    while not walk.char:
        if step() == -1:
            return


def _back_over_end(walk: Walk, is_forward: bool) -> None:
    """Before the blanks and signs that end the sentence before."""
    has_found_end = False
    while walk.char and walk.char in _BLANKS + _ENDS + _CLOSERS:
        char = walk.char
        before = Walk(walk.text, walk.place)
        if before.back_over_ends() == START_OF_TEXT or (before.is_on_empty_line and is_forward):
            return
        if has_found_end:
            return
        has_found_end = char in _ENDS
        if char in _CLOSERS and (not before.char or before.char not in _ENDS + _CLOSERS):
            return
        walk.go(before.place)


def _to_end(walk: Walk, is_forward: bool) -> bool:
    """Behind the sentence's end. False when the text ended."""
    start = walk.row
    while True:
        char = walk.char
        if not char or (walk.column == 0 and starts_paragraph(walk.line)):
            if not is_forward and walk.row != start:
                walk.go((walk.row + 1, 0))
            return True
        if char in _ENDS and _ends_here(walk):
            return True
        if not (_forward if is_forward else _back)(walk):
            return False


def _forward(walk: Walk) -> bool:
    """To the next sign that may end a sentence, or to the next line. False at the text's end."""
    found = _END.search(walk.line, walk.column + 1)
    walk.column = found.start() if found else last_column(walk.line)
    return found is not None or walk.forward_over_ends() != END_OF_TEXT


def _back(walk: Walk) -> bool:
    """The same to the start. In the first column of a line a section may begin."""
    found = max(walk.line.rfind(end, 0, walk.column) for end in _ENDS) if walk.column else -1
    if found >= 0 or walk.column:
        walk.column = max(found, 0)
        return True
    return walk.back_over_ends() != START_OF_TEXT


def _ends_here(walk: Walk) -> bool:
    """Goes behind the closing signs if a blank or the line's end follows them."""
    ahead = Walk(walk.text, walk.place)
    is_over = ahead.forward() == -1
    while not is_over and ahead.char and ahead.char in _CLOSERS:
        is_over = ahead.forward() == -1
    if not is_over and ahead.char and ahead.char not in _BLANKS:
        return False
    walk.go(ahead.place)
    if not walk.char:
        walk.forward()
    return True
