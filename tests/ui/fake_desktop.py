"""A desktop that writes down what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

from agent_tui.protocol.desktop import EditorCommand, FilePlace, PastedContent, SavedFile


class FakeDesktop:
    """Writes down what it was asked. way: the program that takes copies, "" for none. edited: what
    an editor leaves in its file, None when it removes it."""

    def __init__(self, *, way: str = "xclip", opener: str = "xdg-open") -> None:
        self.way, self.opener = way, opener
        self.files: list[str] = []
        self.editor = EditorCommand(arguments=("/bin/code", "f"), is_windowed=True)
        self.problem = ""
        self.clipboard = PastedContent()
        self.images: dict[str, PastedContent] = {}  # by path
        self.asked: list[tuple[Any, ...]] = []
        self.copies_at_once = self._copying = 0
        self.may_copy = threading.Event()
        self.may_copy.set()
        self.edited: str | None = ""
        self.may_close = threading.Event()
        self.may_close.set()

    def copy(self, text: str, *, is_primary: bool = False) -> str:
        assert threading.current_thread() is not threading.main_thread()
        self._copying += 1
        self.copies_at_once = max(self.copies_at_once, self._copying)
        self.may_copy.wait(5)
        self.asked.append(("primary" if is_primary else "copy", text))
        self._copying -= 1
        return self.way

    def clipboard_content(self) -> PastedContent:
        assert threading.current_thread() is not threading.main_thread()
        return self.clipboard

    def image_file(self, path: str) -> PastedContent:
        assert threading.current_thread() is not threading.main_thread()
        return self.images.get(path, PastedContent())

    def open_url(self, url: str) -> str:
        self.asked.append(("url", url))
        return self.opener

    def find_file(self, target: str, workspace: str) -> FilePlace | None:
        return FilePlace(f"{workspace}/{target}") if target in self.files else None

    def editor_command(self, place: FilePlace) -> EditorCommand:
        self.asked.append(("editor", place.path))
        return self.editor

    def seen_from(self, workspace: str, paths: Sequence[str]) -> tuple[str, ...]:
        assert threading.current_thread() is not threading.main_thread()
        names = [path.removeprefix(f"{workspace}/") for path in paths]
        return tuple(names) if all(name in self.files for name in names) else ()

    def start(self, arguments: Sequence[str]) -> str:
        self.asked.append(("start", *arguments))
        return self.problem

    def run_in_terminal(self, arguments: Sequence[str]) -> str:
        raise AssertionError("there is no terminal to run it in")

    def run_in_window(self, arguments: Sequence[str]) -> str:
        self.asked.append(("wait", *arguments))
        self.may_close.wait(5)
        return self.problem

    def show_in_terminal(self, text: str) -> None:
        raise AssertionError("there is no terminal to show it on")

    def save_file(self, name: str, workspace: str, text: str, *, may_replace: bool) -> SavedFile:
        assert threading.current_thread() is not threading.main_thread()
        if name in self.files and not may_replace:
            return SavedFile(f"{workspace}/{name}", "it exists", is_refused=True)
        self.asked.append(("save", name, text))
        return SavedFile(f"{workspace}/{name}")

    def private_file(self, name: str, text: str) -> FilePlace:
        self.asked.append(("file", name, text))
        return FilePlace(f"/private/{name}")

    def read_private(self, place: FilePlace) -> str:
        if self.edited is None:
            raise OSError("it is gone")
        return self.edited

    def forget_file(self, place: FilePlace) -> None:
        self.asked.append(("forget", place.path))

    def close(self) -> None:
        pass
