"""A file that is not there: the sentence for the model, with the names that come nearest."""

from __future__ import annotations

import contextlib
import os
import unicodedata

from agent_tui.errors import PermissionDenied, ToolError
from agent_tui.protocol.permissions import PathLevel
from agent_tui.protocol.tools import ToolContext
from agent_tui.tools.files.target import Target
from agent_tui.tools.files.worker_threads import in_thread

_MAX_NAMES = 3
_MAX_LISTED = 10_000


class FileMissing(ToolError):
    """Raised in a thread; `missing_file` makes the sentence for the model of it."""

    def __init__(self, target: Target) -> None:
        super().__init__(f"{target.name} does not exist.")
        self.target = target


async def missing_file(context: ToolContext, target: Target) -> ToolError:
    """The error to raise. Folders are looked into only where reading is permitted."""
    folder = os.path.dirname(target.path)
    try:
        is_real = context.real_path(folder, PathLevel.READ) == folder
    except PermissionDenied:
        is_real = False
    advice = "Look with list_dir or glob."
    if is_real:
        advice = await in_thread(lambda: _advice(folder, target), is_reading=True)
    return ToolError(f"{target.name} does not exist. {advice}")


def _advice(folder: str, target: Target) -> str:
    if not os.path.isdir(folder):
        return "Its folder does not exist either. Look with list_dir or glob."
    near = _near_names(folder, os.path.basename(target.path))
    if not near:
        return "Look with list_dir or glob."
    parent = target.name[: -len(os.path.basename(target.name))]
    return f"Did you mean {' or '.join(parent + name for name in near)}?"


def _near_names(folder: str, wanted: str) -> list[str]:
    import difflib  # late: only for a missing file

    names: dict[str, str] = {}
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry, _ in zip(entries, range(_MAX_LISTED), strict=False):
            if entry.name.isprintable():
                names.setdefault(_plain(entry.name), entry.name)
    found = difflib.get_close_matches(_plain(wanted), names, n=_MAX_NAMES, cutoff=0.6)
    return [names[plain] for plain in found]


def _plain(name: str) -> str:
    # Names typed by a model differ from those on the disk in case, accents' form and odd spaces.
    return unicodedata.normalize("NFKC", name).casefold()
