"""Where the contents of one session are kept."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cached_property

from agent_tui.protocol.checkpoint_ports import (
    CHECKPOINTS_NAME,
    CheckpointDisk,
    ContentStore,
)


class CheckpointPlace:
    """folder: where the session is stored. While it is not, or a host stores it in no folder, the
    contents lie in the disk's scratch folder. workspace: absolute. limit_mb: of all contents, 0
    keeps none."""

    def __init__(
        self,
        disk: CheckpointDisk,
        *,
        folder: Callable[[], str],
        session_id: str,
        workspace: str,
        limit_mb: int,
    ) -> None:
        self.disk, self.limit_mb = disk, limit_mb
        self._folder, self._session_id, self._workspace = folder, session_id, workspace
        self._contents: ContentStore | None = None

    @property
    def contents(self) -> ContentStore:
        """The same from the first use on."""
        if self._contents is None:
            stored = self._folder()
            is_folder = os.path.isabs(stored) and os.path.isdir(stored)
            scratch = os.path.join(self.disk.scratch, self._session_id)
            folder = os.path.join(stored, CHECKPOINTS_NAME) if is_folder else scratch
            self._contents = self.disk.contents(folder, limit_bytes=self.limit_mb * 1024 * 1024)
        return self._contents

    def name_of(self, path: str) -> str:
        """A path for people: relative where it lies inside the workspace."""
        return path[len(self._inside) :] if path.startswith(self._inside) else path

    @cached_property
    def _inside(self) -> str:
        # Once: a rewind names every file, and the disk would be asked for each.
        return os.path.join(os.path.realpath(self._workspace), "")
