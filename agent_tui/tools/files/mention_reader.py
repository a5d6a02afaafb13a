"""Reads files and folders that a prompt mentions."""

from __future__ import annotations

import os
import stat

from agent_tui.errors import ToolError
from agent_tui.protocol.images import LARGEST_IMAGE_BYTES, image_from, size_words
from agent_tui.protocol.mention_reading import MentionedPlace, StateOf
from agent_tui.protocol.pictures import picture_type
from agent_tui.tools.files.disk.load_file import megabytes, opened_file, read_up_to
from agent_tui.tools.files.file_kinds import START_BYTES
from agent_tui.tools.files.file_memory import FileMemory, Fingerprint, fingerprint_of
from agent_tui.tools.files.target import Target
from agent_tui.tools.files.text.text_form import BinaryContent, decoded, with_lf
from agent_tui.tools.search.shown_names import harmless_name
from agent_tui.tools.search.tree_walk import TreeWalk

_MOST_NAMES = 200
_MOST_ENTRIES, _MOST_SECONDS = 10_000, 1.0


class DiskMentionReader:
    """Implements `MentionReader`."""

    def __init__(self) -> None:
        self._whole: dict[str, Fingerprint] = {}  # files whose text was read

    def read(self, path: str, most_bytes: int) -> MentionedPlace | None:
        """See `MentionReader`."""
        try:
            kind = os.stat(path, follow_symlinks=False).st_mode
            if stat.S_ISDIR(kind):
                return _folder(path)
            return self._file(path, most_bytes)
        except OSError:
            return None
        except ToolError as error:  # a pipe, a device, no permission
            return MentionedPlace(left_out=str(error))

    def note_read(self, state: StateOf) -> None:
        """See `MentionReader`."""
        memory = state(FileMemory)
        for path, fingerprint in self._whole.items():
            memory.remember(path, fingerprint)

    def _file(self, path: str, most_bytes: int) -> MentionedPlace:
        with opened_file(Target(path=path, name=harmless_name(os.path.basename(path)))) as file:
            status = os.fstat(file.fileno())
            start = read_up_to(file, START_BYTES)
            if picture_type(start):
                return _picture(start + read_up_to(file, LARGEST_IMAGE_BYTES))
            is_long = status.st_size > most_bytes
            data = b"" if is_long else start + read_up_to(file, most_bytes + 1 - len(start))
        size = max(status.st_size, len(data))
        if size > most_bytes:
            return MentionedPlace(left_out=f"{megabytes(size)}, too long to be attached")
        try:
            text, _ = decoded(data)
        except BinaryContent:
            return MentionedPlace(left_out=f"{megabytes(len(data))} of binary data")
        self._whole[path] = fingerprint_of(status, data)
        return MentionedPlace(text=with_lf(text))


def _picture(data: bytes) -> MentionedPlace:
    image = image_from(data)
    limit = f"an image of more than {size_words(LARGEST_IMAGE_BYTES)}, too large to be attached"
    return MentionedPlace(left_out="" if image else limit, image=image)


def _folder(path: str) -> MentionedPlace:
    walk = TreeWalk(
        path,
        enters=lambda _: False,
        most_entries=_MOST_ENTRIES,
        most_seconds=_MOST_SECONDS,
    )
    names = [
        harmless_name(name) + ("/" if entry.is_dir(follow_symlinks=False) else "")
        for name, entry in walk
    ]
    shown = names[:_MOST_NAMES]
    if len(names) > len(shown):
        shown.append(f"… and {len(names) - len(shown)} more")
    return MentionedPlace(text="\n".join(shown), entries=len(names))
