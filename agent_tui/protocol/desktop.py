"""What lies outside of the terminal: clipboard, browser, editor; the real one is in `lifecycle`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from agent_tui.protocol.images import PromptImage


class FilePlace(Struct, frozen=True):
    """A place in a file. path: absolute. line, column: from 1; 0 is none."""

    path: str
    line: int = 0
    column: int = 0


class EditorCommand(Struct, frozen=True, kw_only=True):
    """How a place is opened. arguments: the program and its arguments, never for a shell.

    is_windowed: it has a window of its own, and the terminal stays ours. waiting_arguments: the
    same, so that it ends when the file is closed. problem: why there is no editor and what to do,
    "" when there is one.
    """

    arguments: tuple[str, ...] = ()
    is_windowed: bool = False
    waiting_arguments: tuple[str, ...] = ()
    problem: str = ""


class SavedFile(Struct, frozen=True):
    """What came of saving a text. path: absolute. problem: why it was not saved, "" when it was;
    is_refused: because it would have replaced a file. has_replaced: it has done so."""

    path: str
    problem: str = ""
    is_refused: bool = False
    has_replaced: bool = False


class PastedContent(Struct, frozen=True, kw_only=True):
    """What the clipboard or a dropped file holds: an image, else a text, else a problem: why
    neither is there, in one line."""

    image: PromptImage | None = None
    text: str = ""
    problem: str = ""


class Desktop(Protocol):
    """The user's clipboard, browser and editor. Methods block, so call them on a thread; the two
    that use the terminal are for the main thread, while no screen is drawn. None of them raises
    but `private_file` and `read_private`."""

    def copy(self, text: str, *, is_primary: bool = False) -> str:
        """Put a text on the clipboard, or into the primary selection. Returns the name of the
        program that took it, "" when none did. Up to 1 s for each that hangs. text: without lone
        surrogates."""
        ...

    def clipboard_content(self) -> PastedContent:
        """What the clipboard holds. Takes up to 3 s when its owner hangs."""
        ...

    def image_file(self, path: str) -> PastedContent:
        """The image in a file; without one and without a problem it is something else. path:
        absolute, or with "~/"."""
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

    def seen_from(self, workspace: str, paths: Sequence[str]) -> tuple[str, ...]:
        """These files and folders, when all exist: relative to the workspace where they lie in it,
        a folder's with "/" at its end, else absolute. () when one is missing. paths: absolute, or
        with "~/"."""
        ...

    def start(self, arguments: Sequence[str]) -> str:
        """Start a program that needs no terminal and leave it alone. Returns what went wrong within
        the first second, "" for nothing."""
        ...

    def run_in_terminal(self, arguments: Sequence[str]) -> str:
        """Give a program the terminal and wait for its end. Returns what went wrong, "" for
        nothing. A signal to leave ends the program and counts after it."""
        ...

    def run_in_window(self, arguments: Sequence[str]) -> str:
        """Start an editor that has a window of its own, told to wait, and wait for its end. Returns
        what went wrong, "" for nothing."""
        ...

    def show_in_terminal(self, text: str) -> None:
        """Print a text and wait for Enter. text: harmless."""
        ...

    def save_file(self, name: str, workspace: str, text: str, *, may_replace: bool) -> SavedFile:
        """Save a text for the user, whole or not at all. name: relative to the workspace, absolute
        or with "~/"."""
        ...

    def private_file(self, name: str, text: str) -> FilePlace:
        """A file of this user's alone, gone with the program. A former one of this name is
        replaced. Raises `OSError`."""
        ...

    def read_private(self, place: FilePlace) -> str:
        """What stands in a private file now. Raises `OSError`, also when it is larger than 16
        MB."""
        ...

    def forget_file(self, place: FilePlace) -> None:
        """Remove a private file."""
        ...

    def close(self) -> None:
        """Remove all private files. May be called twice."""
        ...
