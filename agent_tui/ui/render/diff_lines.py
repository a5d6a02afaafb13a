"""A unified diff, read line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from msgspec import Struct

_HUNK = re.compile(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@ ?(.*)")


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
    old_number: of a context line, in the old file. source: the line as it stands in the diff, of a
    file both of its lines."""

    kind: LineKind
    text: str
    number: int = 0
    old_number: int = 0
    source: str = ""

    @property
    def is_heading(self) -> bool:
        """It is no line of a file."""
        return self.kind in (LineKind.FILE, LineKind.HUNK, LineKind.NOTE)


def diff_lines(diff: str) -> list[DiffLine]:
    """The lines of a unified diff with their numbers; what is no diff comes out as notes."""
    return list(_parsed(diff.split("\n")))


def changed_file(line: DiffLine) -> str:
    """The name of the file that a line of the kind FILE heads."""
    names = [_file_name(row) for row in line.source.split("\n")]
    return next((name for name in reversed(names) if name != "/dev/null"), "")


def _parsed(rows: Sequence[str]) -> Iterator[DiffLine]:
    old = new = old_left = new_left = 0
    before = ""  # the head of the old file
    for row in rows:
        # The hunk's own counts tell a removed "-- x" from the head of the next file.
        if old_left > 0 or new_left > 0:
            sign, text = row[:1], row[1:]
            if sign == "-":
                yield DiffLine(LineKind.REMOVED, text, old, old, row)
                old, old_left = old + 1, old_left - 1
            elif sign == "+":
                yield DiffLine(LineKind.ADDED, text, new, source=row)
                new, new_left = new + 1, new_left - 1
            elif sign == "\\":
                yield DiffLine(LineKind.NOTE, text.strip(), source=row)
            else:
                yield DiffLine(LineKind.CONTEXT, text, new, old, row)
                old, new, old_left, new_left = old + 1, new + 1, old_left - 1, new_left - 1
        elif match := _HUNK.match(row):
            old, new = int(match[1]), int(match[3])
            old_left, new_left = int(match[2] or 1), int(match[4] or 1)
            yield DiffLine(LineKind.HUNK, match[5], source=row)
        elif row.startswith("--- "):
            before = row
        elif row.startswith("+++ "):
            title = _file_title(_file_name(before), _file_name(row))
            yield DiffLine(LineKind.FILE, title, source=f"{before}\n{row}" if before else row)
            before = ""
        elif row.strip():
            yield DiffLine(LineKind.NOTE, row.removeprefix("\\").strip(), source=row)


def _file_name(row: str) -> str:
    name = row[4:].split("\t")[0].strip()
    return name[2:] if name.startswith(("a/", "b/")) else name


def _file_title(old: str, new: str) -> str:
    if old == "/dev/null":
        return f"{new} (new)"
    if new == "/dev/null":
        return f"{old} (deleted)"
    return new if old in (new, "") else f"{old} → {new}"
