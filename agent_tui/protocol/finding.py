"""Finding files, folders and sessions by a few letters; the real finder is in `lifecycle`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from msgspec import Struct


class FoundPlace(Struct, frozen=True):
    """target: as it is mentioned: a path relative to the workspace, a folder's with "/" at its end;
    "session:ID". label: what people read, "" for the target itself."""

    target: str
    label: str = ""


class Found(Struct, frozen=True, kw_only=True):
    """The best places for a query, the best first. known: how many files and folders are known.
    is_searching: more may come. note: why not all are known, "" when nothing stands in the way."""

    query: str
    places: tuple[FoundPlace, ...]
    known: int = 0
    is_searching: bool = False
    note: str = ""


class FileFinder(Protocol):
    """Knows the names below one workspace. Nothing blocks, nothing raises: answers are told from a
    thread of its own."""

    def find(self, query: str, tell: Callable[[Found], None], recent: Sequence[str] = ()) -> None:
        """Tell the best places, first what is known and again when more is. A later call takes the
        place of this one. recent: paths that come before others that fit as well."""
        ...

    def list_folder(
        self, folder: str, tell: Callable[[tuple[str, ...]], None], *, has_ignored: bool = False
    ) -> None:
        """Tell what is in a folder once: targets of folders, then of files, each by name. folder:
        "" or a target. has_ignored: with what the workspace ignores, as it is on the disk now; then
        folder may be any path."""
        ...
