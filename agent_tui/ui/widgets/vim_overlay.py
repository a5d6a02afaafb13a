"""What vim shows in the composer's text, as the text area paints it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator

from agent_tui.ui.vim import patterns
from agent_tui.ui.vim.engine import VimEngine
from agent_tui.ui.vim.mode import Mode
from agent_tui.ui.vim.text import Buffer
from agent_tui.ui.widgets.vim_marks import FOUND, SELECTED, found_spans, selected_span
from agent_tui.ui.widgets.vim_text import FoldedChips


class VimOverlay:
    """Implements `Overlay`."""

    def __init__(
        self,
        engine: VimEngine,
        buffer: Buffer,
        chips: FoldedChips,
        take_paste: Callable[[str], bool],
    ) -> None:
        self._engine = engine
        self._buffer = buffer
        self._chips = chips
        self.take_paste = take_paste

    @property
    def state(self) -> object:
        """Something else whenever something else is to be painted."""
        return self._engine.selection, self._engine.search_pattern, self._engine.options

    @property
    def selected_text(self) -> str:
        """See `Overlay`."""
        selection = self._engine.selection
        if selection is None:
            return ""
        lines: list[str] = []
        for row in range(selection.start[0], selection.end[0] + 1):
            line = self._buffer.line(row)
            span = selected_span(selection, row, line, self._engine.options.tabstop)
            lines.append(line[slice(*span)] if span is not None else "")
        ending = "\n" if selection.kind is Mode.VISUAL_LINE else ""
        return self._chips.expanded("\n".join(lines) + ending)

    def marks(self, row: int) -> Iterable[tuple[int, int, str]]:
        """See `Overlay`."""
        if row >= self._buffer.line_count:
            return
        line = self._buffer.line(row)
        for start, end, name in self._folded_marks(row, line):
            left = len(self._chips.unfolded(line[:start]))
            width = len(self._chips.unfolded(line[start:end]))
            yield left, left + max(width, 1), name

    def _folded_marks(self, row: int, line: str) -> Iterator[tuple[int, int, str]]:
        engine = self._engine
        if engine.search_pattern:
            # A pattern that is wrong, or too slow, has been told by the search itself.
            with contextlib.suppress(patterns.PatternError):
                expression = patterns.compiled(
                    engine.search_pattern,
                    ignore_case=engine.options.ignorecase,
                    smart_case=engine.options.smartcase,
                )
                for start, end in found_spans(expression, line):
                    yield start, end, FOUND
        if engine.selection is not None:
            span = selected_span(engine.selection, row, line, engine.options.tabstop)
            if span is not None:
                yield *span, SELECTED
