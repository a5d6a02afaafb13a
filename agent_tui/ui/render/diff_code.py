"""The lines of a diff in the colours of their language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.segment import Segment

from agent_tui.ui.markdown.highlight import highlighted
from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.render.code_language import code_language
from agent_tui.ui.render.diff_lines import DiffLine, LineKind, changed_file

_MOST_CHARACTERS = 16_000  # of a diff; what takes longer to read would be felt
_MOST_IN_LINE = 1_000

Runs = Sequence[Segment]


def coloured_lines(lines: Sequence[DiffLine], name: str, palette: Palette) -> dict[int, Runs]:
    """The runs of each line whose language is known, by the line's place; the beginning of the
    diff only. name: of the file, for a diff that does not name it.

    Both sides of a hunk are read as they stand in their files, so that a string over several lines
    stays one.
    """
    found: dict[int, Runs] = {}
    left = _MOST_CHARACTERS
    language = code_language(name)
    for start, end in _stretches(lines):
        if lines[start].kind is LineKind.FILE:
            language = code_language(changed_file(lines[start]))
            continue
        left -= sum(len(line.text) for line in lines[start:end])
        if left < 0:
            break
        if language:
            for kind in (LineKind.REMOVED, LineKind.ADDED):
                found.update(_side(lines, range(start, end), kind, language, palette))
    return found


def _stretches(lines: Sequence[DiffLine]) -> Iterator[tuple[int, int]]:
    """Heads of files, alone, and the lines between two headings."""
    start = 0
    for at, line in enumerate(lines):
        if line.is_heading:
            if at > start:
                yield start, at
            if line.kind is LineKind.FILE:
                yield at, at + 1
            start = at + 1
    if start < len(lines):
        yield start, len(lines)


def _side(
    lines: Sequence[DiffLine], places: range, kind: LineKind, language: str, palette: Palette
) -> Iterator[tuple[int, Runs]]:
    """The lines of one file. Context is told by the new one, unless nothing was added."""
    side = [place for place in places if lines[place].kind in (kind, LineKind.CONTEXT)]
    if not any(lines[place].kind is kind for place in side) and kind is LineKind.REMOVED:
        return
    texts = [lines[place].text for place in side]
    if any("\r" in text or len(text) > _MOST_IN_LINE for text in texts):
        return  # the highlighter would take them for several lines, or need too long
    rows = _split(highlighted("\n".join(texts), language, palette))
    if len(rows) != len(side):
        return
    for place, text, row in zip(side, texts, rows, strict=True):
        if "".join(run.text for run in row) == text:  # nothing may look other than it is
            yield place, row


def _split(runs: Sequence[Segment]) -> list[list[Segment]]:
    rows: list[list[Segment]] = [[]]
    for text, style, _ in runs:
        first, *rest = text.split("\n")
        if first:
            rows[-1].append(Segment(first, style))
        rows += ([Segment(piece, style)] if piece else [] for piece in rest)
    return rows
