"""Tells once of each reason why contents are not kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from agent_tui.engine.checkpoints import checkpoint_notices
from agent_tui.engine.checkpoints.checkpoint_place import CheckpointPlace
from agent_tui.protocol.checkpoint_ports import MAX_KEPT_BYTES, FoundFile
from agent_tui.protocol.checkpoints import FileCheckpoint, FileKind
from agent_tui.protocol.events import NoticeRaised


class KeepingNotices:
    """One for each session. tell: publishes a notice."""

    def __init__(self, place: CheckpointPlace, tell: Callable[[NoticeRaised], None]) -> None:
        self._place, self._publish = place, tell
        self._told: set[str] = set()

    def tell(self, changes: Iterable[FileCheckpoint], found: Iterable[FoundFile]) -> None:
        """Look at what was kept; found: what stood at the paths of the changes."""
        for change, file in zip(changes, found, strict=True):
            name = self._place.name_of(change.path)
            if file.is_over_limit:
                self._once("limit", checkpoint_notices.limit_reached(name, self._place.limit_mb))
            elif file.keeping_failed:
                self._once("disk", checkpoint_notices.keeping_failed(name, file.keeping_failed))
            elif file.state.kind is FileKind.FILE and file.state.size > MAX_KEPT_BYTES:
                self._once("size", checkpoint_notices.too_large(name))

    def _once(self, reason: str, notice: NoticeRaised) -> None:
        if reason not in self._told:
            self._told.add(reason)
            self._publish(notice)
