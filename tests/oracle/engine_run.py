"""The same cases, run by the engine."""

from __future__ import annotations

from collections.abc import Sequence

from agent_tui.ui.vim.effects import Edit
from agent_tui.ui.vim.engine import VimEngine
from agent_tui.ui.vim.keys import parsed
from agent_tui.ui.vim.mode import Mode
from agent_tui.ui.vim.registers import LAST_SEARCH
from agent_tui.ui.vim.text import Buffer
from tests.oracle.byte_marks import ByteMarks
from tests.oracle.case import Case, Outcome, Place

ALL = '"0123456789-abcdefghijklmnopqrstuvwxyz'
"""The registers that are compared. (Vim's + and * belong to a screen, which the oracle has not.)"""


class WrappedBuffer(Buffer):
    """A buffer in a window in which lines wrap."""

    def __init__(self, text: str, width: int) -> None:
        super().__init__(text)
        self._width = width

    def wraps(self, row: int) -> Sequence[int]:
        starts, cell = [0], 0
        for column, char in enumerate(self.line(row)):
            size = 8 - cell % 8 if char == "\t" else _cells(char)
            if cell + size > self._width and char != "\t":
                starts.append(column)
                cell = 0
            cell += size
            if cell > self._width:
                starts.append(column + 1)
                cell -= self._width
        return starts


def _cells(char: str) -> int:
    return 2 if "\u1100" <= char <= "\uffef" else 1


class MirrorError(AssertionError):
    """The edits that the engine gave its host do not make the text that the engine has."""


def outcome(case: Case, *, is_escaped: bool = False, counts_bytes: bool = False) -> Outcome:
    """What the engine does. is_escaped: type an <Esc> behind the keys. counts_bytes: with marks
    that are a number of bytes from the line's beginning, as Vim's are.

    Raises `MirrorError`, and whatever the engine does.
    """
    buffer = WrappedBuffer(case.text, case.width) if case.width else Buffer(case.text)
    mirror = Buffer(case.text)
    engine = VimEngine(buffer)
    if counts_bytes:
        engine._editor.marks = ByteMarks(buffer)
    engine.move_to(case.cursor)
    for key in parsed(case.keys + ("<Esc>" if is_escaped else "")):
        for edit in engine.feed(key).edits:
            _mirror(mirror, edit)
    if mirror.text != buffer.text:
        raise MirrorError(f"the host has {mirror.text!r}, the engine {buffer.text!r}")
    last_search = engine.registers.get(LAST_SEARCH)
    return Outcome(
        text=buffer.text,
        cursor=engine.cursor,
        mode=engine.mode.value,
        registers=_registers(engine),
        search=last_search.text if last_search else "",
        selection=_selection(engine),
        command_line=engine.command_line,
        recording=engine.recording,
        is_escaped=is_escaped,
    )


def _mirror(mirror: Buffer, edit: Edit) -> None:
    last, column = edit.end
    if last >= mirror.line_count or column > len(mirror.line(last)):
        raise MirrorError(f"there is no place {edit.end} in {mirror.text!r}")
    mirror.apply(edit)


def _registers(engine: VimEngine) -> dict[str, tuple[str, str]]:
    found = {}
    for name in ALL:
        content = engine.registers.get(name)
        if content is not None and content.text:
            width = str(content.width) if content.shape == Mode.VISUAL_BLOCK.value else ""
            # Vim's JSON cannot hold the byte that begins a key such as <Up> in a recording.
            text = content.text.replace("\x80", "\ufffd").replace("\x08", "\ufffdkb")
            found[name] = (content.shape.value + width, text)
    return found


def _selection(engine: VimEngine) -> tuple[Place, Place] | None:
    selection = engine.selection
    if selection is None:
        return None
    (first, left), (last, right) = selection.start, selection.end
    match selection.kind:
        case Mode.VISUAL_LINE:
            return (first, 0), (last, 0)
        case Mode.VISUAL_BLOCK:
            return (first, selection.first_cell), (last, selection.last_cell)
    return (first, left), (last, right)
