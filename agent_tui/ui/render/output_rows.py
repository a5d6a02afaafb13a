"""Lines of output as rows: cut as a terminal would, with the places that they name as links."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from rich.segment import Segment
from rich.style import Style

from agent_tui.ui.markdown.link_targets import link_to
from agent_tui.ui.markdown.row_writer import RowWriter
from agent_tui.ui.markdown.wrap import WrappedRow
from agent_tui.ui.render.output_tail import monospace_rows
from agent_tui.ui.render.places import Place, places_in

OutputRows = Callable[[str, int], Sequence[WrappedRow]]
"""Rows of one line, of at most so many cells."""

_NUMBERED = re.compile(r" *(\d{1,9})\t(.*)", re.DOTALL)
_MOST_WITH_LINKS = 2_000  # characters of a line


def output_rows(style: Style) -> OutputRows:
    """Rows of command output, each place in a file a link."""

    def rows(line: str, width: int) -> list[WrappedRow]:
        texts = monospace_rows(line, width)
        whole = "".join(texts)
        return _linked(texts, places_in(whole) if len(whole) <= _MOST_WITH_LINKS else (), style)

    return rows


def path_rows(style: Style) -> OutputRows:
    """Rows of output whose lines are paths, each of them a link."""

    def rows(line: str, width: int) -> list[WrappedRow]:
        texts = monospace_rows(line, width)
        whole = "".join(texts)
        path = whole.strip()
        return _linked(texts, (Place(0, len(whole), path),) if path else (), style)

    return rows


def write_numbered(
    line: str, path: str, writer: RowWriter, styles: tuple[Style, Style], most: int
) -> int:
    """A line that was read from a file, its number as decoration that leads there. styles: of
    number and text. Returns how many rows it took, 0 for a line without a number."""
    match = _NUMBERED.match(line)
    if match is None:
        return 0
    number, text = styles
    digits = max(len(match[1]), 3)
    lead = Segment(f"{match[1]:>{digits}} ", number + link_to(f"{path}:{match[1]}"))
    blank = Segment(" " * (digits + 1), number)
    rows = monospace_rows(match[2], writer.width - digits - 1)[:most]
    for index, row in enumerate(_linked(rows, (), text)):
        writer.row(row, indent=blank if index else lead)
    return len(rows)


def _linked(texts: Sequence[str], places: Sequence[Place], style: Style) -> list[WrappedRow]:
    rows = []
    at = 0
    for index, text in enumerate(texts):
        runs = list(_runs(text, at, places, style))
        rows.append(WrappedRow(runs, "" if index else "\n"))
        at += len(text)
    return rows


def _runs(text: str, at: int, places: Sequence[Place], style: Style) -> Iterator[Segment]:
    """A row that begins at the character `at` of its line."""
    done = 0
    for place in places:
        start, end = max(place.start - at, done), min(place.end - at, len(text))
        if start < end:
            if start > done:
                yield Segment(text[done:start], style)
            yield Segment(text[start:end], style + link_to(place.target))
            done = end
    if done < len(text) or not text:
        yield Segment(text[done:], style)
