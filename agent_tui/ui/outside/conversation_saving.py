"""The whole conversation in a file of the user's."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from agent_tui.protocol.desktop import Desktop
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.outside.outside_host import OutsideHost
from agent_tui.ui.outside.terminal_lending import shown_name


class ConversationSaving:
    """Use on the UI loop."""

    def __init__(self, host: OutsideHost, desktop: Desktop) -> None:
        self._host = host
        self._desktop = desktop

    def save(self, text: str, name: str, *, may_replace: bool, saved: Callable[[], None]) -> None:
        """See `Outside.save_conversation`."""
        if not text.strip():
            self._host.say("nothing was said yet")
        else:
            self._host.in_background(self._save(text, name, may_replace, saved))

    async def _save(
        self, text: str, name: str, may_replace: bool, saved: Callable[[], None]
    ) -> None:
        file = await asyncio.to_thread(
            self._desktop.save_file,
            name,
            self._host.workspace,
            text.removesuffix("\n") + "\n",
            may_replace=may_replace,
        )
        if file.is_refused:
            self._host.show_notice(
                NoticeLevel.WARNING,
                "E13: File exists (add ! to override)",
                f"{harmless(file.path)} was left as it is.",
            )
        elif file.problem:
            self._host.show_notice(
                NoticeLevel.WARNING,
                f"E212: Can't open file for writing: {shown_name(name)}",
                f"{harmless(file.path)}: {file.problem}",
            )
        else:
            what = "replaced" if file.has_replaced else "written"
            self._host.say(f"{shown_name(file.path)} {what}, {text.count(chr(10)) + 1} lines")
            saved()
