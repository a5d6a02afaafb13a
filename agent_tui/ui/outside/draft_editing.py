"""Edits the draft in the user's editor and brings it back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from agent_tui.protocol.desktop import Desktop, EditorCommand, FilePlace
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.outside.outside_host import OutsideHost
from agent_tui.ui.outside.terminal_lending import edit, program_name, tell_failure

Accept = Callable[[str], bool]
"""Takes the text back. False when something else was written meanwhile, which is put aside."""

_FILE_NAME = "draft.md"


class DraftEditing:
    """Use on the UI loop."""

    def __init__(self, host: OutsideHost, desktop: Desktop) -> None:
        self._host = host
        self._desktop = desktop
        self._is_open = False

    def open(self, text: str, accept: Accept) -> None:
        """Open the editor on `text`; `accept` gets the other text that it leaves."""
        if self._is_open:
            self._host.say("the draft is open in the editor already")
        else:
            self._is_open = True
            self._host.in_background(self._edit(text, accept))

    async def _edit(self, text: str, accept: Accept) -> None:
        try:
            await self._edit_file(text, accept)
        except OSError as error:
            self._warn("No temporary file", str(error))
        finally:
            self._is_open = False

    async def _edit_file(self, text: str, accept: Accept) -> None:
        desktop = self._desktop
        place = await asyncio.to_thread(desktop.private_file, _FILE_NAME, _with_last_line_end(text))
        command = await asyncio.to_thread(desktop.editor_command, place)
        if command.problem:
            self._warn("No editor", command.problem)
        elif await self._has_run(command):
            edited = await self._read(place)
            if edited is not None:
                self._take(text, edited, accept)
                if command.is_windowed and edited == text:
                    return  # it may not have waited: the file goes with the program
        await asyncio.to_thread(desktop.forget_file, place)

    async def _has_run(self, command: EditorCommand) -> bool:
        if not command.is_windowed:
            return edit(self._host, self._desktop, command.waiting_arguments)
        name = program_name(command.waiting_arguments)
        self._host.say(f"The draft is open in {name}: close it there to bring it back")
        problem = await asyncio.to_thread(self._desktop.run_in_window, command.waiting_arguments)
        if problem:
            tell_failure(self._host, problem)
        return not problem

    async def _read(self, place: FilePlace) -> str | None:
        try:
            return await asyncio.to_thread(self._desktop.read_private, place)
        except OSError as error:
            self._warn("The draft stays as it was", f"What the editor left cannot be read: {error}")
            return None

    def _take(self, text: str, edited: str, accept: Accept) -> None:
        edited = edited.replace("\r\n", "\n")
        if not text.endswith("\n"):
            edited = edited.removesuffix("\n")
        if edited == text:
            self._host.say("the editor changed nothing")
        elif not edited.strip() and text.strip():
            self._warn("The draft stays as it was", "The editor left an empty file.")
        elif not accept(edited):
            self._host.say("what you wrote meanwhile was put aside")

    def _warn(self, title: str, text: str) -> None:
        self._host.show_notice(NoticeLevel.WARNING, title, text)


def _with_last_line_end(text: str) -> str:
    """As editors write files; what is appended to such a file is a line of its own."""
    return text if not text or text.endswith("\n") else f"{text}\n"
