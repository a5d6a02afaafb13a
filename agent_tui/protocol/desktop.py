"""What lies outside of the terminal: clipboard, browser, editor; the real one is in `lifecycle`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct


class FilePlace(Struct, frozen=True):
    """A place in a file. path: absolute. line, column: from 1; 0 is none."""

    path: str
    line: int = 0
    column: int = 0


class EditorCommand(Struct, frozen=True, kw_only=True):
    """How a place is opened. arguments: the program and its arguments, never for a shell.

    is_windowed: it has a window of its own, and the terminal stays ours. problem: why there is no
    editor and what to do, "" when there is one.
    """

    arguments: tuple[str, ...] = ()
    is_windowed: bool = False
    problem: str = ""


class Desktop(Protocol):
    """The user's clipboard, browser and editor. Methods block, so call them on a thread; the two
    that use the terminal are for the main thread, while no screen is drawn. None of them raises
    but `private_file`."""

    def copy(self, text: str, *, is_primary: bool = False) -> str:
        """Put a text on the clipboard, or into the primary selection. Returns the name of the
        program that took it, "" when none did. Up to 1 s for each that hangs. text: without lone
        surrogates."""
        ...

    def open_url(self, url: str) -> str:
        """Show an address in the browser. Returns the name of the program that took it, "" when
        there is no screen for a browser, or no such program."""
        ...

    def find_file(self, target: str, workspace: str) -> FilePlace | None:
        """The file that is meant by "path", "path:line", "path:line:column", "path#Lline" or a
        file URL. workspace: the folder from which a relative path is seen. None when there is no
        such file."""
        ...

    def editor_command(self, place: FilePlace) -> EditorCommand:
        """How the user's editor opens a place."""
        ...

    def start(self, arguments: Sequence[str]) -> str:
        """Start a program that needs no terminal and leave it alone. Returns what went wrong within
        the first second, "" for nothing."""
        ...

    def run_in_terminal(self, arguments: Sequence[str]) -> str:
        """Give a program the terminal and wait for its end. Returns what went wrong, "" for
        nothing. A signal to leave ends the program and counts after it."""
        ...

    def show_in_terminal(self, text: str) -> None:
        """Print a text and wait for Enter. text: harmless."""
        ...

    def private_file(self, name: str, text: str) -> FilePlace:
        """A file of this user's alone, gone with the program. A former one of this name is
        replaced. Raises `OSError`."""
        ...

    def forget_file(self, place: FilePlace) -> None:
        """Remove a private file."""
        ...

    def close(self) -> None:
        """Remove all private files. May be called twice."""
        ...
