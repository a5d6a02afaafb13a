"""The prompts of all sessions, one JSON line each, in a file that several processes may use."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from agent_tui.protocol.past_prompts import PastPrompt, PromptBatch
from agent_tui.storage.atomic_write import PRIVATE_FILE_MODE, write_atomically
from agent_tui.storage.disk_failures import disk_failures
from agent_tui.storage.file_lock import locked

MOST_BYTES = 32_000_000
"""A larger file is cut to the newest half."""

LARGEST_PROMPT_BYTES = 1_000_000
"""A longer prompt is not kept here; it stands in its session."""

_BLOCK_BYTES = 200_000  # some milliseconds of decoding
_DECODER = msgspec.json.Decoder(PastPrompt)


class FilePromptStore:
    """A `PromptStore` in one file (0600), which appears with the first prompt.

    Lines that cannot be read are skipped and stay where they are. most_bytes: see `MOST_BYTES`.
    hide: gives a text without secrets.
    """

    def __init__(
        self,
        path: Path,
        *,
        is_read_only: bool,
        most_bytes: int = MOST_BYTES,
        hide: Callable[[str], str] = str,
    ) -> None:
        self._path, self._hide = path, hide
        self._is_read_only = is_read_only
        self._most_bytes = most_bytes

    def add(self, prompt: PastPrompt) -> None:
        """Keep a prompt; nothing happens in a store that is read-only. Raises
        `SessionStorageFailed`."""
        line = _encoded(msgspec.structs.replace(prompt, text=self._hide(prompt.text)))
        if self._is_read_only or len(line) > LARGEST_PROMPT_BYTES:
            return
        with disk_failures(self._path), locked(self._path):
            if self._append(line) > self._most_bytes:
                self._cut_to_newest_half()

    def newest_first(self) -> Generator[PromptBatch, None, None]:
        """See `PromptStore`. What is added meanwhile is not told."""
        with disk_failures(self._path, action="read"):
            try:
                file = open(self._path, "rb")  # noqa: SIM115 (closed below, by the caller's close)
            except FileNotFoundError:
                return
            with file:
                for block in _blocks_from_end(file):
                    yield _decoded(block)

    def _append(self, line: bytes) -> int:
        fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND, PRIVATE_FILE_MODE)
        with os.fdopen(fd, "r+b", buffering=0) as file:
            size = file.seek(0, os.SEEK_END)
            if size:
                file.seek(size - 1)
                if file.read(1) != b"\n":  # a crash or a full disk left half a line
                    line = b"\n" + line
            # In one call where the disk takes it: the next reader sees all of it or nothing.
            rest = memoryview(line)
            while rest:
                rest = rest[file.write(rest) :]
        return size + len(line)

    def _cut_to_newest_half(self) -> None:
        with open(self._path, "rb") as file:
            file.seek(-self._most_bytes // 2, os.SEEK_END)
            file.readline()  # the rest of a line
            newest = file.read()
        write_atomically(self._path, newest)


def _encoded(prompt: PastPrompt) -> bytes:
    # Pasted text can hold half a surrogate pair, which no file can.
    text = prompt.text.encode("utf-8", "replace").decode()
    return msgspec.json.encode(msgspec.structs.replace(prompt, text=text)) + b"\n"


def _blocks_from_end(file: BinaryIO) -> Iterator[bytes]:
    """Whole lines, the last ones first."""
    end, rest = file.seek(0, os.SEEK_END), b""
    while end:
        start = max(end - _BLOCK_BYTES, 0)
        file.seek(start)
        block = file.read(end - start) + rest
        rest, _, lines = block.partition(b"\n") if start else (b"", b"", block)
        end = start
        yield lines


def _decoded(lines: bytes) -> PromptBatch:
    prompts, damaged_lines = [], 0
    for line in reversed(lines.split(b"\n")):
        try:
            if line.strip():
                prompts.append(_DECODER.decode(line))
        except (msgspec.MsgspecError, ValueError):
            damaged_lines += 1
    return PromptBatch(tuple(prompts), damaged_lines)
