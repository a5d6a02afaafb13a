"""Paths as the file system sees them: resolved, and compared by their components."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator


def real_path(path: str) -> str:
    """The absolute path without links and `..`; what does not exist yet is kept as it is written.

    Raises `ValueError` for text that cannot name a file.
    """
    if "\0" in path:
        raise ValueError("A path cannot hold a NUL character.")
    return os.path.realpath(path)


def folded(path: str) -> str:
    """The path for comparing where a file system may ignore case or the way of composing
    accents."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", path).casefold())


def ancestors(path: str) -> Iterator[str]:
    """The path itself and every folder above it, up to the root."""
    while True:
        yield path
        parent = os.path.dirname(path)
        if parent == path:
            return
        path = parent


def is_inside(path: str, folder: str) -> bool:
    """True when `path` is `folder` or below it. Both resolved; compared by whole components."""
    return path == folder or path.startswith(folder if folder.endswith("/") else folder + "/")


def components(path: str) -> tuple[str, ...]:
    """The names that make up a path, folded, and without characters that show nothing."""
    # HFS+ ignores some of them, so that ".g<zero width joiner>it" would be ".git" there.
    visible = "".join(
        character for character in path if unicodedata.category(character) not in ("Cf", "Cc")
    )
    return tuple(part.rstrip(" .") or part for part in folded(visible).split("/") if part)
