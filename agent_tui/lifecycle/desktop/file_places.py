"""Reads "path:line:column" and its relatives; looks which file of the disk is meant, and how it is
called from a workspace."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote, urlsplit

from agent_tui.protocol.desktop import FilePlace

_PLACE = re.compile(r"(?P<path>.+?)(?:#L|:)(?P<line>\d{1,9})(?:(?:-L?|:|C)(?P<column>\d{1,9}))?:?")
_LINE_ONLY = re.compile(r"(?P<path>.+):(?P<line>\d{1,9}):?")
_HERE = frozenset(("", "localhost"))


def found_file(target: str, workspace: str) -> FilePlace | None:
    """The place, if there is a regular file at it. Blocks for a look at the disk.

    target: "path", "path:12", "path:12:3", "path#L12", "file:///path#L12"; "~" is the home folder,
    a relative path is seen from `workspace`. A range ("path#L3-L9") means its start.
    """
    if "\0" in target:
        return None
    for place in _readings(_without_scheme(target)):
        path = os.path.join(workspace, os.path.expanduser(place.path))
        if os.path.isfile(path):
            return FilePlace(os.path.abspath(path), place.line, place.column)
    return None


def seen_from(workspace: str, paths: Sequence[str]) -> tuple[str, ...]:
    """See `Desktop.seen_from`. Blocks for a look at the disk."""
    found = tuple(_seen(workspace, path) for path in paths)
    return found if all(found) else ()


def _seen(workspace: str, path: str) -> str:
    place = os.path.abspath(os.path.expanduser(path))
    if "\0" in path or not os.path.exists(place):
        return ""
    end = "/" if os.path.isdir(place) else ""
    # As it is written first: what lies in the workspace by a link is meant by that name.
    for folder, inside in (
        (os.path.abspath(workspace), place),
        (os.path.realpath(workspace), os.path.realpath(place)),
    ):
        if inside.startswith(folder.rstrip(os.sep) + os.sep) and inside != folder:
            return os.path.relpath(inside, folder).replace(os.sep, "/") + end
    return place


def _without_scheme(target: str) -> str:
    if not target.lower().startswith("file:"):
        return target
    try:
        parts = urlsplit(target)
    except ValueError:  # no address
        return ""
    if parts.netloc not in _HERE:
        return ""
    return unquote(parts.path).replace("\0", "") + (f"#{parts.fragment}" if parts.fragment else "")


def _readings(target: str) -> Iterator[FilePlace]:
    """As a whole first: a colon may be a part of the name."""
    if not target:
        return
    yield FilePlace(target)
    if (match := _PLACE.fullmatch(target)) is not None:
        is_range = "-" in target[match.end("line") : match.end()]
        column = "0" if is_range else match["column"] or "0"
        yield FilePlace(match["path"], int(match["line"]), int(column))
    if (match := _LINE_ONLY.fullmatch(target)) is not None:
        yield FilePlace(match["path"], int(match["line"]))
