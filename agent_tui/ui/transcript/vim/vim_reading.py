"""vim in the transcript: which key is whose, and what of it is shown."""

from __future__ import annotations

from textual import events
from textual.strip import Strip

from agent_tui.config.key_tables import QUIT_KEY
from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.transcript.layout import PlacedRow
from agent_tui.ui.transcript.selection.place import Place
from agent_tui.ui.transcript.vim import reading_keys
from agent_tui.ui.transcript.vim.block import Block
from agent_tui.ui.transcript.vim.commands import COMMANDS, go_to_edge
from agent_tui.ui.transcript.vim.reader import CANCEL, Reader
from agent_tui.ui.transcript.vim.reading_host import ReadingHost
from agent_tui.ui.transcript.vim.reading_state import ReadingState
from agent_tui.ui.transcript.vim.scrolling import nearest_in_view
from agent_tui.ui.transcript.vim.selected import selected
from agent_tui.ui.transcript.vim.text_window import TextPlace
from agent_tui.ui.transcript.vim_view import VimView
from agent_tui.ui.vim.effects import Effects
from agent_tui.ui.vim.mode import Mode
from agent_tui.ui.vim.registers import Contents
from agent_tui.ui.widgets.paste_chips import PasteChips
from agent_tui.ui.widgets.vim_calls import VimCalls
from agent_tui.ui.widgets.vim_keys import OURS, vim_key
from agent_tui.ui.widgets.vim_labels import mode_label
from agent_tui.ui.widgets.vim_text import FoldedChips

_NO_LINES = "lines have no numbers in the transcript: select with v and yank with y"


