"""A command's whole output as a file, written only when it is too long to be told."""

from __future__ import annotations

import os
import tempfile

from agent_tui.tools.commands.command_threads import in_thread
from agent_tui.tools.commands.long_text import HEAD_CHARS, TAIL_CHARS

_MOST_BYTES = 64_000_000
_BATCH_CHARS = 1_000_000
_CUT = "\n… the output is cut here: it is longer than 64 MB …\n"


class OutputFile:
    """`add` collects, `write` writes what was collected. The file is 0600. folder: absolute, made
    when it is missing."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._path = ""
        self._problem = ""
        self._waiting: list[str] = []
        self._waiting_chars = 0
        self._written_bytes = 0
        self._is_cut = False

    @property
    def where(self) -> str:
        """A sentence about the file, for the model."""
        if self._problem:
            return self._problem
        part = "first 64 MB of the output are" if self._is_cut else "whole output is"
        return f"The {part} in {self._path}"

    @property
    def is_due(self) -> bool:
        """Much is waiting: call `write` soon."""
        return self._waiting_chars > _BATCH_CHARS

    def add(self, text: str) -> None:
        """More output."""
        if text and not (self._is_cut or self._problem):
            self._waiting.append(text)
            self._waiting_chars += len(text)

    async def write(self) -> None:
        """Write what waits, unless all is still short enough to be told. Never raises for a disk
        that refuses: `where` says it."""
        is_short = not self._path and self._waiting_chars <= HEAD_CHARS + TAIL_CHARS
        if is_short or not self._waiting:
            return
        data = "".join(self._waiting).encode()
        self._waiting, self._waiting_chars = [], 0
        room = _MOST_BYTES - self._written_bytes
        if len(data) > room:
            self._is_cut = True
            # Not in the middle of a character.
            data = data[:room].decode(errors="ignore").encode() + _CUT.encode()
        self._written_bytes += len(data)
        try:
            await in_thread(self._append, data)
        except OSError as error:
            self._problem = f"The whole output could not be kept: {error}"

    def _append(self, data: bytes) -> None:
        if self._path:
            fd = os.open(self._path, os.O_WRONLY | os.O_APPEND)
        else:
            os.makedirs(self._folder, mode=0o700, exist_ok=True)
            fd, self._path = tempfile.mkstemp(prefix="output-", suffix=".txt", dir=self._folder)
        with open(fd, "wb") as file:
            file.write(data)
