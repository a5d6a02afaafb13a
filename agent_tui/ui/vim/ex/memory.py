"""What the line commands remember from one to the next."""

from __future__ import annotations

from msgspec import Struct


class Tally(Struct):
    """What `:s` has done while a `:g` ran it: matches, and lines with any."""

    hits: int = 0
    lines: int = 0


class ExMemory(Struct):
    """Owned by the engine, written by `:s` and its kin.

    pattern, replacement: of the last `:s`; replacement is None before the first. flags: of the last
    `:s`, what `:&&` repeats. tally: None unless a `:g` runs.
    """

    pattern: str = ""
    replacement: str | None = None
    flags: str = ""
    tally: Tally | None = None

    @property
    def tilde(self) -> str:
        """What "~" in a pattern stands for, "" for nothing yet."""
        return self.replacement or ""
