"""How much a unified diff changes, without drawing it."""

from __future__ import annotations

import re

from msgspec import Struct

from agent_tui.ui.foreign_text import harmless

_HUNK = re.compile(r"@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@")
_FILE = re.compile(r"^\+\+\+ (?:b/)?([^\t\n]+)", re.MULTILINE)


class DiffCounts(Struct, frozen=True):
    """Files and lines of a unified diff."""

    files: int = 0
    added: int = 0
    removed: int = 0

    @property
    def text(self) -> str:
        """`+3 −1`; what is zero is left out, unless both are."""
        parts = [f"+{self.added:,}" if self.added else "", f"−{self.removed:,}"]
        return " ".join(parts if self.removed else parts[:1]).strip() or "no change"


def new_names(diff: str) -> list[str]:
    """What the heads of a unified diff call the files that it leaves: "/dev/null" for a deleted
    one. As received, so not harmless."""
    return _FILE.findall(diff)


def first_file(diff: str) -> str:
    """The first file that a unified diff leaves changed, harmless; "" when it only deletes."""
    return harmless(next((name for name in new_names(diff) if name != "/dev/null"), ""))


def diff_counts(diff: str) -> DiffCounts:
    """Count by the lengths that the hunks announce, so that a removed line that begins with two
    dashes is no file header."""
    files = added = removed = 0
    old = new = 0  # lines that the present hunk still has
    for line in diff.split("\n"):
        if old <= 0 and new <= 0:
            if hunk := _HUNK.match(line):
                old, new = (int(length) if length else 1 for length in hunk.groups())
            elif line.startswith("+++ "):
                files += 1
            continue
        match line[:1]:
            case "+":
                added, new = added + 1, new - 1
            case "-":
                removed, old = removed + 1, old - 1
            case "\\":
                pass  # "\ No newline at end of file"
            case _:
                old, new = old - 1, new - 1
    return DiffCounts(files, added, removed)
