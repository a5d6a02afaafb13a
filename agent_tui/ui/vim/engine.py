"""The engine: keys in, effects out."""

from __future__ import annotations

from collections.abc import Callable

from agent_tui.ui.vim.area import Area
from agent_tui.ui.vim.editor import Editor
from agent_tui.ui.vim.effects import Edit, Effects, Position
from agent_tui.ui.vim.ex_bridge import run_line
from agent_tui.ui.vim.keyboard import canonical, text_of
from agent_tui.ui.vim.loop import KeyLoop
from agent_tui.ui.vim.mode import Mode
from agent_tui.ui.vim.normal import normal_command
from agent_tui.ui.vim.options import VimOptions
from agent_tui.ui.vim.pasting import paste
from agent_tui.ui.vim.registers import (
    LAST_COMMAND,
    LAST_INSERTED,
    LAST_SEARCH,
    Content,
    Contents,
    Registers,
)
from agent_tui.ui.vim.relocating import Moved, relocate_marks
from agent_tui.ui.vim.selections import selection_of
from agent_tui.ui.vim.text import VimText
from agent_tui.ui.vim.undo import UndoHistory
from agent_tui.ui.vim.visual_state import Selection


class VimEngine:
    """One vim. The text is changed in place if it is a `Buffer`; any other can only be read.

    contents: the registers of another engine, to share them. source: what yanking an area brings
    where the lines stand for another text; None, or the answer None: the lines.
    """

    def __init__(
        self,
        text: VimText,
        *,
        options: VimOptions | None = None,
        is_read_only: bool = False,
        contents: Contents | None = None,
        source: Callable[[Area], Content | None] | None = None,
    ) -> None:
        self._editor = Editor(
            text, options or VimOptions(), is_read_only=is_read_only, contents=contents
        )
        self._editor.source = source
        self._editor.run_line = lambda line: run_line(self._editor, line)
        self._editor.registers.special = {
            LAST_INSERTED: lambda: text_of(self._editor.insertion.keys) or None,
            LAST_COMMAND: lambda: self._editor.last_command or None,
            LAST_SEARCH: lambda: self._editor.search.pattern or None,
        }
        self._editor.run_command = lambda: normal_command(self._editor)
        self._loop = KeyLoop(self._editor)

    # Keys.

    def feed(self, key: str) -> Effects:
        """One key, as in `keys.py`."""
        self._editor.keyboard.type(canonical(key))
        self._loop.drain()
        return self._editor.effects()

    # What the host shows.

    @property
    def mode(self) -> Mode:
        """What the next key means."""
        return self._editor.mode

    @property
    def cursor(self) -> Position:
        """Row and column."""
        return self._editor.cursor

    @property
    def selection(self) -> Selection | None:
        """What is selected, None outside visual mode."""
        return selection_of(self._editor)

    @property
    def pending(self) -> str:
        """The keys of a command that is not complete, as 'showcmd' shows them."""
        return "".join(self._editor.shown_keys)

    @property
    def command_line(self) -> str:
        """The line that is being typed, with its ":", "/" or "?"; "" for none."""
        return self._editor.command_line

    @property
    def search_pattern(self) -> str:
        """The pattern whose matches are to be shown, "" for none."""
        search = self._editor.search
        return search.pattern if search.is_shown and self._editor.options.hlsearch else ""

    @property
    def registers(self) -> Registers:
        """All registers."""
        return self._editor.registers

    @property
    def recording(self) -> str:
        """The register that is being recorded into, "" for none."""
        return self._editor.keyboard.recording

    @property
    def options(self) -> VimOptions:
        """As `:set` has changed them."""
        return self._editor.options

    @options.setter
    def options(self, options: VimOptions) -> None:
        self._editor.options = options

    # What the host does.

    def set_text(self, text: str, cursor: Position) -> Effects:
        """The host has another text: one undo step. Its own copy is right already."""
        editor = self._editor
        editor.history.close(editor.line_count)
        buffer = editor.buffer
        if buffer.text != text:
            editor.save(0, buffer.line_count)
            last = buffer.line_count - 1
            buffer.apply(Edit((0, 0), (last, len(buffer.line(last))), text))
        editor.cursor = cursor
        self._moved()
        return editor.effects()

    def insert(self, text: str) -> Effects:
        """A paste: in insert mode at the cursor, otherwise behind it, or for the selection."""
        paste(self._editor, text)
        return self._editor.effects()

    def move_to(self, cursor: Position) -> None:
        """A click."""
        session = self._editor.insert_session
        if session is not None:
            session.move(self._editor.cursor)
        self._editor.cursor = cursor
        self._moved()

    @property
    def marks(self) -> dict[str, Position]:
        """All marks by name, to be read and changed."""
        return self._editor.marks.places

    def begin_jump(self) -> None:
        """`move_to` will be called for a jump, from which `''` leads back."""
        self._editor.jump_from_here()

    def relocate(self, moved: Moved, *, cursor: Position, anchor: Position) -> None:
        """The lines of a text that can only be read have other numbers now; the text is another
        already. cursor, anchor: where the cursor is, and where the selection that goes on began."""
        editor = self._editor
        relocate_marks(editor.marks, moved)
        if editor.visual is not None:
            editor.visual.anchor = anchor
        editor.cursor = cursor
        editor.clamp()

    def forget_undo(self) -> None:
        """Nothing that was done so far can be undone any more: the text has been given away."""
        self.move_to(self.cursor)  # an insertion that goes on begins anew
        self._editor.history = UndoHistory()

    def _moved(self) -> None:
        self._editor.clamp()
        self._editor.forget_wanted()