class VimReading:
    """Implements `Reading`. Call on the UI loop. contents: the registers of the composer's
    engine."""

    def __init__(self, view: VimView, host: ReadingHost, contents: Contents) -> None:
        self.view = view
        self.registers = contents
        self.reader = Reader(view.content, contents)
        self._host = host
        self._state = ReadingState(view, host, self.reader)
        self._calls = VimCalls(host, FoldedChips(PasteChips()))
        self._block = Block(self.reader)
        self._kept: TextPlace | None = None
        self._is_acting = False  # a key moves the cursor, and the view follows it afterwards
        self._had_selection = False
        self._said: tuple[str, str] | None = None

    # Keys.

    async def take(self, event: events.Key) -> None:
        """See `Reading`."""
        whole = self._host.whole_key(event.key)
        if not whole:
            return
        if whole == event.key and event.key != QUIT_KEY:
            key = vim_key(event.key, event.character)
            if event.key == "ctrl+c" and self.reader.engine.command_line:
                key = "<Esc>"
            elif event.key in OURS:
                key = ""
            if self._is_wanted(key):
                await self._act(key)
                return
        await self._host.run_binding(whole)

    def _is_wanted(self, key: str) -> bool:
        engine = self.reader.engine
        if not key:
            return False
        if engine.command_line or engine.pending:
            return True
        if key == "<Esc>":
            return engine.mode.is_visual
        return len(key) == 1 or key in reading_keys.CONTROL_KEYS

    async def _act(self, key: str) -> None:
        self._is_acting = True
        try:
            self.reader.refresh()
            if not await self._command(key):
                self._feed(key)
            self.reader.refresh()
            if self.view.screen.focused is self.view:
                self.show()
        finally:
            self._is_acting = False

    async def _command(self, key: str) -> bool:
        """Do what the engine cannot; False when the key is for it."""
        reader, engine = self.reader, self.reader.engine
        if engine.command_line:
            return self._ends_line(key)
        pending = engine.pending
        if reading_keys.leads_to_mark(pending) and (place := reader.mark(key)):
            engine.feed(CANCEL)
            reader.stand_at(place, is_jump=True)
            return True
        if edge := reading_keys.yank_to_edge(pending, key):
            self._yank_to_edge(*edge)
            return True
        typed = reading_keys.command_typed(pending, key)
        if typed is None:
            return False
        if not engine.mode.is_visual and typed.name in reading_keys.WRITING_KEYS:
            engine.feed(CANCEL)
            self._host.write_again(reading_keys.WRITING_KEYS[typed.name])
            return True
        if typed.name == "y" and self.view.has_selection and not engine.mode.is_visual:
            self.view.action_copy()  # it was selected with the mouse
            return True
        command = COMMANDS.get(typed.name)
        if command is None or (typed.name in "oO" and not reader.swap_ends()):
            return False
        if pending:
            engine.feed(CANCEL)
        self._state.is_at_end = False
        await command(self._state, typed.times)
        return True

    def _ends_line(self, key: str) -> bool:
        """A `:` line is complete, and none for the engine."""
        engine = self.reader.engine
        if key not in ("<CR>", "<C-j>") or not engine.command_line.startswith(":"):
            return False
        line = engine.command_line[1:]
        if reading_keys.hides_matches(line):
            self._host.end_search()
        elif reading_keys.works_on_lines(line):
            self._host.say(_NO_LINES)
        else:
            return False
        engine.feed("<Esc>")
        return True

    def _yank_to_edge(self, register: str, edge: str) -> None:
        reader = self.reader
        place = reader.place
        reader.engine.feed(CANCEL)
        reader.feed("V")
        go_to_edge(self._state, is_start=edge == "gg")
        for key in ('"', register) if register else ():
            reader.feed(key)
        self._feed("y")
        if edge == "G" and place is not None:
            reader.stand_at(place)

    def _feed(self, key: str) -> None:
        reader = self.reader
        self._state.is_at_end = False
        reader.prepare(reading_keys.count_in(reader.engine.pending))
        self._apply(reader.feed(key))

    def _apply(self, effects: Effects) -> None:
        if self.reader.yanked is not None:
            text, register = self.reader.yanked
            if text is None and (content := self.reader.engine.registers.get(register)):
                text = content.text
            if text and register in ("", '"'):
                self.view.copy(text)
        self._calls.carry_out(effects.calls)
        if "\n" in effects.message:
            self._host.show_vim_list(effects.message)
        elif effects.message:
            self._host.say(harmless(effects.message))

    # What the view tells.

    def enter(self) -> None:
        """See `Reading`."""
        self.reader.refresh()
        if not self._is_in_view() and (number := self.view.cursor) is not None:
            rows = [placed.row for placed in self.view.placed if placed.item == number]
            first = self.view.content.first_row(number)
            row = next((row for row in rows if row >= first), first)
            self.reader.stand_at_cell(Place(number, row, 0))
        self._said = None
        self.show()

    def leave(self) -> None:
        """See `Reading`."""
        if self.reader.engine.command_line:
            self.reader.engine.feed("<Esc>")
        self.reader.engine.feed(CANCEL)
        self._host.show_composer_mode()

    def content_changed(self) -> None:
        """See `Reading`."""
        if self._is_acting:
            return
        has_changed = self.reader.refresh()
        if self._state.is_at_end and self.view.follows:
            go_to_edge(self._state, is_start=False, is_shown=False)
            has_changed = True
        if has_changed:
            self._mark()

    def view_moved(self, *, is_pushed: bool) -> None:
        """See `Reading`. The cursor stays in view: what arrives does not push it out, and scrolling
        takes it along."""
        if self._is_acting or self._is_in_view() or not self.view.placed:
            return
        caret = self.reader.caret
        if caret is not None and is_pushed and not self._state.is_at_end:
            self._look_at_cursor()
        else:
            self.reader.stand_at_cell(nearest_in_view(self.view, caret))
            self.show()

    def stand_at(self, place: Place) -> None:
        """See `Reading`."""
        self._state.is_at_end = False
        self.reader.refresh()
        self.reader.stand_at_cell(place)
        self.show()

    def keep_place(self) -> None:
        """See `Reading`."""
        self._kept = self.reader.place

    def return_to_kept(self) -> None:
        """See `Reading`."""
        if self._kept is not None:
            self.reader.refresh()
            self.reader.stand_at(self._kept)
            self._mark()

    def drop_selection(self) -> None:
        """See `Reading`."""
        if self.reader.engine.mode.is_visual:
            self.reader.engine.feed(CANCEL)
            self.reader.feed("<Esc>")
            self._tell()

    def items_cleared(self) -> None:
        """See `Reading`."""
        self.reader.forget()
        self._kept, self._state.is_at_end = None, False

    @property
    def has_block(self) -> bool:
        """See `Reading`."""
        return self.reader.engine.mode is Mode.VISUAL_BLOCK

    def selected_text(self) -> str:
        """See `Reading`."""
        return self._block.text()

    def paint(self, placed: PlacedRow, strip: Strip) -> Strip:
        """See `Overlay`."""
        return (
            self._block.paint(placed, strip, self.view.selection_look) if self.has_block else strip
        )

    # What is shown.

    def show(self) -> None:
        """Show cursor, selection and mode."""
        was_acting, self._is_acting = self._is_acting, True
        try:
            self._mark()
            self.view.show_marks()
            self._look_at_cursor()
        finally:
            self._is_acting = was_acting
        self._tell()

    def _mark(self) -> None:
        reader = self.reader
        has_selection = reader.engine.mode.is_visual
        is_own = has_selection or self._had_selection
        self.view.mark(reader.caret, selected(reader, self.view.content), is_own=is_own)
        self._had_selection = has_selection

    def _tell(self) -> None:
        engine = self.reader.engine
        pending = engine.pending if engine.mode is not Mode.COMMAND else ""
        said = mode_label(engine.mode, pending=pending, recording=""), engine.command_line
        if said != self._said:
            self._said = said
            self._host.show_editing_mode(*said)

    def _look_at_cursor(self) -> None:
        caret = self.reader.caret
        if caret is not None and not self._is_in_view():
            self.view.reveal(caret.item, caret.row)

    def _is_in_view(self) -> bool:
        caret = self.reader.caret
        return caret is not None and any(at[:2] == caret[:2] for at in self.view.placed)
