"""An application whose composer can be a vim."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.sequenced_app import SequencedApp

if TYPE_CHECKING:
    from agent_tui.ui.widgets.cursor_shape import CursorShape
    from agent_tui.ui.widgets.vim_editing import VimEditing


class EditedApp(SequencedApp):
    """Implements `VimHost`. The engine is loaded when it is first wanted, in a thread: until then
    keys are typed as they always are, which is insert mode."""

    _vim: VimEditing | None = None
    _is_vim_wanted = False

    def begin_editing(self) -> None:
        """Edit as the preset says. Call after the first picture."""
        if self._options.key_bindings.preset == "vim":
            self.use_vim(True)

    @property
    def is_vim_on(self) -> bool:
        """The composer is a vim, or is about to be."""
        return self._is_vim_wanted

    def use_vim(self, is_wanted: bool) -> None:
        """Make the composer a vim, or what it was before."""
        if is_wanted == self._is_vim_wanted:
            return
        self._is_vim_wanted = is_wanted
        if is_wanted:
            self.run_worker(self._start_vim(), group="vim", exclusive=True)
        elif self._vim is not None:
            vim, self._vim = self._vim, None
            composer = self.chat.composer
            composer.editing, composer.overlay = None, None
            vim.stop()
            self.choose_editing()

    def shape_cursor(self, shape: CursorShape) -> bool:
        """See `VimHost`."""
        return self.shape_cursor_of(self.chat.composer, shape)

    def show_editing_mode(self, label: str, command_line: str) -> None:
        """See `VimHost`."""
        self.chat.show_editing_mode(label, command_line)

    def show_vim_list(self, text: str) -> None:
        """See `VimHost`."""
        self.show_notice(NoticeLevel.INFO, "vim", harmless(text))

    def copy_from_vim(self, text: str, *, to_primary_only: bool) -> None:
        """See `VimHost`."""
        self.outside.copy(text, to_primary_only=to_primary_only)

    def run_vim_line(self, line: str) -> None:
        """See `VimHost`."""
        call = self.commands.call(f"/{line}")
        if call is not None and call.command is not None:
            self.chat.submit(f"/{line}", f"/{line}")
        else:
            # Deferred: an error is no everyday matter.
            from agent_tui.config.sources.nearest_name import did_you_mean
            from agent_tui.ui.vim.ex.names import VIM_NAMES

            names = [command.name.removeprefix("/") for command in self.commands.all]
            hint = did_you_mean(line.split()[0], [*names, *VIM_NAMES])
            ending = f".{hint}" if hint else ""
            self.say(harmless(f"E492: Not an editor command: {line}{ending}"))

    def line_completions(self, line: str) -> list[str]:
        """See `VimHost`."""
        # Deferred: it comes with the commands.
        from agent_tui.ui.completion.vim_line import line_completions

        return line_completions(self, line)

    def edit_from_vim(self, name: str) -> None:
        """See `VimHost`."""
        if name:
            self.outside.open(name)
        else:
            self.open_conversation()

    def write_conversation(self, name: str, *, may_replace: bool, then_leave: bool) -> None:
        """See `VimHost`."""
        self.in_background(self._write_conversation(name, may_replace, then_leave))

    async def _write_conversation(self, name: str, may_replace: bool, then_leave: bool) -> None:
        # Deferred: few ever ask for it.
        from agent_tui.ui.transcript.whole_text import whole_text

        transcript = self.chat.transcript
        text = await whole_text(transcript.content) if transcript is not None else ""
        if text is None:
            self.say("earlier messages are still being read: write it again in a moment")
            return
        self.outside.save_conversation(
            text, name, may_replace=may_replace, saved=self.leave if then_leave else _nothing
        )

    async def _start_vim(self) -> None:
        await asyncio.to_thread(_load_vim)
        self.make_vim()

    def make_vim(self) -> None:
        """Make the composer a vim now, if it is to be one."""
        from agent_tui.ui.widgets.vim_editing import VimEditing

        if self._is_vim_wanted and self._vim is None:
            composer = self.chat.composer
            self._vim = VimEditing(composer, self, self._options.vim)
            composer.editing, composer.overlay = self._vim, self._vim.overlay
            self._vim.start()


def _load_vim() -> None:
    # Deferred: no start pays for the engine, and in a thread, so that no key waits for it.
    import agent_tui.ui.widgets.vim_editing  # noqa: F401


def _nothing() -> None:
    pass
