"""A unified diff as rows: below each other, or old and new side by side where there is room."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from msgspec import Struct
from rich.segment import Segment

from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.render.diff_code import Runs, coloured_lines
from agent_tui.ui.render.diff_lines import DiffLine, LineKind, diff_lines
from agent_tui.ui.render.diff_pen import BETWEEN, Details, DiffPen
from agent_tui.ui.render.diff_row import DiffRow
from agent_tui.ui.render.diff_words import ChangedWords, changed_words, stretch

SIDE_BY_SIDE_CELLS = 120
"""From this width on there is room for both sides."""

_SMALLEST_SIDE = 24  # cells; narrower columns would be all breaks

_Drawn = Iterator[tuple[int, list[DiffRow]]]
"""How many lines were drawn, and their rows."""


def diff_rows(
    diff: str,
    width: int,
    palette: Palette,
    *,
    most: int = 0,
    is_side_by_side: bool | None = None,
    name: str = "",
) -> list[DiffRow]:
    """Rows of exactly `width` cells, wrapped, never cut, all text harmless.

    most: rows at most, 0 for all; the last one then says how many lines of the diff are missing.
    is_side_by_side: None decides by the width. name: of the file, where the diff does not say it.
    """
    wide = width >= SIDE_BY_SIDE_CELLS if is_side_by_side is None else is_side_by_side
    lines = diff_lines(diff)
    digits = max((len(str(max(line.number, line.old_number))) for line in lines), default=1)
    pen = DiffPen(palette, digits, width, most)
    is_wide = wide and pen.side_cells >= _SMALLEST_SIDE
    # A row shows two lines at most.
    seen = lines[: 2 * most + 2] if most else lines
    known = _Known(coloured_lines(seen, name, palette), changed_words(seen))
    rows: list[DiffRow] = []
    befores: list[int] = []  # for each row, how many lines stand whole above it
    done = 0
    for count, drawn in (
        _side_by_side(lines, pen, known) if is_wide else _unified(lines, pen, known)
    ):
        rows.extend(drawn)
        befores.extend([done] * len(drawn))
        if most and len(rows) > most:
            return [*rows[: most - 1], pen.missing(len(lines) - befores[most - 1])]
        done += count
    return rows


class _Known(Struct, frozen=True):
    """What is known about lines, by their places."""

    code: dict[int, Runs]
    words: ChangedWords

    def of(self, place: int) -> Details:
        return Details(self.code.get(place), self.words.spans.get(place, ()))


def _unified(lines: Sequence[DiffLine], pen: DiffPen, known: _Known) -> _Drawn:
    for place, line in enumerate(lines):
        if _is_idle(lines, place):
            yield 1, []
        elif line.is_heading:
            yield 1, pen.heading(line)
        else:
            yield 1, pen.rows(line, known.of(place))


def _side_by_side(lines: Sequence[DiffLine], pen: DiffPen, known: _Known) -> _Drawn:
    at = 0
    while at < len(lines):
        line = lines[at]
        if _is_idle(lines, at):
            yield 1, []
            at += 1
        elif line.is_heading:
            yield 1, pen.heading(line)
            at += 1
        elif line.kind is LineKind.CONTEXT:
            yield 1, _beside(lines, at, at, pen, known)
            at += 1
        else:
            removed = stretch(lines, at, LineKind.REMOVED)
            middle = at + removed
            added = stretch(lines, middle, LineKind.ADDED)
            sides = range(at, middle), range(middle, middle + added)
            for old, new in _paired(*sides, known.words.partners):
                count = (old is not None) + (new is not None)
                yield count, _beside(lines, old, new, pen, known)
            at = middle + added


def _paired(
    removed: range, added: range, partners: Mapping[int, int]
) -> Iterator[tuple[int | None, int | None]]:
    """Which lines stand beside each other: those that are alike, the others in their order."""
    at = added.start
    waiting: list[int] = []  # removed lines above the next pair
    for old in removed:
        if (new := partners.get(old)) is None:
            waiting.append(old)
            continue
        yield from zip_longest(waiting, range(at, new))
        yield old, new
        at, waiting = new + 1, []
    yield from zip_longest(waiting, range(at, added.stop))


def _beside(
    lines: Sequence[DiffLine], old: int | None, new: int | None, pen: DiffPen, known: _Known
) -> list[DiffRow]:
    """Two lines in one row, copied as the lines of a unified diff. old, new: their places."""
    width = pen.side_cells
    left = [] if old is None else pen.line(lines[old], width, lines[old].old_number, known.of(old))
    right = [] if new is None else pen.line(lines[new], width, lines[new].number, known.of(new))
    nothing = [Segment(" " * width, pen.palette.text)]
    bar = Segment(BETWEEN, pen.palette.faint)
    places = [place for place in dict.fromkeys((old, new)) if place is not None]
    source = "\n".join(lines[place].source for place in places)
    return [
        DiffRow(
            pen.filled([*(one or nothing), bar, *(other or nothing)]),
            lead_cells=pen.lead_cells,
            source="" if index else source,
        )
        for index, (one, other) in enumerate(zip_longest(left, right))
    ]


def _is_idle(lines: Sequence[DiffLine], place: int) -> bool:
    """The first hunk of a file needs no gap before it, unless it says where it is."""
    line = lines[place]
    is_first = place == 0 or lines[place - 1].kind is LineKind.FILE
    return line.kind is LineKind.HUNK and is_first and not line.text
