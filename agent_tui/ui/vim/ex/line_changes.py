"""What `:s` makes of each line, before anything is changed."""

from __future__ import annotations

from msgspec import Struct

from agent_tui.ui.vim import patterns
from agent_tui.ui.vim.ex.editor import ExEditor
from agent_tui.ui.vim.ex.replacement import parsed_replacement, replaced
from agent_tui.ui.vim.ex.searching import compiled
from agent_tui.ui.vim.ex.substitution import Substitution
from agent_tui.ui.vim.widths import next_column

_LINE_END = "(?:\\n|\\Z)"
_HAS_BREAK = ("\\n|\\Z", "|\\n)", "(?s:")
_ACROSS_LINES = ("\\n", "(?s:", "\\A", "\\Z")


class LineChange(Struct, frozen=True):
    """What became of one row. joined: how many rows below it were drawn into it."""

    text: str
    count: int
    joined: int = 0


class LineChanges:
    """Finds them. tilde: what "~" stands for in the pattern. Raises `ExError`."""

    def __init__(self, meant: Substitution, editor: ExEditor, tilde: str) -> None:
        ignores = "i" in meant.flags or None
        self._regex = compiled(
            meant.pattern,
            editor,
            ignores_case=False if "I" in meant.flags else ignores,
            tilde=tilde,
        )
        self._parts = parsed_replacement(meant.replacement)
        self._is_global = ("g" in meant.flags) != editor.options.gdefault
        self._editor = editor
        # Most patterns see one line only, and are matched against that alone.
        self._is_across = any(sign in self._regex.source for sign in _ACROSS_LINES)
        self._has_break = any(sign in self._regex.source for sign in _HAS_BREAK)
        ends_text = "\\Z" in self._regex.source.replace(_LINE_END, "")
        lines = [editor.line(row) for row in range(editor.line_count)]
        # The last line ends, too, and what "&" stands for then is that end.
        self._whole = "\n".join(lines if ends_text else [*lines, ""])
        self._next = 0  # no match begins before this place of the whole text

    def between(self, first: int, last: int) -> list[tuple[int, LineChange]]:
        """What changes, by the rows as they are before any change. Raises `PatternError`."""
        found: list[tuple[int, LineChange]] = []
        row = first
        start = sum(len(self._editor.line(above)) + 1 for above in range(first))
        while row <= last:
            line = self._editor.line(row)
            if not self._is_across:
                change = self._changed(line, 0, 0)
            elif self._next <= start + len(line):
                change = self._changed(self._whole, start, last - row)
            else:
                change = None
            if change is not None:
                found.append((row, change))
            joined = change.joined if change is not None else 0
            for below in range(row, min(row + joined + 1, self._editor.line_count)):
                start += len(self._editor.line(below)) + 1
            row += joined + 1
        return found

    def _changed(self, text: str, start: int, rows_below: int) -> LineChange | None:
        """The line at `start` of the text. rows_below: how many more lines are in the range."""
        parts: list[str] = []
        copied = position = start
        previous_end = -1
        count = joined = 0
        goes_on = True
        end = _line_end(text, start)
        while goes_on and position <= end:
            if count and position == end and not self._has_break:
                break
            match = self._regex.search(text, position)
            left, right = patterns.span(match) if match is not None else (len(text) + 1, 0)
            if match is None or left > end:
                self._next = left
                break
            if left == right == previous_end:  # nothing, right behind the match before
                position = next_column(text, position)
                continue
            count += 1
            parts += [text[copied:left], replaced(self._parts, match)]
            copied = position = previous_end = right
            breaks = text.count("\n", left, right)
            joined += breaks
            goes_on = self._is_global and (not breaks or joined <= rows_below)
            if breaks:
                goes_on = joined <= rows_below
                end = _line_end(text, min(right, len(text)))
        if not count:
            return None
        return LineChange("".join(parts) + text[copied:end], count, joined)


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end
