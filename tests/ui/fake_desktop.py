"""A desktop that writes down what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

from agent_tui.protocol.desktop import EditorCommand, FilePlace


class FakeDesktop:
    """Writes down what it was asked. way: the program that takes copies, "" for none."""

    def __init__(self, *, way: str = "xclip", opener: str = "xdg-open") -> None:
        self.way, self.opener = way, opener
        self.files: list[str] = []
        self.editor = EditorCommand(arguments=("/bin/code", "f"), is_windowed=True)
        self.problem = ""
        self.asked: list[tuple[Any, ...]] = []
        self.copies_at_once = self._copying = 0
        self.may_copy = threading.Event()
        self.may_copy.set()

    def copy(self, text: str, *, is_primary: bool = False) -> str:
        assert threading.current_thread() is not threading.main_thread()
        self._copying += 1
        self.copies_at_once = max(self.copies_at_once, self._copying)
        self.may_copy.wait(5)
        self.asked.append(("primary" if is_primary else "copy", text))
        self._copying -= 1
        return self.way

    def open_url(self, url: str) -> str:
        self.asked.append(("url", url))
        return self.opener

    def find_file(self, target: str, workspace: str) -> FilePlace | None:
        return FilePlace(f"{workspace}/{target}") if target in self.files else None

    def editor_command(self, place: FilePlace) -> EditorCommand:
        self.asked.append(("editor", place.path))
        return self.editor

    def start(self, arguments: Sequence[str]) -> str:
        self.asked.append(("start", *arguments))
        return self.problem

    def run_in_terminal(self, arguments: Sequence[str]) -> str:
        raise AssertionError("there is no terminal to run it in")

    def show_in_terminal(self, text: str) -> None:
        raise AssertionError("there is no terminal to show it on")

    def private_file(self, name: str, text: str) -> FilePlace:
        self.asked.append(("file", name, text))
        return FilePlace(f"/private/{name}")

    def forget_file(self, place: FilePlace) -> None:
        self.asked.append(("forget", place.path))

    def close(self) -> None:
        pass
