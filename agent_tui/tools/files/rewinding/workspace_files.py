"""The files of the user, for checkpoints."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from agent_tui.protocol.checkpoint_ports import ContentStore, FoundFile
from agent_tui.protocol.checkpoints import FileState, RewindOutcome
from agent_tui.tools.files.rewinding import found_files, put_back
from agent_tui.tools.files.rewinding.line_counts import line_counts


class DiskWorkspaceFiles:
    """A `WorkspaceFiles`. Thread-safe."""

    def real_place(self, path: str) -> str:
        """See `WorkspaceFiles`."""
        folder, name = os.path.split(os.path.abspath(path))
        return os.path.join(os.path.realpath(folder), name)

    def look(
        self, path: str, *, keep_in: ContentStore | None = None, has_limit: bool = True
    ) -> FoundFile:
        """See `WorkspaceFiles`."""
        return found_files.look(path, keep_in=keep_in, has_limit=has_limit)

    def glance(self, path: str) -> FoundFile:
        """See `WorkspaceFiles`."""
        return found_files.glance(path)

    def put(
        self, path: str, target: FileState, former: FoundFile, contents: ContentStore
    ) -> tuple[RewindOutcome, str]:
        """See `WorkspaceFiles`."""
        return put_back.put(path, target, former, contents)

    def sync_folders(self, paths: Iterable[str]) -> None:
        """See `WorkspaceFiles`."""
        put_back.sync_folders(paths)

    def remove_empty(self, folders: Sequence[str]) -> None:
        """See `WorkspaceFiles`."""
        put_back.remove_empty(folders)

    def line_counts(
        self, path: str, target: FileState, contents: ContentStore
    ) -> tuple[int, int] | None:
        """See `WorkspaceFiles`."""
        return line_counts(path, target, contents)
