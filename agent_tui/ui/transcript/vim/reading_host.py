"""What vim in the transcript asks of the application."""

from __future__ import annotations

from typing import Protocol

from agent_tui.ui.transcript.selection.place import Place
from agent_tui.ui.widgets.vim_host import VimHost


class ReadingHost(VimHost, Protocol):
    """The application. Call on the UI loop."""

    def whole_key(self, key: str) -> str:
        """What to look up for a key, "" when it begins a sequence."""
        ...

    async def run_binding(self, key: str) -> bool:
        """Do what a key is bound to; False for nothing."""
        ...

    def write_again(self, key: str) -> None:
        """Go to the composer, into its insert mode. key: "i", "a", "I" or "A"."""
        ...

    def show_composer_mode(self) -> None:
        """Say how the composer edits, as if it had the focus."""
        ...

    async def search_word(self, word: str, place: Place, *, is_upwards: bool) -> None:
        """Search for the word at a place, and go on to the next match in a direction."""
        ...

    def end_search(self) -> None:
        """Mark no matches any more."""
        ...
