"""Joins the disks that checkpoints concern: the session's folder, and the user's files."""

from __future__ import annotations

from pathlib import Path

from agent_tui.protocol.checkpoint_ports import CheckpointReading, ContentStore, WorkspaceFiles


class LocalCheckpointDisk:
    """A `CheckpointDisk`. Nothing is loaded before a tool changes a file: most sessions begin with
    something else, and the first reply need not wait for it. scratch: see there."""

    def __init__(self, scratch: str) -> None:
        self.scratch = scratch
        self._files: WorkspaceFiles | None = None

    @property
    def files(self) -> WorkspaceFiles:
        """See `CheckpointDisk`."""
        if self._files is None:
            from agent_tui.tools.files.rewinding.workspace_files import DiskWorkspaceFiles

            self._files = DiskWorkspaceFiles()
        return self._files

    def contents(self, folder: str, *, limit_bytes: int) -> ContentStore:
        """See `CheckpointDisk`."""
        from agent_tui.storage.checkpoints.content_store import FileContentStore

        return FileContentStore(Path(folder), limit_bytes=limit_bytes)

    def changes_since(self, folder: str, message_id: str) -> CheckpointReading:
        """See `CheckpointDisk`."""
        from agent_tui.storage.checkpoints.journal_changes import changes_since

        return changes_since(Path(folder), message_id)

    def last_rewinds(self, folder: str) -> CheckpointReading:
        """See `CheckpointDisk`."""
        from agent_tui.storage.checkpoints.journal_changes import last_rewinds

        return last_rewinds(Path(folder))
