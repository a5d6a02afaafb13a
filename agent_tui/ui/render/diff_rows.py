"""A unified diff as rows: below each other, or old and new side by side where there is room."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import islice, zip_longest

from msgspec import Struct
from rich.segment import Segment
from rich.style import Style

from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.markdown.wrap import Row, row_cells
from agent_tui.ui.render.exact_text import hard_wrapped, revealed, revealed_runs

SIDE_BY_SIDE_CELLS = 120
"""From this width on there is room for both sides."""

_HUNK = re.compile(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@ ?(.*)")
_SMALLEST_SIDE = 24  # cells; narrower columns would be all breaks
_BETWEEN = " │ "


class LineKind(StrEnum):
    """What a line of a diff is."""

    FILE = "file"
    HUNK = "hunk"
    CONTEXT = "context"
    REMOVED = "removed"
    ADDED = "added"
    NOTE = "note"


class DiffLine(Struct, frozen=True):
    """One line. number: in the old file for removed lines, in the new one for others, 0 for none.
    old_number: of a context line, in the old file."""

    kind: LineKind
    text: str
    number: int = 0
    old_number: int = 0


def diff_rows(
    diff: str, width: int, palette: Palette, *, most: int = 0, is_side_by_side: bool | None = None
) -> list[Row]:
    """Rows of exactly `width` cells, wrapped, never cut, all text harmless.

    most: rows at most, 0 for all; the last one then says how many lines of the diff are missing.
    is_side_by_side: None decides by the width.
    """
    wide = width >= SIDE_BY_SIDE_CELLS if is_side_by_side is None else is_side_by_side
    lines = diff_lines(diff)
    digits = max((len(str(max(line.number, line.old_number))) for line in lines), default=1)
    pen = _Pen(palette, digits, width, most)
    is_wide = wide and pen.side_cells >= _SMALLEST_SIDE
    rows: list[Row] = []
    befores: list[int] = []  # for each row, how many lines stand whole above it
    done = 0
    for count, drawn in _side_by_side(lines, pen) if is_wide else _unified(lines, pen):
        rows.extend(drawn)
        befores.extend([done] * len(drawn))
        if most and len(rows) > most:
            missing = len(lines) - befores[most - 1]
            return [*rows[: most - 1], pen.filled(_missing(missing, palette))]
        done += count
    return rows


def diff_lines(diff: str) -> list[DiffLine]:
    """The lines of a unified diff with their numbers; what is no diff comes out as notes."""
    return list(_parsed(diff.split("\n")))


def _parsed(rows: Sequence[str]) -> Iterator[DiffLine]:
    old = new = old_left = new_left = 0
    old_name = ""
    for row in rows:
        # The hunk's own counts tell a removed "-- x" from the head of the next file.
        if old_left > 0 or new_left > 0:
            sign, text = row[:1], row[1:]
            if sign == "-":
                yield DiffLine(LineKind.REMOVED, text, old, old)
                old, old_left = old + 1, old_left - 1
            elif sign == "+":
                yield DiffLine(LineKind.ADDED, text, new)
                new, new_left = new + 1, new_left - 1
            elif sign == "\\":
                yield DiffLine(LineKind.NOTE, text.strip())
            else:
                yield DiffLine(LineKind.CONTEXT, text, new, old)
                old, new, old_left, new_left = old + 1, new + 1, old_left - 1, new_left - 1
        elif match := _HUNK.match(row):
            old, new = int(match[1]), int(match[3])
            old_left, new_left = int(match[2] or 1), int(match[4] or 1)
            yield DiffLine(LineKind.HUNK, match[5])
        elif row.startswith("--- "):
            old_name = _file_name(row)
        elif row.startswith("+++ "):
            yield DiffLine(LineKind.FILE, _file_title(old_name, _file_name(row)))
        elif row.strip():
            yield DiffLine(LineKind.NOTE, row.removeprefix("\\").strip())


def _file_name(row: str) -> str:
    name = row[4:].split("\t")[0].strip()
    return name[2:] if name.startswith(("a/", "b/")) else name


def _file_title(old: str, new: str) -> str:
    if old == "/dev/null":
        return f"{new} (new)"
    if new == "/dev/null":
        return f"{old} (deleted)"
    return new if old in (new, "") else f"{old} → {new}"


class _Pen:
    """How the pieces of a row look."""

    def __init__(self, palette: Palette, digits: int, width: int, most: int) -> None:
        self._most_rows = most + 1 if most else None  # of one line, which may be a megabyte long
        self.palette = palette
        self.digits = digits
        self.width = max(width, digits + 6)

    @property
    def side_cells(self) -> int:
        return (self.width - len(_BETWEEN)) // 2

    def filled(self, row: Row, width: int = 0) -> Row:
        """The row with blanks up to its width."""
        room = (width or self.width) - row_cells(row)
        return [*row, Segment(" " * room, self.palette.text)] if room > 0 else row

    def heading(self, line: DiffLine) -> list[Row]:
        """A file's name, a gap between hunks, or a note, over the whole width."""
        palette = self.palette
        if line.kind is LineKind.FILE:
            runs = [Segment(revealed(line.text), palette.text + palette.strong)]
        else:
            sign = "⋯" if line.kind is LineKind.HUNK else "·"
            text = f"{' ' * self.digits} {sign} {revealed(line.text)}".rstrip()
            runs = [Segment(text, palette.dim)]
        rows = islice(hard_wrapped(runs, self.width), self._most_rows)
        return [self.filled(row) for row in rows]

    def line(self, line: DiffLine, width: int, number: int) -> list[Row]:
        """A line with its number and sign, in rows of `width` cells."""
        palette = self.palette
        sign, style = {
            LineKind.REMOVED: ("-", palette.error),
            LineKind.ADDED: ("+", palette.success),
        }.get(line.kind, (" ", palette.text))
        gutter = [
            Segment(f"{number or '':>{self.digits}} ", palette.dim),
            Segment(f"{sign} ", style),
        ]
        blank = [Segment(" " * (self.digits + 3), palette.text)]
        rows = hard_wrapped(_runs(line.text, style, palette.warning), width - self.digits - 3)
        return [
            self.filled([*(blank if index else gutter), *row], width)
            for index, row in enumerate(islice(rows, self._most_rows))
        ]


