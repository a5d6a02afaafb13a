"""Reads the changes of files out of a journal, from its end, without its other entries."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from agent_tui.protocol.checkpoint_ports import CheckpointReading
from agent_tui.protocol.checkpoints import FileCheckpoint, latest
from agent_tui.storage.journal.entries import CheckpointEntry
from agent_tui.storage.journal.session_reader import JOURNAL_NAME

# How our lines begin: the encoder writes type and id first, and a message's own id first in it.
_CHECKPOINT = b'{"type":"checkpoint",'
_MESSAGE = b'{"type":"message",'
_MESSAGE_ID_WITHIN = 400  # bytes from the start of a line

_BLOCK = 1 << 20

_DECODER = msgspec.json.Decoder(CheckpointEntry)


def changes_since(folder: Path, message_id: str) -> CheckpointReading:
    """See `CheckpointDisk`."""
    wanted = b'"message":{"id":%b,' % msgspec.json.encode(message_id)

    def is_message(line: bytes) -> bool:
        return line.startswith(_MESSAGE) and wanted in line[:_MESSAGE_ID_WITHIN]

    return _read_back(folder, is_message)


def last_rewinds(folder: Path) -> CheckpointReading:
    """See `CheckpointDisk`."""
    return _read_back(folder, lambda line: any(not one.rewind_id for one in _changes_in(line)))


def _read_back(folder: Path, is_end: Callable[[bytes], bool]) -> CheckpointReading:
    """The changes behind the last line that is the end; all of them when none is."""
    newest_first: list[FileCheckpoint] = []
    is_found = False
    # Another thread may append meanwhile: what is half a line now is no entry yet.
    for line in _lines_back(folder / JOURNAL_NAME):
        if is_found := is_end(line):
            break
        newest_first += _changes_in(line)
    return CheckpointReading(changes=tuple(latest(reversed(newest_first))), is_found=is_found)


def _lines_back(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        place, rest = file.seek(0, os.SEEK_END), b""
        while place > 0:
            start = max(place - _BLOCK, 0)
            file.seek(start)
            first, *lines = (file.read(place - start) + rest).split(b"\n")
            yield from reversed(lines)
            place, rest = start, first
        yield rest


def _changes_in(line: bytes) -> Iterator[FileCheckpoint]:
    """The change that a line is about, none of other lines."""
    if line.startswith(_CHECKPOINT):
        try:
            yield _DECODER.decode(line).checkpoint
        except ValueError:
            return  # damage: the journal's reader tells of it
