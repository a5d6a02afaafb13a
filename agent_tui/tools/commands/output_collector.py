"""A command's output on its way: for the screen at once, for the model in short, whole as a
file."""

from __future__ import annotations

import time
from collections.abc import Callable

from agent_tui.tools.commands.line_follower import LineFollower
from agent_tui.tools.commands.long_text import LongText
from agent_tui.tools.commands.output_file import OutputFile
from agent_tui.tools.commands.terminal_text import TerminalText

# How often the screen is told of a line that is written again and again.
_REWRITTEN_S = 1.0


class OutputCollector:
    """Takes bytes, gives text. One task adds; any task of the loop may take. folder: for what is
    too long to be told."""

    def __init__(self, folder: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._terminal = TerminalText()
        self._for_screen, self._for_model = LineFollower(), LineFollower()
        self._fresh = LongText()
        self._file = OutputFile(folder)
        self._rewritten_at = clock()

    def add(self, data: bytes) -> str:
        """What to add on the screen."""
        ended = self._terminal.feed(data)
        self._keep(self._for_model.ended(ended))
        return self._for_screen.ended(ended) + self._unfinished_for_screen()

    def end(self) -> str:
        """There is no more; returns what to add on the screen."""
        rest = self._terminal.end()
        self._keep(self._for_model.ended(rest))
        return self._for_screen.ended(rest)

    async def write(self) -> None:
        """Write to the file when much has come; call it after `add`."""
        if self._file.is_due:
            await self._file.write()

    async def taken(self) -> str:
        """For the model: what came since the last call. What is left out of it is in the file that
        it names."""
        self._keep(self._for_model.unfinished(self._terminal.unfinished))
        fresh, self._fresh = self._fresh, LongText()
        await self._file.write()
        return fresh.text(self._file.where)

    def _keep(self, text: str) -> None:
        self._fresh.add(text)
        self._file.add(text)

    def _unfinished_for_screen(self) -> str:
        line, now = self._terminal.unfinished, self._clock()
        if not self._for_screen.continues(line):
            if now - self._rewritten_at < _REWRITTEN_S:
                return ""
            self._rewritten_at = now
        return self._for_screen.unfinished(line)
