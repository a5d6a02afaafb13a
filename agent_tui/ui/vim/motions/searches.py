"""/, ?, n, N, *, # and their kin."""

from __future__ import annotations

import re

from agent_tui.ui.vim.char_classes import BLANK, char_class, is_word_char
from agent_tui.ui.vim.command import Command
from agent_tui.ui.vim.editor import Editor
from agent_tui.ui.vim.effects import Position
from agent_tui.ui.vim.failure import CommandFailed
from agent_tui.ui.vim.remembered import LastSearch, SearchOffset
from agent_tui.ui.vim.searching import Finder, compiled, found_from
from agent_tui.ui.vim.walk import Walk
from agent_tui.ui.vim.widths import char_start, next_column, previous_column

_OFFSET = re.compile(r"([esb]?)([+-]?)(\d*)")


def split_pattern(line: str, delimiter: str) -> tuple[str, str | None]:
    """The pattern, and what stands behind its end; None when the end is not marked."""
    in_class = False
    at = 0
    while at < len(line):
        char = line[at]
        if char == "\\":
            at += 1
        elif char == "[" and "]" in line[at + 2 :]:
            in_class = True
        elif char == "]":
            in_class = False
        elif char == delimiter and not in_class:
            return line[:at], line[at + 1 :]
        at += 1
    return line, None


def _offset(text: str) -> tuple[SearchOffset, str]:
    """The offset that stands behind a pattern, and the rest."""
    match = _OFFSET.match(text)
    assert match is not None
    letter, sign, digits = match.groups()
    if letter == "" and not sign and not digits:
        return SearchOffset(), text
    count = int(digits[:9]) if digits else int(bool(sign))
    count = -count if sign == "-" else count
    return SearchOffset(letter == "", letter == "e", count), text[match.end() :]


def search_line(editor: Editor, command: Command, line: str, *, is_forward: bool) -> None:
    """What was typed behind "/" or "?", perhaps several searches: "/a/;/b/e"."""
    delimiter = "/" if is_forward else "?"
    count = command.times
    start = editor.cursor
    try:
        while True:
            pattern, rest = split_pattern(line, delimiter)
            offset, more = _offset(rest or "")
            if rest is None and not pattern:
                offset = editor.search.offset
            _remember(editor, pattern.replace("\\" + delimiter, delimiter), is_forward, offset)
            search_again(editor, command, is_forward=is_forward, count=count)
            if not more.startswith(";"):
                break
            if more[1:2] not in ("/", "?"):
                raise CommandFailed("E386: Expected '?' or '/' after ';'")
            delimiter, line = more[1], more[2:]
            is_forward = delimiter == "/"
    except CommandFailed:
        editor.cursor = start
        raise
    editor.marks.jumped_from(start)


def _remember(editor: Editor, pattern: str, is_forward: bool, offset: SearchOffset) -> None:
    pattern = pattern or editor.search.pattern
    editor.search = LastSearch(pattern, is_forward, offset)
    if not pattern:
        raise CommandFailed("E35: No previous regular expression")


def search_again(editor: Editor, command: Command, *, is_forward: bool, count: int) -> bool:
    """The last pattern, from the cursor, with the last offset. True: around the text's end."""
    last = editor.search
    if not last.pattern:
        raise CommandFailed("E35: No previous regular expression")
    expression = compiled(last.pattern, editor.options, tilde=editor.ex_memory.tilde)
    finder = Finder(editor.text, last.pattern, expression)
    offset = last.offset
    place = _search_start(editor, offset)
    wraps = editor.options.wrapscan
    seen: dict[Position, int] = {}
    has_wrapped = False
    while count:
        found = found_from(
            finder, editor.text, place, is_forward=is_forward, by_end=offset.is_end, wraps=wraps
        )
        if found is None:
            raise CommandFailed(_not_found(last.pattern, wraps, is_forward))
        before, place = place, _last(found) if offset.is_end else found[0]
        has_wrapped = has_wrapped or (place <= before if is_forward else place >= before)
        count -= 1
        if place in seen:  # all matches have been seen: only the remainder of the count matters
            count %= seen[place] - count
            seen.clear()
        seen[place] = count
    command.pattern = last.pattern
    _land(editor, command, place, offset)
    return has_wrapped


