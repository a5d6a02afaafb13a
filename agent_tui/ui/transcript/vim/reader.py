"""vim over the items of a layout: its engine, the window that it moves in, and what lies beyond."""

from __future__ import annotations

from collections.abc import Callable

from agent_tui.ui.transcript.layout import Layout
from agent_tui.ui.transcript.selection.place import Place
from agent_tui.ui.transcript.vim.text_window import TextPlace, TextWindow
from agent_tui.ui.transcript.vim.yanked_source import YankedSource
from agent_tui.ui.vim.area import Area
from agent_tui.ui.vim.effects import Effects, Position
from agent_tui.ui.vim.engine import VimEngine
from agent_tui.ui.vim.options import VimOptions
from agent_tui.ui.vim.registers import Content, Contents

CANCEL = "<C-l>"
"""A key that does nothing, but end a command that is half typed. Esc would end a selection, too."""
_LEAST_LINES = 60  # above and below the cursor
_MOST_LINES = 2_000  # that one key goes over, and that are kept around the cursor


class Reader:
    """Where the cursor is, what is selected, and what a yank brings. Pure: it shows nothing.

    The engine knows the window only. A selection may have begun outside of it, and marks may stand
    there; they are kept as places. yanked: what the last key yanked, and into which register; None
    for nothing, with the text None where the register has what is to be copied.
    """

    def __init__(self, layout: Layout, contents: Contents) -> None:
        self._layout = layout
        self.window = TextWindow(layout)
        self.engine = VimEngine(
            self.window,
            options=VimOptions(wrapscan=False),
            is_read_only=True,
            contents=contents,
            source=self._source,
        )
        self._source_of = YankedSource(layout, self.window)
        self._far_anchor: TextPlace | None = None
        self._far_marks: dict[str, TextPlace] = {}
        self.yanked: tuple[str | None, str] | None = None

    @property
    def place(self) -> TextPlace | None:
        """Where the cursor is; None while there is nothing to stand on."""
        return None if self.window.is_empty else self.window.lines.place(self.engine.cursor)

    @property
    def caret(self) -> Place | None:
        """The cell of the cursor."""
        place = self.place
        return None if place is None else self.window.cell_of(place)

    @property
    def anchor(self) -> TextPlace | None:
        """Where the selection began, None while there is none."""
        selection = self.engine.selection
        if selection is None or self.window.is_empty:
            self._far_anchor = None
            return None
        if self._far_anchor is not None:
            return self._far_anchor
        is_start = selection.start == self.engine.cursor
        return self.window.lines.place(selection.end if is_start else selection.start)

    def feed(self, key: str) -> Effects:
        """One key, as the engine knows it."""
        self.yanked = None
        anchor = self.anchor
        was_far = self._far_anchor is not None
        effects = self.engine.feed(key)
        for name in self.engine.marks:
            self._far_marks.pop(name, None)
        if was_far and self.engine.selection is None and anchor is not None:
            self._far_anchor = None
            self._go_to_start(anchor)
        return effects

    def stand_at(self, place: TextPlace, *, is_jump: bool = False) -> None:
        """Go to a place, wherever it is. is_jump: Ctrl+O and '' lead back."""
        if not self._layout.first <= place.item < self._layout.end:
            return
        if is_jump:
            self.engine.begin_jump()
            self._far_marks.pop("'", None)
        self._change(lambda: self._hold(place), cursor=place)
        position = self.window.lines.position(place)
        self.engine.move_to(position or (0, 0))

    def stand_at_cell(self, place: Place, *, is_jump: bool = False) -> None:
        """Go to what is shown in a cell."""
        self.stand_at(self.window.at_cell(place), is_jump=is_jump)

    def prepare(self, count: int) -> None:
        """Let the window reach as far as the next key may go. count: its count, 0 for none."""
        lines = min(max(count + 1, _LEAST_LINES), _MOST_LINES)
        row = self.engine.cursor[0]
        if self.engine.pending.strip("0123456789"):
            self.window.grow(row, 0, lines)  # the numbers of lines must stay
        else:
            self._change(lambda: self._reach(row, lines))

    def refresh(self) -> bool:
        """Read again what looks different now; False when nothing does. A command that is half
        typed goes on, unless the line of the cursor has another number."""
        before = self.engine.cursor
        if not self._change(self.window.refresh):
            return False
        if self.engine.cursor != before and self.engine.pending:
            self.engine.feed(CANCEL)
        return True

    def mark(self, name: str) -> TextPlace | None:
        """A mark that is outside of the window."""
        return self._far_marks.get(name)

    def swap_ends(self) -> bool:
        """Go to where the selection began, and let it begin here. False when the engine can do
        it."""
        anchor, place = self._far_anchor, self.place
        if anchor is None or place is None or self.engine.selection is None:
            return False
        self._far_anchor = place
        self.stand_at(anchor)
        return True

    def forget(self) -> None:
        """All items are gone."""
        self.engine.feed(CANCEL)
        if self.engine.mode.is_visual:
            self.engine.feed("<Esc>")
        self.engine.marks.clear()
        self._far_marks.clear()
        self._far_anchor = None
        self.window.clear()
        self.engine.move_to((0, 0))

    def _go_to_start(self, anchor: TextPlace) -> None:
        """An operator leaves the cursor at the start of what it went over."""
        if self.yanked is not None and self.place is not None and anchor < self.place:
            self.stand_at(anchor)

    def _hold(self, place: TextPlace) -> None:
        self.window.stand_at(place.item)
        row = (self.window.lines.position(place) or (0, 0))[0]
        self.window.grow(row, _LEAST_LINES, _LEAST_LINES)

    def _reach(self, row: int, lines: int) -> None:
        if self.engine.selection is None:
            before = self.window.lines
            self.window.trim(row, 2 * _MOST_LINES)
            row -= before.starts[self.window.lines.first - before.first]
        self.window.grow(row, lines, lines)

    def _change(self, change: Callable[[], object], cursor: TextPlace | None = None) -> bool:
        """Let the window change, and everything in it keep its place. False when it is as before.
        cursor: where the cursor goes, None: it stays on its character."""
        engine, window = self.engine, self.window
        before, here, anchor = window.lines, self.place, self.anchor
        change()
        if window.lines is before:
            return False
        if here is None:
            return True
        lines = window.lines

        def moved(position: Position) -> Position | None:
            return lines.position(window.moved(before.place(position), before))

        for name, position in engine.marks.items():
            if moved(position) is None:
                self._far_marks[name] = before.place(position)
        place = window.moved(here, before) if cursor is None else cursor
        engine.relocate(
            moved,
            cursor=lines.position(place) or (0, 0),
            anchor=self._anchor_position(None if anchor is None else window.moved(anchor, before)),
        )
        for name, place in list(self._far_marks.items()):
            near = lines.position(place)
            if near is not None:
                engine.marks[name] = near
                del self._far_marks[name]
        return True

    def _anchor_position(self, anchor: TextPlace | None) -> Position:
        """Where the engine may believe that the selection began: at an edge of the window, if need
        be."""
        self._far_anchor = None
        if anchor is None:
            return 0, 0
        position = self.window.lines.position(anchor)
        if position is not None:
            return position
        self._far_anchor = anchor
        is_above = anchor.item < self.window.lines.first
        return (0 if is_above else self.window.line_count - 1), anchor.column

    def _source(self, area: Area) -> Content | None:
        far = self._far_anchor if area.is_visual else None
        content, text = self._source_of.of(area, far)
        self.yanked = text, area.register
        return content
