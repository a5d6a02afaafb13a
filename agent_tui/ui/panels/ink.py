"""How the texts of a panel look, and rows made of them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import set_cell_size
from rich.segment import Segment
from rich.style import Style

from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.markdown.wrap import Row, row_cells, wrapped
from agent_tui.ui.panels.sheet import Line
from agent_tui.ui.render.cells import cells_of
from agent_tui.ui.render.exact_text import exact_rows, revealed

MARGIN = 2
"""Blank cells left of everything but the rule."""


class Ink:
    """The styles of one picture. is_armed: keys answer, so they are told apart."""

    def __init__(self, palette: Palette, *, is_armed: bool) -> None:
        self.palette = palette
        self.is_armed = is_armed
        self.text, self.dim, self.warning = palette.text, palette.dim, palette.warning
        self.strong = palette.text + palette.strong
        self.accent = palette.accent
        self.key = palette.accent + palette.strong if is_armed else palette.dim

    def line(self, *runs: tuple[str, Style], target: int = -1) -> Line:
        """One row behind the margin; what is too long for the panel is cut by it."""
        return Line([Segment(" " * MARGIN, self.text), *(Segment(*run) for run in runs)], target)

    def sentence(self, text: str, style: Style, width: int, mark: str = "") -> list[Line]:
        """Foreign words, wrapped. mark: stands before the first row."""
        indent = " " * cells_of(mark)
        rows = wrapped([Segment(revealed(text), style)], width - MARGIN - len(indent) - 1)
        return [
            self.line((indent if index else mark, style), *((run.text, style) for run in row))
            for index, row in enumerate(rows)
        ]

    def keys(self, keys: Sequence[tuple[str, str]], width: int) -> Line:
        """Keys and what they do, as many as fit."""
        runs: list[tuple[str, Style]] = []
        room = width - MARGIN
        for key, does in keys:
            before = " · " if runs else ""
            room -= cells_of(before) + cells_of(key) + cells_of(does) + 1
            if room < 0:
                break
            runs += [(before, self.dim), (key, self.key), (f" {does}", self.dim)]
        return self.line(*runs)

    def exact(
        self, text: str, width: int, *, mark: str = "", has_break_signs: bool = True
    ) -> list[Line]:
        """Foreign text exactly as it is, on a band. mark: stands before the first row.
        has_break_signs: the text's own line breaks are shown."""
        band = self.palette.code_block
        room = width - 2 * MARGIN - cells_of(mark) - 2
        spelled_out = band + Style(color=self.warning.color)
        sign = "↵" if has_break_signs else ""
        rows = exact_rows(text, room, band, spelled_out, break_sign=sign)
        return [
            Line(
                [
                    Segment(" " * MARGIN, self.text),
                    Segment(f" {mark if not index else ' ' * cells_of(mark)}", band),
                    *row,
                    Segment(" " * max(room - row_cells(row), 0) + " ", band),
                ]
            )
            for index, row in enumerate(rows)
        ]

    def rows(self, rows: Sequence[Row]) -> list[Line]:
        """Finished rows behind the margin."""
        return [Line([Segment(" " * MARGIN, self.text), *row]) for row in rows]


def split_row(left: Row, right: Row, width: int, base: Style) -> Row:
    """One at the left, one at the right; the left one is cut when there is no room for both."""
    room = max(width - row_cells(right) - (1 if right else 0), 0)
    row: Row = []
    for text, style, _ in left:
        cells = cells_of(text)
        if cells > room:
            row.append(Segment(cut(text, room), style))
            room = 0
            break
        row.append(Segment(text, style))
        room -= cells
    return [*row, Segment(" " * (room + (1 if right else 0)), base), *right]


def cut(text: str, cells: int) -> str:
    """`text` in at most so many cells, with an ellipsis when it is longer."""
    if cells_of(text) <= cells:
        return text
    return set_cell_size(text, max(cells - 1, 0)) + "…" if cells > 0 else ""
