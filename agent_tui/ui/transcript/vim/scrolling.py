"""Commands of vim that move the view, and the cursor with it."""

from __future__ import annotations

from collections.abc import Callable

from agent_tui.ui.transcript.selection.place import Place
from agent_tui.ui.transcript.vim.reading_state import MOST_COUNT, Command, ReadingState
from agent_tui.ui.transcript.vim_view import VimView


def nearest_in_view(view: VimView, caret: Place | None) -> Place:
    """The cell in view that is nearest to one that is not. Something must be in view."""
    placed, layout = view.placed, view.content
    is_above = caret is not None and caret[:2] < placed[0][:2]
    rows = placed if is_above else placed[::-1]
    own_rows = (at for at in rows if at.row >= layout.first_row(at.item))
    nearest = next(own_rows, placed[0])
    return Place(nearest.item, nearest.row, caret.cell if caret is not None else 0)


def scrolling(rows_of: Callable[[int, int], int]) -> Command:
    """Scroll and take the cursor along, where it is in the view. rows_of: from height and count."""

    async def scroll(state: ReadingState, count: int) -> None:
        view, caret = state.view, state.reader.caret
        rows = rows_of(view.size.height, min(count, MOST_COUNT))
        if caret is None or not view.placed:
            return
        before = view.placed[0][:2]
        y = next((y for y, at in enumerate(view.placed) if at[:2] == caret[:2]), 0)
        view.scroll_rows(rows)
        last = len(view.placed) - 1
        if view.placed[0][:2] == before:  # it is at the edge already
            y += rows
        y = min(max(y, 0), last)
        at = view.placed[y]
        state.reader.stand_at_cell(Place(at.item, at.row, caret.cell))

    return scroll


def by_lines(direction: int) -> Command:
    """Scroll; the cursor stays on its line as long as that is in view."""

    async def scroll(state: ReadingState, count: int) -> None:
        view, caret = state.view, state.reader.caret
        view.scroll_rows(direction * (min(count, MOST_COUNT) or 1))
        if caret is None or not view.placed or any(at[:2] == caret[:2] for at in view.placed):
            return
        at = view.placed[0] if direction > 0 else view.placed[-1]
        state.reader.stand_at_cell(Place(at.item, at.row, caret.cell))

    return scroll


def placing(share: Callable[[int], int]) -> Command:
    """Let the cursor's row stand where `share` says, from the view's height."""

    async def put(state: ReadingState, count: int) -> None:
        caret = state.reader.caret
        if caret is not None:
            state.view.put_row(caret.item, caret.row, share(state.view.size.height))

    return put


def to_row(row_of: Callable[[int, int], int]) -> Command:
    """To a row of the view. row_of: from the number of the last one, and the count."""

    async def go(state: ReadingState, count: int) -> None:
        placed = state.view.placed
        if placed:
            last = len(placed) - 1
            at = placed[min(max(row_of(last, count), 0), last)]
            state.reader.stand_at_cell(Place(at.item, at.row, 0), is_jump=True)

    return go
