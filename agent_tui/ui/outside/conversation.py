"""The whole conversation outside of the screen: in the editor, or in the terminal's scrollback."""

from __future__ import annotations

import asyncio

from agent_tui.protocol.desktop import Desktop
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.outside.outside_host import OutsideHost
from agent_tui.ui.outside.terminal_lending import edit, program_name, show, tell_failure

_FILE_NAME = "conversation.md"


class Conversation:
    """Use on the UI loop."""

    def __init__(self, host: OutsideHost, desktop: Desktop) -> None:
        self._host = host
        self._desktop = desktop

    def open(self, text: str, *, in_editor: bool) -> None:
        """See `ConversationWanted`."""
        if not text.strip():
            self._host.say("nothing was said yet")
        elif in_editor:
            self._host.in_background(self._edit(text))
        else:
            self._host.in_background(self._print(text))

    async def _print(self, text: str) -> None:
        show(self._host, self._desktop, text)

    async def _edit(self, text: str) -> None:
        try:
            place = await asyncio.to_thread(self._desktop.private_file, _FILE_NAME, text)
        except OSError as error:
            self._host.show_notice(NoticeLevel.WARNING, "No temporary file", str(error))
            return
        command = await asyncio.to_thread(self._desktop.editor_command, place)
        if command.problem:
            self._host.show_notice(NoticeLevel.WARNING, "No editor", command.problem)
        elif command.is_windowed:
            await self._edit_in_window(command.arguments)
            return  # nobody knows when it has read the file: it goes with the program
        elif edit(self._host, self._desktop, command.arguments):
            self._host.say("That was a copy: changes to it are not read back")
        await asyncio.to_thread(self._desktop.forget_file, place)

    async def _edit_in_window(self, arguments: tuple[str, ...]) -> None:
        if problem := await asyncio.to_thread(self._desktop.start, arguments):
            tell_failure(self._host, problem)
        else:
            self._host.say(
                f"Opened a copy of the conversation · {program_name(arguments)}; "
                "changes to it are not read back"
            )
