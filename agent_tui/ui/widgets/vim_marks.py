"""What vim paints in the composer: the selection, and what a search has found."""

from __future__ import annotations

from collections.abc import Iterator

from agent_tui.ui.vim import patterns
from agent_tui.ui.vim.mode import Mode
from agent_tui.ui.vim.visual_state import Selection
from agent_tui.ui.vim.widths import at_display, next_column

SELECTED = "composer--selected"
FOUND = "composer--found"
_MOST_MATCHES = 200  # in one line: more say nothing to anybody

Span = tuple[int, int]


def selected_span(selection: Selection, row: int, line: str, tab: int) -> Span | None:
    """The columns of a line that are selected, end exclusive; None for none. An empty line that is
    selected has one column, to be seen."""
    (first, left), (last, right) = selection.start, selection.end
    if not first <= row <= last:
        return None
    if selection.kind is Mode.VISUAL_LINE:
        return 0, max(1, len(line))
    if selection.kind is Mode.VISUAL_BLOCK:
        start, _ = at_display(line, selection.first_cell, tab)
        end, _ = at_display(line, selection.last_cell, tab)
        return (start, next_column(line, end)) if start < len(line) else None
    start = left if row == first else 0
    end = next_column(line, right) if row == last else len(line)
    return start, max(end, start + 1)


def found_spans(expression: patterns.VimPattern, line: str) -> Iterator[Span]:
    """Where a pattern matches in a line. Empty matches are not shown. Raises `PatternError` when it
    takes too long."""
    with patterns.time_limited():
        for count, match in enumerate(expression.finditer(line)):
            if count == _MOST_MATCHES:
                return
            start, end = patterns.span(match)
            if start < end:
                yield start, end
