"""What is in one folder, in the order in which people expect it."""

from __future__ import annotations

import os
from collections.abc import Iterable

_MOST_ENTRIES = 5_000


def in_order(targets: Iterable[str]) -> tuple[str, ...]:
    """Folders first, each part by name, letter case aside; what is hidden at the end."""
    return tuple(sorted(targets, key=_order))


def read_folder(path: str) -> tuple[str, ...]:
    """Names in a folder on the disk, in that order, folders with "/" at their end. Links to folders
    count as folders. () when it cannot be read; of an enormous one, the first thousands."""
    names: list[str] = []
    try:
        with os.scandir(path) as entries:
            for entry, _ in zip(entries, range(_MOST_ENTRIES), strict=False):
                names.append(f"{entry.name}/" if entry.is_dir() else entry.name)
    except (OSError, ValueError):  # a name that no path can have, as typed behind an "@"
        return ()
    return in_order(names)


def _order(target: str) -> tuple[bool, bool, str, str]:
    name = target.rstrip("/").rpartition("/")[2]
    return name.startswith("."), not target.endswith("/"), name.lower(), name
