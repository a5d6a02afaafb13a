"""Finds out what was dropped on the terminal."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence

from msgspec import Struct

from agent_tui.protocol.desktop import Desktop
from agent_tui.protocol.images import PromptImage
from agent_tui.protocol.mentions import mention_of
from agent_tui.ui.outside.outside_host import OutsideHost

_IMAGE_ENDS = (".png", ".jpg", ".jpeg", ".gif", ".webp")


class DroppedFile(Struct, frozen=True):
    """words: how one writes its path. image: what it shows, None when that is nothing."""

    words: str
    image: PromptImage | None = None


class DroppedFiles:
    """Use on the UI loop."""

    def __init__(self, host: OutsideHost, desktop: Desktop) -> None:
        self._host = host
        self._desktop = desktop

    def name(
        self,
        readings: Sequence[Sequence[str]],
        accept: Callable[[Sequence[DroppedFile]], None],
    ) -> None:
        """Tell `accept` the files of the first reading that all exist; what lies in the workspace
        as mentions. Nothing happens when there is none."""
        self._host.in_background(self._name(readings, accept))

    async def _name(
        self,
        readings: Sequence[Sequence[str]],
        accept: Callable[[Sequence[DroppedFile]], None],
    ) -> None:
        workspace = self._host.workspace
        for paths in readings:
            found = await asyncio.to_thread(self._desktop.seen_from, workspace, paths)
            if found:
                accept([await self._dropped(*pair) for pair in zip(paths, found, strict=True)])
                return

    async def _dropped(self, path: str, seen: str) -> DroppedFile:
        words = seen if os.path.isabs(seen) else mention_of(seen)
        if not path.lower().endswith(_IMAGE_ENDS):
            return DroppedFile(words)
        content = await asyncio.to_thread(self._desktop.image_file, path)
        if content.problem:
            self._host.say(content.problem)
        return DroppedFile(words, content.image)
