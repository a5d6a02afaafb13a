"""Greedy wrapping of styled text into rows of cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from rich.cells import cell_len, chop_cells, split_graphemes
from rich.segment import Segment

from agent_tui.ui.render.cells import cells_of

Row = list[Segment]

_WIDE = (
    "\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f"
    "\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003fffd"
)
# Rich takes the two letters of a flag for two characters.
_FLAG_LETTER = re.compile("[\U0001f1e6-\U0001f1ff]")
_FLAG_OR_OTHER = re.compile(
    "([\U0001f1e6-\U0001f1ff]{2})|([^\U0001f1e6-\U0001f1ff]+|[\U0001f1e6-\U0001f1ff])"
)
# A row may break after blanks and after a wide character, not before the punctuation behind it.
_PIECE = f"[{_WIDE}][、。，．：；！？」』）】》〉”’…,.;:!?)\\]]*|[^ {_WIDE}]+| +"


class WrappedRow(list[Segment]):
    """A row that came out of wrapping. glue: see `SourceRow`."""

    __slots__ = ("glue",)

    def __init__(self, segments: Iterable[Segment] = (), glue: str = "\n") -> None:
        super().__init__(segments)
        self.glue = glue


def row_cells(row: Iterable[Segment]) -> int:
    """Width of a row, as Textual will count it: segment by segment."""
    return sum(cells_of(segment.text) for segment in row)


def row_text(row: Iterable[Segment]) -> str:
    """The text of a row, or of runs, without styles."""
    return "".join([segment.text for segment in row])


def wrapped(runs: Sequence[Segment], width: int) -> list[WrappedRow]:
    """Rows of at most `width` cells; a newline in a run always breaks, blanks at a break vanish.

    Words are kept whole across style changes and split only when longer than a row. At least one
    row. Tabs must have been expanded.
    """
    width = max(width, 2)  # a wide character must fit, or nothing ever would
    text = row_text(runs)
    spans: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        spans.extend(_line_spans(line, start, width))
        start += len(line) + 1
    return list(_cut(runs, spans, text))


def chopped(text: str, width: int) -> list[str]:
    """Pieces of at most `width` cells, cut between whole characters as a reader sees them."""
    if _FLAG_LETTER.search(text) is None:
        return chop_cells(text, width)
    pieces = [""]
    cells = 0
    for flag, other in _FLAG_OR_OTHER.findall(text):
        for start, end, size in [(0, len(flag), 2)] if flag else split_graphemes(other)[0]:
            if cells + size > width:
                pieces.append("")
                cells = 0
            pieces[-1] += flag or other[start:end]
            cells += size
    return pieces


def expanded(text: str, tab_size: int = 4) -> str:
    """`text` with tabs as blanks, measured from the start of each line."""
    if "\t" not in text:
        return text
    if text.isascii():
        return text.expandtabs(tab_size)
    return "\n".join(_expanded_line(line, tab_size) for line in text.split("\n"))


def _expanded_line(line: str, tab_size: int) -> str:
    first, *rest = line.split("\t")
    out, column = first, cell_len(first)
    for piece in rest:
        blanks = tab_size - column % tab_size
        out += " " * blanks + piece
        column += blanks + cell_len(piece)
    return out


def _line_spans(line: str, offset: int, width: int) -> Iterator[tuple[int, int]]:
    # Below the combining marks every character is one cell wide.
    if line.isascii() or max(line) < "\u0300":
        return _narrow_spans(line, offset, width)
    return _wide_spans(line, offset, width)


def _narrow_spans(line: str, offset: int, width: int) -> Iterator[tuple[int, int]]:
    """Breaks by counting characters: most text is ASCII, and this runs at the speed of `rfind`."""
    start, length = 0, len(line.rstrip(" "))
    while length - start > width:
        cut = line.rfind(" ", start, start + width + 1)
        end = start + len(line[start : max(cut, start)].rstrip(" "))
        if end == start:  # one long word, or an indentation before one
            end = cut = start + width
        yield offset + start, offset + end
        start = cut
        while start < length and line[start] == " ":
            start += 1
    yield offset + start, offset + max(length, start)


def _wide_spans(line: str, offset: int, width: int) -> Iterator[tuple[int, int]]:
    start = end = at = 0  # the row is line[start:end]; blanks between end and at are not yet in it
    cells = blanks = 0
    for piece in _pieces().findall(line):
        size = cells_of(piece)
        if piece[0] == " " and start < at:
            blanks += size
        elif cells + blanks + size <= width:
            cells, blanks, end = cells + blanks + size, 0, at + len(piece)
        else:
            if end > start:
                yield offset + start, offset + end
            start, cells, blanks = at, size, 0
            if size > width:
                *full, last = chopped(piece, width)
                for part in full:
                    yield offset + start, offset + start + len(part)
                    start += len(part)
                cells = cells_of(last)
            end = at + len(piece)
        at += len(piece)
    yield offset + start, offset + end


@cache
def _pieces() -> re.Pattern[str]:
    return re.compile(_PIECE)  # takes 4 ms, which the first picture need not wait for


def _cut(
    runs: Sequence[Segment], spans: Iterable[tuple[int, int]], text: str
) -> Iterator[WrappedRow]:
    """The runs cut at the spans, which are in order and do not overlap. text: of all runs."""
    index, base = 0, 0  # runs[index] starts at text offset base
    last_end = -1
    for start, end in spans:
        row = WrappedRow(glue="\n" if last_end < 0 else _glue(text[last_end:start]))
        last_end = end
        while index < len(runs) and base + len(runs[index].text) <= start:
            base += len(runs[index].text)
            index += 1
        at, place = base, index
        while place < len(runs) and at < end:
            run, style, _ = runs[place]
            piece = run[max(start - at, 0) : end - at]
            if piece:
                row.append(Segment(piece, style))
            at += len(run)
            place += 1
        yield row


def _glue(between: str) -> str:
    """What two neighbouring rows have between them: what wrapping left out."""
    return "\n" if "\n" in between else between
