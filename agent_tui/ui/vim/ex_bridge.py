"""The engine, as a `:` line sees it."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from agent_tui.ui.vim.area import Area
from agent_tui.ui.vim.command import Command
from agent_tui.ui.vim.editor import Editor
from agent_tui.ui.vim.effects import Edit, HostCall, Position
from agent_tui.ui.vim.ex.errors import ExError
from agent_tui.ui.vim.ex.execute import execute
from agent_tui.ui.vim.ex.memory import ExMemory
from agent_tui.ui.vim.failure import CommandFailed
from agent_tui.ui.vim.keyboard import typed
from agent_tui.ui.vim.loop import run_keys
from agent_tui.ui.vim.marks import CHANGED_FROM, CHANGED_TO, LAST_CHANGE, LAST_INSERT, LAST_JUMP
from agent_tui.ui.vim.motions.jumps import mark_place
from agent_tui.ui.vim.normal_commands import set_mark
from agent_tui.ui.vim.operators.delete import delete, is_empty_text
from agent_tui.ui.vim.operators.shift import shift
from agent_tui.ui.vim.operators.yank import yank
from agent_tui.ui.vim.options import VimOptions
from agent_tui.ui.vim.putting import begin_put, nothing_to_put
from agent_tui.ui.vim.registers import Content
from agent_tui.ui.vim.shapes import Shape
from agent_tui.ui.vim.undoing import redo, undo

_CONTROLS = {code: f"^{chr(code + 64)}" for code in range(32)}


class ExBridge:
    """Implements `ex.editor.ExEditor`."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor
        self.memory: ExMemory = editor.ex_memory

    @property
    def options(self) -> VimOptions:
        """The options."""
        return self._editor.options

    @options.setter
    def options(self, options: VimOptions) -> None:
        self._editor.options = options

    @property
    def line_count(self) -> int:
        """How many lines."""
        return self._editor.line_count

    def line(self, row: int) -> str:
        """One line."""
        return self._editor.text.line(row)

    @property
    def cursor(self) -> Position:
        """Where the cursor is."""
        return self._editor.cursor

    @property
    def is_read_only(self) -> bool:
        """The text cannot be changed."""
        return self._editor.is_read_only

    @property
    def last_search(self) -> str:
        """The last pattern."""
        return self._editor.search.pattern

    def remember_search(self, pattern: str) -> None:
        """It is the last one now; direction and offset stay."""
        self._editor.search = replace(self._editor.search, pattern=pattern)

    def hide_matches(self) -> None:
        """:noh."""
        self._editor.search.is_shown = False

    def place_cursor(self, position: Position, *, is_jump: bool = False) -> None:
        """Move the cursor."""
        if is_jump and self.memory.tally is None:  # all of a :g is one jump
            self._editor.jump_from_here()
        self._editor.cursor = position
        self._editor.clamp()
        self._editor.forget_wanted()

    def replace(
        self,
        start: Position,
        end: Position,
        text: str,
        *,
        undo_to: Position | None = None,
        joins: bool = False,
    ) -> None:
        """Change the text."""
        editor = self._editor
        first, last = start[0], end[0]
        editor.cursor = undo_to or (first, 0)
        for_line_undo = editor.history.line
        lines = text.count("\n")
        row, saved = first, last - first + 1
        if last == first or (undo_to is not None and not joins):
            row, saved = self._touched(start, end, text)
        editor.save(row, saved)
        if undo_to is None or last > first or lines:
            editor.history.line = for_line_undo  # U knows nothing of what :s and the like did
        editor.apply(Edit(start, end, text))
        is_partly = saved > last - first
        if joins:
            editor.marks.line_joined(last, (first, start[1] + len(text)), end[1])
        if last > first:
            editor.marks.lines_deleted(row + is_partly, last - first)
        if lines:
            editor.marks.lines_inserted(row + is_partly, lines)
        if is_partly:
            draws_up = last > first and not lines
            editor.changed(first + 1 if draws_up else min(first + lines, editor.line_count - 1), 0)
        elif lines:
            editor.changed(row, 0)
            editor.changed_between((row, 0), (row + lines - 1, 0))
        else:
            self._move_area_marks(row, last - first)

    def _move_area_marks(self, row: int, count: int) -> None:
        """Lines are gone from above what was put in before, as :m does it."""
        marks = self._editor.marks
        for name in (CHANGED_FROM, CHANGED_TO):
            place = marks.get(name)
            if place is not None and place[0] >= row + count:
                marks.set(name, (place[0] - count, place[1]))

    def _touched(self, start: Position, end: Position, text: str) -> tuple[int, int]:
        """The first row that a change touches, and how many; whole lines touch no others."""
        (first, left), (last, right) = start, end
        has_lines = text or last > first
        is_below = start == end and last + 1 == self.line_count and text.startswith("\n")
        is_above = left == right == 0 and not is_below
        if is_above and has_lines and (not text or text.endswith("\n")):
            return first, last - first
        size = len(self._editor.text.line(first))
        is_at_end = left == size and right == len(self._editor.text.line(last))
        if is_at_end and has_lines and (not text or text.startswith("\n")):
            return first + 1, last - first
        return first, last - first + 1

    def forget_line_undo(self) -> None:
        """U has nothing to take back."""
        self._editor.history.line = None

    def delete_lines(self, first: int, last: int, register: str) -> None:
        """As dd."""
        area = self._lines("d", first, last, register)
        self.place_cursor(self.cursor, is_jump=True)
        self._editor.row = first
        self._editor.to_first_nonblank()
        delete(self._editor, area)

    def shift_lines(self, first: int, last: int, times: int) -> None:
        """As >> and <<."""
        area = self._lines(">" if times > 0 else "<", first, last, "")
        area.is_visual, area.count = True, abs(times)
        self.place_cursor(self.cursor, is_jump=True)
        self._editor.row = first
        self._editor.to_first_nonblank()
        shift(self._editor, area)

    def yank_lines(self, first: int, last: int, register: str) -> None:
        """As yy."""
        yank(self._editor, self._lines("y", first, last, register))

    def _lines(self, key: str, first: int, last: int, register: str) -> Area:
        return Area(key, (first, 0), (last, 0), Shape.LINES, register)

    def register_text(self, register: str) -> str | None:
        """What a register holds."""
        content = self._editor.registers.get(register)
        if content is None:
            nothing_to_put(self._editor)
            return None
        begin_put(self._editor)
        if is_empty_text(self._editor):
            self._editor.save(0)
        return "".join(f"{line}\n" for line in content.lines)

    def register_lines(self) -> list[str]:
        """One line for each register."""
        registers = self._editor.registers
        names = [*registers.names(), *registers.special]
        return [_shown(name, content) for name in names if (content := registers.get(name))]

    def mark(self, name: str) -> Position | None:
        """Where a mark is."""
        return mark_place(self._editor, name)

    def set_mark(self, name: str, position: Position) -> None:
        """Put a mark."""
        editor = self._editor
        if name == LAST_CHANGE:
            editor.changed(*position)
            return
        if name in (LAST_JUMP, LAST_INSERT):
            editor.marks.set(name, position)
            return
        before, editor.cursor = editor.cursor, position
        try:
            set_mark(editor, Command("m", name))
        finally:
            editor.cursor = before

    def marks(self) -> dict[str, Position]:
        """All marks."""
        names = [*self._editor.marks.places, "<", ">"]
        places = {name: mark_place(self._editor, name) for name in names}
        return {name: place for name, place in places.items() if place is not None}

    def watch_edits(self, watcher: Callable[[Edit], None] | None) -> None:
        """Tell of each change before it is made."""
        self._editor.watcher = watcher

    def feed_normal(self, keys: str) -> None:
        """Run keys."""
        run_keys(self._editor, typed(keys))

    def undo(self) -> None:
        """As u."""
        self._step(undo)

    def redo(self) -> None:
        """As Ctrl+R."""
        self._step(redo)

    def _step(self, step: Callable[[Editor, Command], None]) -> None:
        wanted = self._editor.wanted
        try:
            step(self._editor, Command("u"))
            self._editor.wanted = wanted  # other than behind u
        except CommandFailed as failed:
            raise ExError(str(failed)) from failed

    def call(self, call: HostCall) -> None:
        """Ask the host."""
        self._editor.call(call)


def _shown(name: str, content: Content) -> str:
    kind = {"v": "c", "V": "l"}.get(content.shape, "b")
    text = content.text.replace("\n", "^J").translate(_CONTROLS)
    return f'  {kind}  "{name}   {text}'


def run_line(editor: Editor, line: str) -> None:
    """Run a `:` line; raises `CommandFailed` with its message when it fails."""
    outcome = execute(line, ExBridge(editor))
    editor.clamp()
    if outcome.is_error:
        raise CommandFailed(outcome.message)
    if outcome.message:
        editor.say(outcome.message)
