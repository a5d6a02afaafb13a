"""Lines of a text: splitting at LF, CRLF and CR only, and showing them with numbers."""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO

MAX_LINE_CHARS = 2000


def split_lines(text: str) -> list[str]:
    """Lines with their line ends as they are. Form feeds and the like do not end a line."""
    return list(StringIO(text, newline=""))


def numbered(number: int, line: str, *, length: int = 0) -> str:
    """A line as the model sees it. number: from 1. length: of the whole line, when `line` is its
    beginning only."""
    return f"{number:>6}\t{shortened(line, length=length)}"


def numbered_lines(first: int, lines: Iterable[str]) -> str:
    """Several, without a line break at the end."""
    return "\n".join(numbered(number, line) for number, line in enumerate(lines, first))


def shortened(line: str, *, length: int = 0) -> str:
    """A line cut at 2000 characters, with a mark that says so."""
    more = max(length, len(line)) - MAX_LINE_CHARS
    return line if more <= 0 else f"{line[:MAX_LINE_CHARS]}… [{more} more characters]"
