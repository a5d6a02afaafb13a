"""Tables fitted to the width: wrapped cells, alignment, light rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style

from agent_tui.ui.markdown.inline import inline_runs
from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.markdown.row_writer import RowWriter
from agent_tui.ui.markdown.wrap import Row, row_cells, row_text, wrapped
from agent_tui.ui.render.cells import cells_of

if TYPE_CHECKING:
    from markdown_it.token import Token

_BAR = " │ "
_INDENT = "  "  # of what does not fit beside its header
_RULES = {"": "---", "left": ":--", "right": "--:", "center": ":-:"}
_MOST_WORD_CELLS = 12  # longer words may be split, shorter ones are not worth a column
Cell = list[Segment]


@dataclass(frozen=True, slots=True)
class TableShape:
    """What the first rows decided for the whole table, so that more rows never move a column.

    widths: cells of each column, () for records: one `header: value` line per cell, where columns
    would be too narrow. headers: the header texts, for records. is_ruled: rows may wrap, hence a
    rule stands between them.
    """

    widths: tuple[int, ...]
    aligns: tuple[str, ...]
    headers: tuple[str, ...]
    is_ruled: bool


def write_table(
    tokens: Sequence[Token], writer: RowWriter, palette: Palette, shape: TableShape | None = None
) -> TableShape:
    """Write the rows of one table. shape: of the part before; then the header is left out."""
    header, rows = _cells(tokens, palette)
    is_continued = shape is not None
    if shape is None:
        shape = _shape(tokens, [header, *rows], writer.width)
    if not shape.widths:
        _write_records(header, rows, shape, writer, palette, is_continued=is_continued)
        return shape
    table = _Table(shape, writer, palette)
    if not is_continued:
        table.row(header)
        table.rule("─", "┼", source=_rule_source(shape))
    for number, row in enumerate(rows):
        if shape.is_ruled and (number or is_continued):
            table.rule("┄", "┼")
        table.row(row)
    return shape


class _Table:
    def __init__(self, shape: TableShape, writer: RowWriter, palette: Palette) -> None:
        self._shape, self._writer, self._palette = shape, writer, palette

    def row(self, cells: Sequence[Cell]) -> None:
        widths = self._shape.widths
        columns = [wrapped(cell, width) for cell, width in zip(cells, widths, strict=False)]
        source = _row_source(cells)
        for lines in zip_longest(*columns, fillvalue=[]):
            out: Row = []
            for line, width, align in zip(lines, widths, self._shape.aligns, strict=True):
                if out:
                    out.append(Segment(_BAR, self._palette.faint))
                out.extend(_aligned(line, width, align, self._palette.text))
            self._writer.row(out, source=source)
            source = ""

    def rule(self, line: str, joint: str, *, source: str = "") -> None:
        text = f"{line}{joint}{line}".join(line * width for width in self._shape.widths)
        self._writer.row([Segment(text, self._palette.faint)], source=source)


def _cells(tokens: Sequence[Token], palette: Palette) -> tuple[list[Cell], list[list[Cell]]]:
    rows: list[list[Cell]] = []
    style = palette.subheading
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "thead_close":
            style = palette.text
        elif token.type == "inline":
            rows[-1].append(inline_runs(token, style, palette))
    return rows[0], rows[1:]


def _shape(tokens: Sequence[Token], rows: Sequence[Sequence[Cell]], width: int) -> TableShape:
    header = rows[0]
    columns = [
        [row_text(cell) for cell in column]
        for column in zip(*(row[: len(header)] for row in rows), strict=True)
    ]
    natural = [_widest(line for text in texts for line in text.split("\n")) for texts in columns]
    least = [
        min(_widest(word for text in texts for word in text.split()), _MOST_WORD_CELLS)
        for texts in columns
    ]
    room = width - len(_BAR) * (len(natural) - 1)
    return TableShape(
        widths=_fitted(natural, least, room) if sum(least) <= room else (),
        aligns=tuple(_align(token) for token in tokens if token.type == "th_open"),
        headers=tuple(column[0] for column in columns),
        is_ruled=sum(natural) > room,
    )


def _widest(texts: Iterable[str]) -> int:
    return max(map(cells_of, texts), default=1) or 1


def _fitted(natural: Sequence[int], least: Sequence[int], room: int) -> tuple[int, ...]:
    """Widths that fill `room` at most: every column gets its `least`, wide ones share the rest."""
    widths = list(least)
    left = room - sum(least)
    wishes = [most - few for most, few in zip(natural, least, strict=True)]
    order = sorted(range(len(wishes)), key=wishes.__getitem__)
    for place, column in enumerate(order):
        extra = min(wishes[column], left // (len(order) - place))
        widths[column] += extra
        left -= extra
    return tuple(widths)


def _align(token: Token) -> str:
    return str(token.attrs.get("style", "")).removeprefix("text-align:")


def _aligned(line: Row, width: int, align: str, style: Style) -> Row:
    room = max(width - row_cells(line), 0)
    before = {"right": room, "center": room // 2}.get(align, 0)
    left = [Segment(" " * before, style)] if before else []
    right = [Segment(" " * (room - before), style)] if room > before else []
    return [*left, *line, *right]


def _write_records(
    header: Sequence[Cell],
    rows: Sequence[Sequence[Cell]],
    shape: TableShape,
    writer: RowWriter,
    palette: Palette,
    *,
    is_continued: bool,
) -> None:
    """Rows as `header: value` lines. To copy they are rows of a table all the same."""
    sources = [_row_source(row) for row in rows]
    if not is_continued:
        sources[:1] = ["\n".join([_row_source(header), _rule_source(shape), *sources[:1]])]
        rows = rows or [[[] for _ in header]]
    for number, (row, source) in enumerate(zip(rows, sources, strict=True)):
        if number or is_continued:
            writer.gap(source="")
        named = list(zip(shape.headers, row, strict=False))
        for name, cell in [(name, cell) for name, cell in named if cell] or named:
            runs = [Segment(f"{name}: ", palette.subheading), *cell]
            indent = None
            for line in wrapped(runs, writer.width - len(_INDENT)):
                writer.row(line, source=source, indent=indent)
                source, indent = "", Segment(_INDENT, palette.text)


def _row_source(cells: Sequence[Cell]) -> str:
    texts = (row_text(cell).replace("|", "\\|").replace("\n", "<br>") for cell in cells)
    return f"| {' | '.join(texts)} |"


def _rule_source(shape: TableShape) -> str:
    return f"| {' | '.join(_RULES[align] for align in shape.aligns)} |"