def _not_found(pattern: str, wraps: bool, is_forward: bool) -> str:
    if wraps:
        return f"E486: Pattern not found: {pattern}"
    if is_forward:
        return f"E385: Search hit BOTTOM without match for: {pattern}"
    return f"E384: Search hit TOP without match for: {pattern}"


def _last(found: tuple[Position, Position]) -> Position:
    start, (row, column) = found
    return max(start, (row, column - 1))


def _search_start(editor: Editor, offset: SearchOffset) -> Position:
    """Where to begin, so that an offset does not find the same match again."""
    if offset.is_lines or not offset.count or offset.count > 1_000:
        return editor.cursor
    walk = Walk(editor.text, editor.cursor)
    for _ in range(abs(offset.count)):
        if (walk.back_over_ends if offset.count > 0 else walk.forward_over_ends)() == -1:
            last = editor.line_count - 1
            return (0, -1) if offset.count > 0 else (last, len(editor.text.line(last)) + 1)
    return walk.place


def _land(editor: Editor, command: Command, place: Position, offset: SearchOffset) -> None:
    editor.cursor = place
    if offset.is_lines:
        command.is_linewise = True
        editor.row = max(0, min(place[0] + offset.count, editor.line_count - 1))
        editor.column = 0
        return
    command.is_inclusive = offset.is_end
    walk = Walk(editor.text, place)
    for _ in range(min(abs(offset.count), 1_000_000)):
        if (walk.forward_over_ends if offset.count > 0 else walk.back_over_ends)() == -1:
            break
    editor.cursor = walk.place
    editor.clamp_column()
    editor.column = char_start(editor.line, editor.column)


def next_match(editor: Editor, command: Command) -> None:
    """n and N."""
    command.uses_first_register = True
    editor.forget_wanted()
    editor.search.is_shown = True
    start = editor.cursor
    is_forward = editor.search.is_forward == (command.key == "n")
    has_wrapped = search_again(editor, command, is_forward=is_forward, count=command.times)
    offset = editor.search.offset
    is_there = editor.cursor == start and not has_wrapped
    if is_there and offset.count and not offset.is_lines:  # at the text's end: not for ever
        search_again(editor, command, is_forward=is_forward, count=command.times + 1)
    editor.marks.jumped_from(start)


def word_under_cursor(editor: Editor, command: Command) -> None:
    """*, #, g*, g#."""
    command.uses_first_register = True
    start, word = word_at(editor)
    editor.forget_wanted()
    is_whole = len(command.key) == 1 and is_word_char(word[0])
    literal = re.sub(r"([\\/.*$^~\[])", r"\\\1", word)
    pattern = f"\\<{literal}\\>" if is_whole else literal
    editor.jump_from_here()
    editor.column = start
    before, was = editor.cursor, editor.column
    editor.search = LastSearch(pattern, command.key[-1] == "*", SearchOffset())
    histories = editor.histories["/"]
    histories.append(pattern)
    try:
        search_again(editor, command, is_forward=editor.search.is_forward, count=command.times)
    except CommandFailed:
        editor.cursor = before[0], was
        raise


def word_at(editor: Editor) -> tuple[int, str]:
    """The keyword under or behind the cursor, else the other text there: (column, text)."""
    line = editor.line
    for wanted in (is_word_char, lambda char: char_class(char) != BLANK):
        start = editor.column
        while start < len(line) and not wanted(line[start]):
            start = next_column(line, start)
        if start >= len(line):
            continue
        kind = char_class(line[start])
        while start > 0 and char_class(line[previous_column(line, start)]) == kind:
            start = previous_column(line, start)
        end = start
        while end < len(line) and char_class(line[end]) == kind:
            end = next_column(line, end)
        return start, line[start:end]
    raise CommandFailed(
        "E349: No identifier under cursor" if line else "E348: No string under cursor"
    )