def _runs(text: str, style: Style, mark: Style) -> list[Segment]:
    return [
        Segment(piece.replace("\n", "↵"), mark if is_mark else style)
        for piece, is_mark in revealed_runs(text)
    ]


def _unified(lines: Sequence[DiffLine], pen: _Pen) -> Iterator[tuple[int, list[Row]]]:
    for index, line in enumerate(lines):
        if _is_idle(lines, index):
            yield 1, []
        elif _is_heading(line):
            yield 1, pen.heading(line)
        else:
            yield 1, pen.line(line, pen.width, line.number)


def _side_by_side(lines: Sequence[DiffLine], pen: _Pen) -> Iterator[tuple[int, list[Row]]]:
    at = 0
    while at < len(lines):
        line = lines[at]
        if _is_idle(lines, at):
            yield 1, []
            at += 1
        elif _is_heading(line):
            yield 1, pen.heading(line)
            at += 1
        elif line.kind is LineKind.CONTEXT:
            yield 1, _beside(line, line, pen)
            at += 1
        else:
            removed = _stretch(lines, at, LineKind.REMOVED)
            added = _stretch(lines, at + len(removed), LineKind.ADDED)
            for old, new in zip_longest(removed, added):
                yield (old is not None) + (new is not None), _beside(old, new, pen)
            at += len(removed) + len(added)


def _stretch(lines: Sequence[DiffLine], at: int, kind: LineKind) -> list[DiffLine]:
    end = at
    while end < len(lines) and lines[end].kind is kind:
        end += 1
    return list(lines[at:end])


def _beside(old: DiffLine | None, new: DiffLine | None, pen: _Pen) -> list[Row]:
    width = pen.side_cells
    left = pen.line(old, width, old.old_number) if old else []
    right = pen.line(new, width, new.number) if new else []
    nothing = [Segment(" " * width, pen.palette.text)]
    bar = Segment(_BETWEEN, pen.palette.faint)
    return [
        pen.filled([*(one or nothing), bar, *(other or nothing)])
        for one, other in zip_longest(left, right)
    ]


def _is_heading(line: DiffLine) -> bool:
    return line.kind in (LineKind.FILE, LineKind.HUNK, LineKind.NOTE)


def _is_idle(lines: Sequence[DiffLine], index: int) -> bool:
    """The first hunk of a file needs no gap before it, unless it says where it is."""
    line = lines[index]
    is_first = index == 0 or lines[index - 1].kind is LineKind.FILE
    return line.kind is LineKind.HUNK and is_first and not line.text


def _missing(count: int, palette: Palette) -> Row:
    return [Segment(f"… {count:,} more {'line' if count == 1 else 'lines'}", palette.dim)]
