"""One hunk of a patch: by its counts, or, when a model has miscounted, by its lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from agent_tui.errors import ToolArgumentsInvalid
from agent_tui.tools.files.patches.file_patch import Hunk

_HEADER = re.compile(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_SIGNS = (" ", "+", "-", "\\")
_AFTER_A_HUNK = ("@@", "diff --git ", "```", "Index: ", "From ")
_SIGNATURE = "-- "  # git format-patch ends with it


def read_hunk(lines: Sequence[str], start: int) -> tuple[Hunk, int]:
    """The hunk whose header is lines[start], and the index of the line after it.

    Raises `ToolArgumentsInvalid`.
    """
    header = lines[start]
    if header.startswith("@@@"):
        raise ToolArgumentsInvalid(
            f"Line {start + 1} of the patch starts a combined diff of a merge. Use a plain one."
        )
    match = _HEADER.match(header)
    end = None
    if match:
        end = _end_by_counts(lines, start + 1, int(match[2] or 1), int(match[4] or 1))
    if end is None:
        end = _end_by_lines(lines, start + 1)
    body = [(line[:1] or " ", line[1:]) for line in lines[start + 1 : end]]
    if not any(sign in "+-" for sign, _ in body):
        raise ToolArgumentsInvalid(
            f"The hunk at line {start + 1} of the patch changes nothing: it has no lines that "
            'start with "+" or "-".'
        )
    return _hunk(header, int(match[1]) if match else None, body), end


def starts_file(lines: Sequence[str], index: int) -> bool:
    """True when the headers of a file start here."""
    if lines[index].startswith("diff --git "):
        return True
    return lines[index].startswith("--- ") and _line(lines, index + 1).startswith("+++ ")


def _hunk(header: str, old_start: int | None, body: list[tuple[str, str]]) -> Hunk:
    marked = {sign for (sign, _), (after, _) in pairwise(body) if after == "\\"}
    return Hunk(
        header=header,
        old_start=old_start,
        lines=tuple(line for line in body if line[0] != "\\"),
        old_is_open=bool(marked & {" ", "-"}),
        new_is_open=bool(marked & {" ", "+"}),
    )


def _end_by_counts(lines: Sequence[str], index: int, old: int, new: int) -> int | None:
    """None when the counts are wrong."""
    while old > 0 or new > 0:
        sign = _line(lines, index, end="@")[:1] or " "
        if sign not in _SIGNS or _is_clear_file_header(lines, index):
            return None
        old -= sign in " -"
        new -= sign in " +"
        index += 1
    if _line(lines, index).startswith("\\"):
        index += 1
    following = _line(lines, index)
    is_over = (
        following[:1] not in (" ", "+", "-")
        or following.startswith(_SIGNATURE)
        or starts_file(lines, index)
    )
    return index if is_over and old == new == 0 else None


def _end_by_lines(lines: Sequence[str], index: int) -> int:
    start = index
    while index < len(lines):
        line = lines[index]
        if line.startswith(_AFTER_A_HUNK) or starts_file(lines, index):
            break
        if line and line[0] not in _SIGNS:
            raise ToolArgumentsInvalid(
                f"Line {index + 1} of the patch must start with a space, + or -: {line[:80]!r}. "
                "Lines that stay start with a space."
            )
        index += 1
    # Empty lines at the end separate it from what follows; inside, they are empty lines of the file
    # that have lost their space.
    while index > start and not lines[index - 1]:
        index -= 1
    return index


def _is_clear_file_header(lines: Sequence[str], index: int) -> bool:
    return (
        starts_file(lines, index)
        and lines[index].startswith(("--- a/", "--- /dev/null", "diff "))
        and _line(lines, index + 1).startswith(("+++ b/", "+++ /dev/null", "index ", "---"))
    )


def _line(lines: Sequence[str], index: int, *, end: str = "") -> str:
    return lines[index] if index < len(lines) else end
