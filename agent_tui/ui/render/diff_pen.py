"""Draws single lines of a diff: number, sign, and the text with what changed in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from msgspec import Struct
from rich.segment import Segment
from rich.style import Style

from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.markdown.link_targets import link_to
from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.markdown.wrap import Row, row_cells
from agent_tui.ui.render.counted import counted
from agent_tui.ui.render.diff_code import Runs
from agent_tui.ui.render.diff_lines import DiffLine, LineKind, changed_file
from agent_tui.ui.render.diff_look import LineLook, diff_look
from agent_tui.ui.render.diff_row import DiffRow
from agent_tui.ui.render.diff_words import Spans
from agent_tui.ui.render.exact_text import hard_wrapped, revealed, revealed_runs

BETWEEN = " │ "


class Details(Struct, frozen=True):
    """What is known about one line beside itself. code: its runs in the colours of its language.
    words: what changed in it."""

    code: Runs | None = None
    words: Spans = ()


_PLAIN = Details()


class DiffPen:
    """Draws rows of `width` cells. digits: of the largest number. most: rows at most, 0 for all."""

    def __init__(self, palette: Palette, digits: int, width: int, most: int) -> None:
        self._most_rows = most + 1 if most else None  # of one line, which may be a megabyte long
        self._look = diff_look(palette)
        self.palette = palette
        self.digits = digits
        self.width = max(width, digits + 6)

    @property
    def lead_cells(self) -> int:
        """Number, blank, sign and blank."""
        return self.digits + 3

    @property
    def side_cells(self) -> int:
        """Width of one side of two."""
        return (self.width - len(BETWEEN)) // 2

    def filled(self, row: Row, width: int = 0, style: Style | None = None) -> Row:
        """The row with blanks up to its width."""
        room = (width or self.width) - row_cells(row)
        return [*row, Segment(" " * room, style or self.palette.text)] if room > 0 else row

    def heading(self, line: DiffLine) -> list[DiffRow]:
        """A file's name, a gap between hunks, or a note, over the whole width."""
        palette = self.palette
        if line.kind is LineKind.FILE:
            link = link_to(harmless(changed_file(line)))
            runs = [Segment(revealed(line.text), palette.text + palette.strong + link)]
        else:
            sign = "⋯" if line.kind is LineKind.HUNK else "·"
            text = f"{' ' * self.digits} {sign} {revealed(line.text)}".rstrip()
            runs = [Segment(text, palette.dim)]
        rows = islice(hard_wrapped(runs, self.width), self._most_rows)
        return [
            DiffRow(self.filled(row), source="" if index else line.source)
            for index, row in enumerate(rows)
        ]

    def missing(self, count: int) -> DiffRow:
        """The last row of a diff that is cut: how many lines are not there."""
        text = Segment(f"… {counted(count, 'more line')}", self.palette.dim)
        return DiffRow(self.filled([text]), source="")

    def rows(self, line: DiffLine, details: Details = _PLAIN) -> list[DiffRow]:
        """A line over the whole width, copied as it stands in the diff."""
        drawn = self.line(line, self.width, line.number, details)
        # What the cells do not show as it is (tabs, blanks at the end) is copied from the diff.
        text = line.text
        is_shown = "\t" not in text and not text.endswith(" ") and _is_plain(text)
        lead = line.source[:1]
        return [
            DiffRow(
                row,
                glue="" if index and is_shown else "\n",
                lead="" if index else lead,
                lead_cells=self.lead_cells,
                source=None if is_shown else "" if index else text,
            )
            for index, row in enumerate(drawn)
        ]

    def line(self, line: DiffLine, width: int, number: int, details: Details = _PLAIN) -> list[Row]:
        """A line with its number and sign, in rows of `width` cells."""
        look = self._look.of(line.kind)
        gutter = [
            Segment(f"{number or '':>{self.digits}} ", look.number),
            Segment(f"{look.sign} ", look.sign_style),
        ]
        blank = [Segment(" " * self.lead_cells, look.text)]
        runs = _runs(line.text, look, details)
        rows = hard_wrapped(runs, width - self.lead_cells)
        return [
            self.filled([*(blank if index else gutter), *row], width, look.text)
            for index, row in enumerate(islice(rows, self._most_rows))
        ]


def _runs(text: str, look: LineLook, details: Details) -> Sequence[Segment]:
    """The text exactly; only a line with nothing hidden in it gets further colours."""
    if not _is_plain(text):
        return [
            Segment(piece.replace("\n", "↵"), look.mark if is_mark else look.text)
            for piece, is_mark in revealed_runs(text)
        ]
    runs: Sequence[Segment] = [Segment(text, look.text)]
    if details.code is not None and look.has_code_colours:
        runs = [Segment(code, _in_line(style, look.text)) for code, style, _ in details.code]
    return list(_with_words(runs, details.words, look.word)) if details.words else runs


def _is_plain(text: str) -> bool:
    """Nothing in it is spelled out, or left out."""
    return revealed(text) == text


def _in_line(code: Style | None, line: Style) -> Style:
    """The colours of code on the band of its line."""
    return line + Style(color=code.color, italic=code.italic, dim=code.dim) if code else line


def _with_words(runs: Sequence[Segment], words: Spans, word: Style) -> Iterator[Segment]:
    at = 0
    for text, style, _ in runs:
        start, end = at, at + len(text)
        for first, last in words:
            first, last = max(first, start), min(last, end)
            if first < last:
                if first > at:
                    yield Segment(text[at - start : first - start], style)
                changed = text[first - start : last - start]
                yield Segment(changed, style + word if style else word)
                at = last
        if at < end:
            yield Segment(text[at - start :], style)
        at = end
