"""Opens what a link leads to: an address in the browser, a place of a file in the editor."""

from __future__ import annotations

import asyncio
import re

from agent_tui.protocol.desktop import Desktop
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.outside.clipboard import Clipboard
from agent_tui.ui.outside.outside_host import OutsideHost
from agent_tui.ui.outside.terminal_lending import edit, program_name, shown_name, tell_failure

# A blank or control character in it was not meant for a browser.
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x20\x7f-\x9f]+", re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"(?!file:)[a-z][a-z0-9+.-]*://.*", re.IGNORECASE | re.DOTALL)


class Opening:
    """Use on the UI loop."""

    def __init__(self, host: OutsideHost, desktop: Desktop, clipboard: Clipboard) -> None:
        self._host = host
        self._desktop = desktop
        self._clipboard = clipboard

    def open(self, target: str) -> None:
        """See `OpenWanted`."""
        if _ADDRESS.fullmatch(target):
            self._host.in_background(self._open_address(target))
        elif _OTHER_SCHEME.fullmatch(target):
            self._host.say("only http, https and mailto addresses are opened")
        else:
            self._host.in_background(self._open_file(target))

    async def _open_address(self, address: str) -> None:
        program = await asyncio.to_thread(self._desktop.open_url, address)
        if program:
            self._host.say(f"Opened {shown_name(address)} · {program}")
        else:
            self._clipboard.copy(address, "the address, for there is no browser here")

    async def _open_file(self, target: str) -> None:
        place = await asyncio.to_thread(self._desktop.find_file, target, self._host.workspace)
        if place is None:
            self._host.say(f"There is no file {shown_name(target)}")
            return
        command = await asyncio.to_thread(self._desktop.editor_command, place)
        if command.problem:
            self._host.show_notice(NoticeLevel.WARNING, "No editor", command.problem)
        elif not command.is_windowed:
            edit(self._host, self._desktop, command.arguments)
        elif problem := await asyncio.to_thread(self._desktop.start, command.arguments):
            tell_failure(self._host, problem)
        else:
            self._host.say(f"Opened {shown_name(target)} · {program_name(command.arguments)}")
