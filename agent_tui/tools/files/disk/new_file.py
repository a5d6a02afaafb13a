"""New files that have no name before they are whole: who is killed while writing leaves nothing."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from agent_tui.tools.files.disk.folder import Folder


@contextlib.contextmanager
def new_file(folder: Folder, name: str, mode: int) -> Iterator[int]:
    """A descriptor to write to. The file is called `name`, which nothing else must be called, once
    the block ends without an exception; where the system knows no files without a name it is from
    the beginning on. Raises `OSError`."""
    fd = folder.open_nameless(mode)
    is_nameless = fd is not None
    if fd is None:
        fd = folder.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        yield fd
        if is_nameless:
            folder.give_name(fd, name)
    finally:
        os.close(fd)
