"""it and at."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from agent_tui.ui.vim.char_classes import indent_length
from agent_tui.ui.vim.command import Command
from agent_tui.ui.vim.editor import Editor
from agent_tui.ui.vim.effects import Position
from agent_tui.ui.vim.failure import CommandFailed
from agent_tui.ui.vim.objects.selecting import is_fresh, select_only_chars, set_start
from agent_tui.ui.vim.walk import Walk

_OPENING = r"<[^ \t>/!\n]+(?:\s[^>]*?[^/\n]>|$|\s?>)"
_CLOSING = r"</[^>\n]*>"
_ANY = re.compile(f"(?P<opens>{_OPENING})|{_CLOSING}", re.MULTILINE)
_NAME = re.compile(r"[^> \t\n]*")


class _Tags:
    """The text as one string, places as offsets."""

    def __init__(self, editor: Editor) -> None:
        lines = [editor.text.line(row) for row in range(editor.line_count)]
        self.all = "\n".join(lines)
        self._starts = [0]
        for line in lines[:-1]:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def offset(self, place: Position) -> int:
        return self._starts[place[0]] + place[1]

    def place(self, offset: int) -> Position:
        row = bisect_right(self._starts, offset) - 1
        return row, offset - self._starts[row]

    def opening_before(self, offset: int) -> int | None:
        """Where the tag begins that is open at an offset."""
        depth = 0
        for match in reversed(list(_overlapping(_ANY, self.all, 0, offset))):
            depth += 1 if match.group("opens") is None else -1
            if depth < 0:
                return match.start()
        return None

    def closing_after(self, offset: int) -> int | None:
        """Where the closing tag begins that belongs to the opening one at an offset."""
        match = _NAME.match(self.all, offset + 1)
        name = match.group() if match else ""
        if not name:
            return None
        escaped = re.escape(name)
        expression = re.compile(
            rf"(?P<opens><{escaped}\b(?:\s[^>]*?[^/]>|\s?>))|</{escaped}>",
            re.MULTILINE | re.IGNORECASE,
        )
        depth = 0
        for found in _overlapping(expression, self.all, offset + 1, len(self.all)):
            depth += 1 if found.group("opens") is not None else -1
            if depth < 0:
                return found.start()
        return None


def _overlapping(
    expression: re.Pattern[str], text: str, start: int, stop: int
) -> Iterator[re.Match[str]]:
    """All matches that begin before `stop`, those inside others, too."""
    match = expression.search(text, start)
    while match is not None and match.start() < stop:
        yield match
        match = expression.search(text, match.start() + 1)


def select_tag(editor: Editor, command: Command) -> None:
    """What stands between two tags, or with "a" the tags, too."""
    tags = _Tags(editor)
    at, old_start, old_end = _begin(editor, tags)
    includes = command.key == "a"
    count = command.times
    while True:
        start, end = _pair(tags, at, count, old_end)
        if includes:
            end = tags.all.index(">", end)
            break
        inner = tags.all.find(">", start + 1) + 1
        last = end - 1
        if editor.visual is None or (inner, last) != (old_start, old_end):
            _finish(editor, command, tags, inner, last)
            return
        includes, at, count = True, old_start, command.times
    _finish(editor, command, tags, start, end)


def _pair(tags: _Tags, at: int, count: int, old_end: int) -> tuple[int, int]:
    """Where the opening and the closing tag begin that are around an offset."""
    while True:
        for _ in range(count):
            found = tags.opening_before(at)
            if found is None:
                raise CommandFailed
            at = found
        end = tags.closing_after(at)
        if end is not None and end >= old_end:
            return at, end
        count = 1


def _begin(editor: Editor, tags: _Tags) -> tuple[int, int, int]:
    """Where to look from, and what was selected, as offsets."""
    cursor = editor.cursor
    here = tags.offset(cursor)
    walk = Walk(editor.text, cursor)
    if is_fresh(editor):
        editor.jump_from_here()
        old_end = max(0, here - 1) if editor.visual is None else here
        while indent_length(walk.line) >= walk.column + 1:
            if walk.forward() != 0:
                break
        at = tags.offset(walk.place)
        tag = _tag_at(tags.all, walk)
        if tag == "opening":
            at = tags.all.find(">", at)
        elif tag == "closing":
            at = max(0, tags.all.rfind("<", 0, at + 1) - 1)
            old_end = at
        return at, here, old_end
    assert editor.visual is not None
    anchor = tags.offset(editor.visual.anchor)
    if anchor < here:
        return anchor, anchor, here
    return here, here, anchor


def _tag_at(text: str, walk: Walk) -> str:
    """The kind of tag that a place is in: "opening", "closing" or ""."""
    line, column = walk.line, walk.column
    at = column
    while at > 0 and line[at : at + 1] != "<":
        at -= 1
        if line[at] == ">":
            break
    if line[at : at + 1] != "<":
        return ""
    if line[at + 1 : at + 2] == "/":
        return "closing"
    rest = line[at + 1 :]
    end = rest.find(">")
    if end < 0:
        return "opening" if ">" in text else ""
    return "" if rest[:end].endswith("/") else "opening"


def _finish(editor: Editor, command: Command, tags: _Tags, start: int, end: int) -> None:
    """The offsets of the first and the last character."""
    editor.forget_wanted()
    first = tags.place(start)
    set_start(editor, command, first)
    if editor.visual is not None:
        editor.cursor = first if end < start else tags.place(end)
        select_only_chars(editor)
        return
    if end < start:
        editor.cursor = first
        command.is_inclusive = False
    elif tags.place(end + 1)[1] == 0 and command.key == "i":
        editor.cursor = tags.place(end + 1)
        command.is_inclusive = False
        command.is_adjusted = True
    else:
        editor.cursor = tags.place(end)
        command.is_inclusive = True
