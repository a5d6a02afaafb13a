"""Paths of a session's own files: relative in its journal, so that a copy of the folder has its
own, and absolute everywhere else."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from agent_tui.protocol.messages import ChatMessage, ImagePart, Part, Role, ToolResultPart

_FOLDERS = ("images", "blobs")


class StoredPaths:
    """folder: the session's."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder.absolute())
        self._sessions = os.path.dirname(self._folder)

    def written(self, message: ChatMessage) -> ChatMessage:
        """The message as it stands in the journal."""
        return _with_paths(message, self._relative)

    def read(self, message: ChatMessage) -> ChatMessage:
        """The message as everybody else knows it."""
        return _with_paths(message, self._absolute)

    def _relative(self, path: str) -> str:
        folder, name = os.path.split(path)
        parent, kind = os.path.split(folder)
        return f"{kind}/{name}" if kind in _FOLDERS and parent == self._folder else path

    def _absolute(self, path: str) -> str:
        folder, name = os.path.split(path)
        if folder in _FOLDERS and name not in (".", ".."):
            return os.path.join(self._folder, folder, name)
        session, kind = os.path.split(folder)
        if session != self._folder and os.path.dirname(session) == self._sessions:
            # Written by an older version, in the session that this one is a fork of.
            own = os.path.join(self._folder, kind, name)
            return own if kind in _FOLDERS and os.path.exists(own) else path
        return path


def _with_paths(message: ChatMessage, changed: Callable[[str], str]) -> ChatMessage:
    if message.role is Role.ASSISTANT:
        return message  # the most of them, without files
    parts = tuple(_with_path(part, changed) for part in message.parts)
    is_same = all(map(_is_same, parts, message.parts))
    return message if is_same else replace(message, parts=parts)


def _with_path(part: Part, changed: Callable[[str], str]) -> Part:
    if isinstance(part, ImagePart) and part.image.path:
        path = changed(part.image.path)
        is_same = path == part.image.path
        return part if is_same else replace(part, image=replace(part.image, path=path))
    if isinstance(part, ToolResultPart) and part.blob:
        blob = changed(part.blob)
        return part if blob == part.blob else replace(part, blob=blob)
    return part


def _is_same(one: Part, other: Part) -> bool:
    return one is other
