"""Foreign text shown exactly: whatever the eye would miss is spelled out, no character is lost."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from rich.segment import Segment
from rich.style import Style

from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.markdown.wrap import Row, expanded
from agent_tui.ui.render.cells import cells_of

_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"})
# Letters and marks by their category, blank or without width on the screen.
_HIDDEN_LETTERS = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
    + "".join(map(chr, (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
)
_MOST_BLANKS = 24  # what stands behind more of them would be out of sight
_MANY_BLANKS = re.compile(rf"(?<=\S) {{{_MOST_BLANKS},}}")
_MANY_BREAKS = re.compile(r"\n(?:[ \t]*\n){4,}")

Run = tuple[str, bool]
"""A piece of text; whether it stands for something that one could not see."""


def revealed_runs(text: str) -> list[Run]:
    """`text` in pieces; control, bidi, zero-width and unusual blank characters are spelled out.

    Newlines and tabs stay. Long stretches of blanks and of empty lines are counted instead of
    shown, because they push what follows out of sight.
    """
    if text.isascii() and text.isprintable() and " " * _MOST_BLANKS not in text:
        return [(text, False)]  # nearly every line
    runs: list[Run] = []
    for piece, is_mark in _without_gaps(text.replace("\r\n", "\n")):
        if is_mark or (piece.isascii() and harmless(piece) == piece):
            runs.append((piece, is_mark))
        else:
            runs.extend(_spelled_out(piece))
    return runs


def revealed(text: str) -> str:
    """`revealed_runs` as one text."""
    return "".join(piece for piece, _ in revealed_runs(text))


def spelled_out(text: str) -> str:
    """`text` with only the characters replaced that one could not see."""
    return "".join(piece for piece, _ in _spelled_out(text))


def is_plain(text: str) -> bool:
    """Nothing in it needs to be spelled out."""
    return not any(is_mark for _, is_mark in revealed_runs(text))


def exact_rows(
    text: str, width: int, style: Style, mark: Style, *, break_sign: str = "↵"
) -> Iterator[Row]:
    """Rows of at most `width` cells, broken by cells, so that every blank stays.

    mark: the style of what was spelled out, and of the sign at each line's end but the last.
    """
    line: Row = []
    for piece, is_mark in revealed_runs(text):
        first, *rest = piece.split("\n")
        line.append(Segment(first, mark if is_mark else style))
        for more in rest:
            yield from hard_wrapped([*line, Segment(break_sign, mark)], width)
            line = [Segment(more, style)]
    yield from hard_wrapped(line, width)


def hard_wrapped(runs: Sequence[Segment], width: int) -> Iterator[Row]:
    """One line in rows of at most `width` cells, broken anywhere; at least one row. Tabs become
    blanks."""
    width = max(width, 2)  # a wide character must fit
    if len(runs) == 1 and len(runs[0].text) <= width and _is_simple(runs[0].text):
        yield list(runs)
        return
    row: Row = []
    cells = 0
    for text, style, _ in _without_tabs(runs):
        at = 0
        while at < len(text):
            head = _fitting(text[at : at + width - cells], width - cells)
            if head:
                row.append(Segment(head, style))
                cells += cells_of(head)
                at += len(head)
            if at < len(text):
                yield row
                row, cells = [], 0
    yield row


def _without_gaps(text: str) -> Iterator[Run]:
    at = 0
    gaps = [*_MANY_BLANKS.finditer(text), *_MANY_BREAKS.finditer(text)]
    for gap in sorted(gaps, key=lambda match: match.start()):
        yield text[at : gap.start()], False
        breaks = gap[0].count("\n")
        said = f"‹{breaks} line breaks›\n" if breaks else f" ‹{len(gap[0])} blanks› "
        yield said.rstrip("\n"), True
        if breaks:
            yield "\n", False
        at = gap.end()
    yield text[at:], False


def _spelled_out(text: str) -> Iterator[Run]:
    plain = ""
    for character in text:
        if not _is_hidden(character):
            plain += character
            continue
        if plain:
            yield plain, False
            plain = ""
        shown = harmless(character)
        yield (f"‹U+{ord(character):04X}›" if shown in (character, "\n") else shown), True
    if plain:
        yield plain, False


def _is_hidden(character: str) -> bool:
    if character in " \n\t":
        return False
    return unicodedata.category(character) in _HIDDEN_CATEGORIES or character in _HIDDEN_LETTERS


def _without_tabs(runs: Sequence[Segment]) -> Iterator[Segment]:
    before = ""
    for text, style, _ in runs:
        if "\t" in text:
            # Tab stops count from the start of the line, which earlier runs belong to.
            whole = expanded(before + text)
            text = whole[len(expanded(before)) :]
        before += text
        yield Segment(text, style)


def _is_simple(text: str) -> bool:
    """One cell for each character."""
    return text.isascii() and "\t" not in text


def _fitting(head: str, cells: int) -> str:
    """The longest beginning of `head` that is at most `cells` wide."""
    if head.isascii():
        return head
    for end, character in enumerate(head):
        cells -= cells_of(character)
        if cells < 0:
            return head[:end]
    return head
