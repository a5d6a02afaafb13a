"""vim in the composer: hands keys to the engine, and shows in the text area what it does."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.actions import SkipAction
from textual.document._edit import Edit as AreaEdit
from textual.widgets.text_area import Location

from agent_tui.config.ui_options import VimSettings
from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.vim.effects import Edit, Effects, Position
from agent_tui.ui.vim.engine import VimEngine
from agent_tui.ui.vim.mode import Mode
from agent_tui.ui.vim.options import VimOptions
from agent_tui.ui.vim.registers import Contents
from agent_tui.ui.widgets.clean_paste import clean_paste
from agent_tui.ui.widgets.cursor_shape import CursorShape
from agent_tui.ui.widgets.paste_chips import is_chip_worthy
from agent_tui.ui.widgets.vim_calls import VimCalls
from agent_tui.ui.widgets.vim_host import VimHost
from agent_tui.ui.widgets.vim_keys import (
    NEW_LINE_KEYS,
    NORMAL_KEYS,
    OURS,
    key_while_typing,
    vim_key,
)
from agent_tui.ui.widgets.vim_labels import cursor_shape, mode_label
from agent_tui.ui.widgets.vim_line_completion import VimLineCompletion
from agent_tui.ui.widgets.vim_overlay import VimOverlay
from agent_tui.ui.widgets.vim_remaps import VimRemaps
from agent_tui.ui.widgets.vim_text import ComposerBuffer, FoldedChips

if TYPE_CHECKING:
    from agent_tui.ui.widgets.composer import Composer

_MOST_EDITS = 8
"""More of them at once go into the text area as one."""

_MOST_LINE = 1000
"""Characters of a paste into a line that is being typed."""

_AWAITING = {"<C-r>": 1, "<C-k>": 2}
"""Keys of insert mode behind which the next ones mean something else, and how many."""


class VimEditing:
    """Implements `Editing`; what it paints is `overlay`. Call on the UI loop.

    The engine has a text of its own, in which a paste chip is one character; what it changes is
    changed in the composer, too, and what others change there is given to it before the next key.
    """

    def __init__(self, composer: Composer, host: VimHost, settings: VimSettings) -> None:
        self._composer = composer
        self._host = host
        self._settings = settings
        self._chips = FoldedChips(composer.chips)
        self._shown = composer.text
        self._buffer = ComposerBuffer(self._chips.folded(self._shown), self._wraps)
        options = VimOptions(hlsearch=True)
        self._engine = VimEngine(self._buffer, options=options)
        self.overlay = VimOverlay(self._engine, self._buffer, self._chips, self.take_paste)
        self._remaps = VimRemaps(settings.remaps)
        self._calls = VimCalls(host, self._chips)
        self._line_completion = VimLineCompletion(host.line_completions, self._say)
        self._clipboard = ""
        self._painted: object = None
        self._said = ("", "")
        self._awaited = 0  # keys
        self._engine.move_to(self._engine_place(composer.cursor_location))
        self._engine.feed("i")
        self._location = composer.cursor_location

    @property
    def mode_label(self) -> str:
        """What the status bar says."""
        engine = self._engine
        return mode_label(engine.mode, pending=self._pending, recording=engine.recording)

    @property
    def registers(self) -> Contents:
        """What the registers hold, for another engine to share."""
        return self._engine.registers.contents

    def begin_typing(self, key: str) -> None:
        """Go to insert mode as this key does in normal mode."""
        self._follow()
        if not self._engine.mode.is_typing:
            self._feed("<Esc>")
            self._feed(key)
        self._show()

    def start(self) -> None:
        """Show the mode and the cursor of it; the composer calls here from now on."""
        self._show()

    def stop(self) -> None:
        """Leave no trace."""
        self._host.shape_cursor(CursorShape.PAINTED)
        self._composer.paint_cursor(is_painted=True)
        self._composer.forget_painted()
        self._host.show_editing_mode("", "")

    def take(self, event: events.Key) -> bool:
        """Act on a key. False leaves it to the key bindings, then to the text area."""
        if event.key in OURS and not (event.key == "ctrl+c" and self._engine.command_line):
            return False
        self._follow()
        key = "<Esc>" if event.key == "ctrl+c" else vim_key(event.key, event.character)
        if self._has_called_up(key):
            return True
        if key == "<Tab>" and self._engine.command_line.startswith(":"):
            self._complete_line(self._engine.command_line[1:])
            return True
        wanted = self._wanted(event.key, key)
        if not wanted:
            return False
        self._feed(wanted)
        return True

    def text_was_replaced(self) -> None:
        """The composer's text was changed by something else."""
        self._follow()
        self._show()

    def text_was_given_away(self) -> None:
        """The text was sent: what was undone with it cannot come back, the rest stays."""
        self._follow()
        self._engine.forget_undo()
        wanted = self._settings.after_send
        is_typing = self._engine.mode.is_typing
        if wanted == "normal" and is_typing:
            self._engine.feed("<Esc>")
        elif wanted == "insert" and not is_typing:
            self._engine.feed("<Esc>")
            self._engine.feed("i")
        self._show()

    def take_paste(self, text: str) -> bool:
        """Take a paste into the line that is being typed, or in the place of the selection."""
        cleaned = clean_paste(text)
        if self._engine.command_line:
            for character in cleaned.partition("\n")[0][:_MOST_LINE]:
                self._apply(self._engine.feed(character))
            return True
        if self._engine.selection is None:
            return False
        shown = self._composer.chips.add(cleaned) if is_chip_worthy(cleaned) else cleaned
        self._apply(self._engine.insert(self._chips.folded(shown)))
        return True

    def _wanted(self, name: str, key: str) -> str:
        """The key as the engine gets it, "" when it is for others."""
        engine = self._engine
        if engine.command_line or self._pending or self._awaited:
            return key
        if engine.mode.is_typing:
            return key_while_typing(name, key, is_empty=not self._composer.text)
        if engine.mode is Mode.NORMAL:
            return self._wanted_in_normal(name, key)
        return key if len(key) == 1 or key in NORMAL_KEYS or key == "<CR>" else ""

    def _wanted_in_normal(self, name: str, key: str) -> str:
        if name in NEW_LINE_KEYS:
            return "<C-j>"
        if key in ("<Esc>", "<CR>"):
            return ""
        if not self._composer.text:
            if key in ("?", "<C-d>"):
                return ""
            if key == "/":
                self._feed("i")  # a slash command begins as it does while typing
        return key if len(key) == 1 or key in NORMAL_KEYS else ""

    def _complete_line(self, line: str) -> None:
        completed = self._line_completion.next(line)
        if completed != line:
            for key in ("<C-e>", "<C-u>", *completed):
                self._apply(self._engine.feed(key))

    @property
    def _pending(self) -> str:
        """What was typed of a command."""
        engine = self._engine
        is_else = engine.mode.is_typing or engine.mode is Mode.COMMAND
        return "" if is_else else engine.pending

    def _has_called_up(self, key: str) -> bool:
        """The key went through the history: it would have moved out of the text."""
        engine = self._engine
        if engine.mode is not Mode.NORMAL or self._pending or engine.recording:
            return False
        call_up = {
            "k": self._composer.action_previous,
            "<Up>": self._composer.action_previous,
            "j": self._composer.action_next,
            "<Down>": self._composer.action_next,
        }.get(key)
        if call_up is None:
            return False
        with contextlib.suppress(SkipAction):
            call_up()
            return True
        return False

    def _feed(self, key: str) -> None:
        if self._host.clipboard != self._clipboard:
            self._clipboard = self._host.clipboard
            for register in "+*":
                text = self._chips.folded(self._clipboard)
                self._engine.registers.stored_from_outside(register, text)
        keys = [key]
        is_character = self._engine.mode.is_typing and not self._awaited
        left = 0 if key == "<Esc>" else max(0, self._awaited - 1)
        self._awaited = _AWAITING.get(key, 0) if is_character else left
        if is_character:
            keys = self._remaps.after(key, time.monotonic())
        else:
            self._remaps.forget()
        for one in keys:
            self._apply(self._engine.feed(one))

    def _apply(self, effects: Effects) -> None:
        self._mirror(effects.edits)
        self._show()
        self._calls.carry_out(effects.calls)
        if "\n" in effects.message:
            self._host.show_vim_list(effects.message)
        elif effects.message:
            self._say(effects.message)

    def _say(self, message: str) -> None:
        self._host.say(harmless(message))

    def _mirror(self, edits: Sequence[Edit]) -> None:
        composer = self._composer
        if len(edits) > _MOST_EDITS:
            whole = self._chips.unfolded(self._buffer.text)
            composer.edit(AreaEdit(whole, (0, 0), composer.document.end, False))
        else:
            for edit in edits:
                start, end = self._place(edit.start), self._place(edit.end)
                composer.edit(AreaEdit(self._chips.unfolded(edit.text), start, end, False))
        self._shown = composer.text
        if edits and self._chips.folded(self._shown) != self._buffer.text:
            self._follow_text()

    def _follow(self) -> None:
        """Take over what others have done to the text or the cursor."""
        if self._composer.text != self._shown:
            self._shown = self._composer.text
            self._follow_text()
        elif self._composer.cursor_location != self._location:
            self._location = self._composer.cursor_location
            self._engine.move_to(self._engine_place(self._location))

    def _follow_text(self) -> None:
        place = self._engine_place(self._composer.cursor_location)
        self._engine.set_text(self._chips.folded(self._shown), place)
        self._engine.move_to(place)  # what is typed next is an insertion of its own

    def _show(self) -> None:
        engine, composer = self._engine, self._composer
        self._shown = composer.text
        composer.move_cursor(self._place(engine.cursor))
        self._location = composer.cursor_location
        shape = cursor_shape(engine.mode)
        is_shaped = self._host.shape_cursor(shape)
        composer.paint_cursor(is_painted=not is_shaped)
        painted = self.overlay.state
        if painted != self._painted:
            self._painted = painted
            composer.forget_painted()
        said = self.mode_label, engine.command_line
        if said != self._said:
            self._said = said
            self._host.show_editing_mode(*said)

    def _place(self, position: Position) -> Location:
        row, column = position
        return row, self._chips.unfolded_column(self._composer.document.get_line(row), column)

    def _engine_place(self, location: Location) -> Position:
        row, column = location
        return row, self._chips.folded_column(self._composer.document.get_line(row), column)

    def _wraps(self, row: int) -> Sequence[int]:
        document = self._composer.wrapped_document
        if row >= self._composer.document.line_count:
            return (0,)
        line = self._composer.document.get_line(row)
        offsets = document.get_offsets(row)
        return (0, *(self._chips.folded_column(line, offset) for offset in offsets))
