"""Long lines are shown in part, around what was found in them."""

from __future__ import annotations

import os
from collections.abc import Sequence

from msgspec.structs import replace

from agent_tui.tools.search.found_lines import FoundLine
from agent_tui.tools.search.grep_request import LINE_BYTES

_BEFORE = 120  # bytes shown before the match
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def shown_line(line: bytes, column: int) -> str:
    """column: of the match, 1-based; 0 or 1 for the beginning."""
    if len(line) <= LINE_BYTES:
        return line.decode("utf-8", "replace")
    start = max(0, column - 1 - _BEFORE)
    return _part(line[start : start + LINE_BYTES], start > 0, start + LINE_BYTES < len(line))


def with_their_parts(lines: Sequence[FoundLine], root: str) -> list[FoundLine]:
    """ripgrep cuts off the end of a long line, wherever the match is: those are read again.
    root: the folder that the paths start from. Blocks; for a thread."""
    return [line if line.is_final else replace(line, text=_text(line, root)) for line in lines]


def _text(line: FoundLine, root: str) -> str:
    encoded = line.text.encode()
    if len(encoded) <= LINE_BYTES:
        return line.text
    return (line.column and _read_again(line, root)) or shown_line(encoded[: LINE_BYTES + 1], 0)


def _read_again(line: FoundLine, root: str) -> str:
    start = max(0, line.column - 1 - _BEFORE)
    path = os.path.join(root, line.path)
    try:
        if os.path.realpath(path) != path:
            return ""
        # A pipe may stand there by now, and would be waited for.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(descriptor, "rb") as file:
            if file.read(2) in _UTF16_MARKS:  # offsets are of the text that ripgrep made of it
                return ""
            file.seek(line.offset + start)
            data = file.read(LINE_BYTES + 2)
    except OSError:
        return ""
    part, line_break, _ = data.partition(b"\n")
    is_cut = not line_break and len(data) > LINE_BYTES
    return _part(part.removesuffix(b"\r")[:LINE_BYTES], start > 0, is_cut)


def _part(part: bytes, has_before: bool, has_after: bool) -> str:
    # A cut may go through a character: those halves are left out.
    text = part.decode("utf-8", "replace").strip("\ufffd")
    return ("…" if has_before else "") + text + ("…" if has_after else "")
