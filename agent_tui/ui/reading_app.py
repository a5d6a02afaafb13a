"""An application whose transcript can be read like a vim buffer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent_tui.ui.edited_app import EditedApp

if TYPE_CHECKING:
    from agent_tui.ui.transcript.selection.place import Place
    from agent_tui.ui.transcript.vim.vim_reading import VimReading
    from agent_tui.ui.transcript.vim_view import VimView


class ReadingApp(EditedApp):
    """Implements `ReadingHost`. While the transcript is a vim, all its keys go through it, in the
    order in which they were typed."""

    _reading: VimReading | None = None

    def reading_of(self, view: VimView) -> VimReading | None:
        """How the transcript takes keys: as the composer's vim, which gives it its registers, or
        None for as it always does."""
        if self.is_vim_on and self._vim is None:
            self.make_vim()
        vim = self._vim
        if vim is None:
            self._reading = None
        elif self._reading is None or self._reading.registers is not vim.registers:
            # Deferred: nobody needs it before the transcript has the focus.
            from agent_tui.ui.transcript.vim.vim_reading import VimReading

            self._reading = VimReading(view, self, vim.registers)
        return self._reading

    def write_again(self, key: str) -> None:
        """See `ReadingHost`."""
        self.chat.set_focus(self.chat.composer)
        if self._vim is not None:
            self._vim.begin_typing(key)

    def show_composer_mode(self) -> None:
        """See `ReadingHost`."""
        self.show_editing_mode(self._vim.mode_label if self._vim is not None else "", "")

    async def search_word(self, word: str, place: Place, *, is_upwards: bool) -> None:
        """See `ReadingHost`."""
        await self.chat.search_from(word, place, is_upwards=is_upwards)

    def end_search(self) -> None:
        """See `ReadingHost`."""
        self.chat.close_search()

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        # Keys that come first elsewhere may be part of a command here, as "/" in "f/".
        if priority and getattr(self.focused, "reading", None) is not None:
            return False
        return await super()._check_bindings(key, priority)
