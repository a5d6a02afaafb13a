"""What a parsed patch consists of."""

from __future__ import annotations

from msgspec import Struct


class Hunk(Struct, frozen=True, kw_only=True):
    """One place of a file. lines: sign (" ", "+" or "-") and text without line end. old_start:
    number of its first old line, or of the line before an insertion; None when the patch does not
    say. header: as it stands in the patch. old_is_open, new_is_open: "No newline at end of file"
    was said of that side."""

    header: str
    old_start: int | None
    lines: tuple[tuple[str, str], ...]
    old_is_open: bool = False
    new_is_open: bool = False

    @property
    def old(self) -> list[str]:
        """The lines that must stand in the file."""
        return [text for sign, text in self.lines if sign != "+"]

    @property
    def new(self) -> list[str]:
        """The lines that will stand there."""
        return [text for sign, text in self.lines if sign != "-"]


class FilePatch(Struct, frozen=True, kw_only=True):
    """old, new: paths as the patch names them, "" for a file that does not exist; different ones
    are a rename. is_executable: None to leave that as it is."""

    old: str
    new: str
    hunks: tuple[Hunk, ...] = ()
    is_executable: bool | None = None
