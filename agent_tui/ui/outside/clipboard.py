"""Copies texts: by a program of the desktop, else by the terminal; and says which it was."""

from __future__ import annotations

import asyncio
import os

from agent_tui.config.settings import ClipboardName
from agent_tui.protocol.desktop import Desktop
from agent_tui.ui.outside.osc52 import is_long, osc52, sent_text
from agent_tui.ui.outside.outside_host import OutsideHost
from agent_tui.ui.render.counted import counted

_TERMINAL = "asked the terminal (OSC 52)"


class Clipboard:
    """Use on the UI loop. desktop: None when only the terminal can be asked."""

    def __init__(self, host: OutsideHost, desktop: Desktop | None, mode: ClipboardName) -> None:
        self._host = host
        self._desktop = desktop if mode == "auto" else None
        self._mode = mode
        self._turn = asyncio.Lock()  # what is copied last must arrive last

    def copy(self, text: str, what: str, *, to_primary_only: bool = False) -> None:
        """See `CopyWanted`. what: "" when nothing shall be said."""
        text = sent_text(text)
        if not text:
            return
        if self._mode == "off":
            if what and not to_primary_only:
                self._host.say("copying is switched off (clipboard in the settings)")
            return
        if not to_primary_only:
            self._host.remember_copied(text)
        if self._desktop is None:
            self._ask_terminal(text, what, to_primary_only)
        else:
            self._host.in_background(self._copy(self._desktop, text, what, to_primary_only))

    async def _copy(self, desktop: Desktop, text: str, what: str, is_primary: bool) -> None:
        async with self._turn:
            way = await asyncio.to_thread(desktop.copy, text, is_primary=is_primary)
            if way:
                self._tell(text, what, way, is_primary)
            else:
                self._ask_terminal(text, what, is_primary)

    def _ask_terminal(self, text: str, what: str, is_primary: bool) -> None:
        is_in_tmux = bool(os.environ.get("TMUX"))
        self._host.write_to_terminal(osc52(text, is_primary=is_primary, is_in_tmux=is_in_tmux))
        doubt = ", which may cut so long a text" if is_long(text) else ""
        self._tell(text, what, _TERMINAL + doubt, is_primary)

    def _tell(self, text: str, what: str, way: str, is_primary: bool) -> None:
        if what and not is_primary:
            self._host.say(f"Copied {what} ({counted(len(text), 'character')}) · {way}")
