"""The colours of a screen in a form that can be compared and read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.color import Color
from rich.style import Style
from textual.strip import Strip

_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_FLAGS = ("bold", "dim", "italic", "underline", "strike", "reverse")


def style_digest(strips: Sequence[Strip]) -> str:
    """A line for each row, "a12b3" for twelve cells in style a and three in style b; then what the
    letters mean. Equal rows one below the other are written once: "a80 x5"."""
    names: dict[str, str] = {}
    rows = [_row(strip, names) for strip in strips]
    lines = []
    for row, equal in groupby(rows):
        count = len(list(equal))
        lines.append(row if count == 1 else f"{row} x{count}")
    meanings = [f"{letter} = {words}" for words, letter in names.items()]
    return "\n".join((*lines, "", *meanings)) + "\n"


def _row(strip: Strip, names: dict[str, str]) -> str:
    cells = [
        (names.setdefault(_words(segment.style), _LETTERS[len(names)]), segment.cell_length)
        for segment in strip
        if segment.text
    ]
    return "".join(
        f"{letter}{sum(length for _, length in run)}"
        for letter, run in groupby(cells, key=lambda cell: cell[0])
    )


def _words(style: Style | None) -> str:
    if style is None:
        return "default"
    colours = [_hex(colour) for colour in (style.color, style.bgcolor)]
    flags = [flag for flag in _FLAGS if getattr(style, flag)]
    link = ["link"] if style.link else []
    return " ".join((colours[0], "on", colours[1], *flags, *link))


def _hex(colour: Color | None) -> str:
    if colour is None or colour.is_default:
        return "default"
    return colour.triplet.hex if colour.triplet else colour.name
