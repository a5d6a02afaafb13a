"""Folders in which a fork is being written; of those that a crash left behind, the removal."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

from agent_tui.storage.lock import SessionLock

_PREFIX = ".fork-"  # lists leave such folders out
_LEFT_BEHIND_S = 600.0  # a clock that jumps, or a machine that slept, is no crash


def unfinished_fork(place: Path) -> Path:
    """Where the session that is to stand at `place` is written until it is whole."""
    return place.with_name(f"{_PREFIX}{place.name}")


def remove_unfinished_forks(sessions_dir: Path) -> None:
    """Remove those that nobody writes any more: unlocked, and untouched for ten minutes. Nothing in
    them is the only one of its kind: they are links and copies. Raises nothing."""
    for folder in sessions_dir.glob(f"{_PREFIX}*"):
        try:
            if time.time() - os.stat(folder).st_mtime < _LEFT_BEHIND_S:
                continue
            lock = SessionLock(folder)
            if lock.try_acquire() is not None:
                continue
            try:
                shutil.rmtree(folder)
            finally:
                lock.release()
        except OSError:
            continue  # another process was faster, or the disk refuses: next time
