"""The examples in `examples/`: a file for each part of the language.

Each one is `@@ its name`, the text, an arrow, and its rows in 40 columns. In the text ␠ stands for
a blank at the end of a line, ␉ for a tab, ␛ and ␀ for these characters.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parent / "examples"
_ARROW = "\n---->\n"
_SHOWN_AS = str.maketrans({"␠": " ", "␉": "\t", "␛": "\x1b", "␀": "\0"})


@dataclass(frozen=True)
class Example:
    """A text and its rows. chapter: the file's name. name: with the file's, for reports."""

    chapter: str
    name: str
    text: str
    rows: list[str]


def examples() -> list[Example]:
    """All of them."""
    return [
        _example(file.stem, part)
        for file in sorted(_FOLDER.glob("*.txt"))
        for part in f"\n{file.read_text('utf-8')}".split("\n@@ ")[1:]
    ]


def _example(chapter: str, part: str) -> Example:
    name, _, rest = part.partition("\n")
    text, arrow, rows = rest.rstrip("\n").partition(_ARROW.rstrip("\n"))
    assert arrow, f"{chapter}, {name}: no rows"
    return Example(chapter, f"{chapter}: {name}", text.translate(_SHOWN_AS), rows[1:].split("\n"))
