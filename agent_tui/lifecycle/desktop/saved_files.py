"""Texts that the user saves under a name of his own."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from agent_tui.protocol.desktop import SavedFile
from agent_tui.storage.atomic_write import write_atomically


def saved_file(name: str, workspace: str, text: str, *, may_replace: bool) -> SavedFile:
    """Write a file, whole or not at all. name: relative to the workspace, absolute or with "~/".
    Blocks; problems are told in the result."""
    path = Path(os.path.abspath(os.path.join(workspace, os.path.expanduser(name))))
    if path.is_dir():
        return SavedFile(str(path), problem="it is a folder")
    if not path.parent.is_dir():
        return SavedFile(str(path), problem="there is no such folder")
    is_there = os.path.lexists(path)
    if is_there and not may_replace:
        return SavedFile(str(path), is_refused=True, problem="it exists")
    try:
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else None
        write_atomically(path, text.encode("utf-8", "replace"))
        if mode is not None:
            path.chmod(mode)  # the user's own file: who could read it before may read it now
    except OSError as error:
        return SavedFile(str(path), problem=error.strerror or str(error))
    return SavedFile(str(path), has_replaced=is_there)
