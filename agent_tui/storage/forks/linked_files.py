"""The files beside a journal, shared between sessions without being copied."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from agent_tui.storage.atomic_write import PRIVATE_FILE_MODE
from agent_tui.storage.private_folder import make_private_folder


def link_files(source: Path, target: Path) -> None:
    """Give `target` the files of the folder `source`, also of those in it, by further names for the
    same content; as copies where the disk knows no such names. Nothing happens without `source`.

    Right for files that are only ever replaced, not changed: deleting or replacing one leaves the
    other as it is. Raises `OSError`.
    """
    if not source.is_dir():
        return
    make_private_folder(target)
    for entry in os.scandir(source):
        if entry.is_dir(follow_symlinks=False):
            link_files(Path(entry.path), target / entry.name)
        elif entry.is_file(follow_symlinks=False):
            _link(Path(entry.path), target / entry.name)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except FileNotFoundError:
        pass  # a temporary file of a writer, gone by now
    except OSError:
        shutil.copyfile(source, target)
        os.chmod(target, PRIVATE_FILE_MODE)
