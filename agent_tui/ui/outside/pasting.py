"""Pastes what the clipboard holds: an image, else a text."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from agent_tui.protocol.desktop import Desktop, PastedContent
from agent_tui.ui.outside.outside_host import OutsideHost


class Pasting:
    """Use on the UI loop."""

    def __init__(self, host: OutsideHost, desktop: Desktop) -> None:
        self._host = host
        self._desktop = desktop
        self._is_looking = False

    def paste(self, accept: Callable[[PastedContent], None]) -> None:
        """Give `accept` what the clipboard holds, a moment later."""
        if not self._is_looking:  # a key that is held down
            self._is_looking = True
            self._host.in_background(self._paste(accept))

    async def _paste(self, accept: Callable[[PastedContent], None]) -> None:
        try:
            content = await asyncio.to_thread(self._desktop.clipboard_content)
        finally:
            self._is_looking = False
        accept(content)
