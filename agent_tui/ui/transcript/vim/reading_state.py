"""What the commands of vim in the transcript work on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from agent_tui.ui.transcript.vim.reader import Reader
from agent_tui.ui.transcript.vim.reading_host import ReadingHost
from agent_tui.ui.transcript.vim_view import VimView

MOST_COUNT = 10_000
"""A larger count of rows, turns or matches means no more."""


class ReadingState:
    """is_downwards: where "n" goes. is_at_end: the cursor stays on the last line, whatever
    arrives."""

    def __init__(self, view: VimView, host: ReadingHost, reader: Reader) -> None:
        self.view = view
        self.host = host
        self.reader = reader
        self.is_downwards = False
        self.is_at_end = False


Command = Callable[[ReadingState, int], Awaitable[None]]
"""Called with the count, 0 for none."""
