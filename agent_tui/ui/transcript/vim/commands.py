"""Commands of vim that are about the view, the items or the search, by their keys."""

from __future__ import annotations

from collections.abc import Mapping

from agent_tui.ui.transcript.selection.place import Place
from agent_tui.ui.transcript.vim.reading_state import MOST_COUNT, Command, ReadingState
from agent_tui.ui.transcript.vim.scrolling import by_lines, placing, scrolling, to_row
from agent_tui.ui.transcript.vim.text_window import TextPlace
from agent_tui.ui.vim.char_classes import is_word_char

_NO_MACROS = "no macros in the transcript"
_NO_SEARCH = "E35: No previous search: / begins one"


def go_to_edge(state: ReadingState, *, is_start: bool, is_shown: bool = True) -> None:
    """To the first or the last line of all. is_shown: the view goes there, too."""
    layout = state.view.content
    numbers = layout.numbers() if is_start else layout.numbers()[::-1]
    if is_shown and is_start:
        state.view.action_scroll_home()
    elif is_shown:
        state.view.action_scroll_end()
        state.is_at_end = True
    for number in numbers:
        rows = layout.rows(number)
        if rows:
            row = layout.first_row(number) if is_start else len(rows) - 1
            state.reader.stand_at_cell(Place(number, row, 0), is_jump=is_shown)
            return


async def _start(state: ReadingState, count: int) -> None:
    go_to_edge(state, is_start=True)


async def _end(state: ReadingState, count: int) -> None:
    go_to_edge(state, is_start=False)


async def _previous_turn(state: ReadingState, count: int) -> None:
    """To a prompt above; above the first one to the start."""
    layout, place = state.view.content, state.reader.place
    number = layout.end if place is None else place.item
    is_below = place is not None and place > _prompt(state, number)
    number += is_below
    for _ in range(min(count or 1, MOST_COUNT)):
        above = range(number - 1, layout.first - 1, -1)
        found = next((n for n in above if layout.item(n).opens_turn), None)
        if found is None:
            go_to_edge(state, is_start=True)
            return
        number = found
    _to_turn(state, number)


async def _next_turn(state: ReadingState, count: int) -> None:
    """To a prompt below; below the last one to the end."""
    layout, place = state.view.content, state.reader.place
    number = layout.first - 1 if place is None else place.item
    for _ in range(min(count or 1, MOST_COUNT)):
        below = range(number + 1, layout.end)
        found = next((n for n in below if layout.item(n).opens_turn), None)
        if found is None:
            go_to_edge(state, is_start=False)
            return
        number = found
    _to_turn(state, number)


def _to_turn(state: ReadingState, number: int) -> None:
    state.view.jump_to(number)
    state.reader.stand_at(_prompt(state, number), is_jump=True)


def _prompt(state: ReadingState, number: int) -> TextPlace:
    layout = state.view.content
    if number >= layout.end:
        return TextPlace(number, 0, 0)
    return state.reader.window.at_cell(Place(number, layout.first_row(number), 0))


def _folding(*, opens: bool | None) -> Command:
    """Open or fold the item at the cursor; None: what it is not."""

    async def fold(state: ReadingState, count: int) -> None:
        view, caret = state.view, state.reader.caret
        if caret is None:
            return
        before = len(view.content.rows(caret.item))
        if not view.toggle_item(caret.item):
            state.host.say("E490: No fold found")
        elif opens is not None and (len(view.content.rows(caret.item)) > before) is not opens:
            view.toggle_item(caret.item)

    return fold


def _folding_all(*, opens: bool) -> Command:
    async def fold(state: ReadingState, count: int) -> None:
        state.view.fold_all(is_open=opens)

    return fold


async def _act(state: ReadingState, count: int) -> None:
    """Open the link at the cursor, else the item's."""
    caret = state.reader.caret
    if caret is not None and not state.view.open_at(caret):
        state.view.action_act()


async def _open_link(state: ReadingState, count: int) -> None:
    caret = state.reader.caret
    if caret is not None and not state.view.open_at(caret):
        state.host.say("no link under the cursor")


async def _search(state: ReadingState, count: int) -> None:
    state.is_downwards = False
    await state.view.run_action("screen.search")


def _searching_on(*, is_same_way: bool) -> Command:
    async def step(state: ReadingState, count: int) -> None:
        view = state.view
        if not view.is_searching:
            state.host.say(_NO_SEARCH)
            return
        for _ in range(min(count or 1, MOST_COUNT)):
            if state.is_downwards is is_same_way:
                view.action_match_below()
            else:
                view.action_match_above()

    return step


def _searching_word(*, is_upwards: bool) -> Command:
    async def search(state: ReadingState, count: int) -> None:
        reader = state.reader
        place = reader.place
        word = _word_at(reader.window.line(reader.engine.cursor[0]), reader.engine.cursor[1])
        if place is None or not word[1]:
            state.host.say("E348: No string under cursor")
            return
        state.is_downwards = not is_upwards
        start = reader.window.cell_of(place._replace(column=word[0]))
        await state.host.search_word(word[1], start, is_upwards=is_upwards)

    return search


def _word_at(line: str, column: int) -> tuple[int, str]:
    """The word at a column, or the next one behind it, and where it begins."""
    start = column
    while start < len(line) and not is_word_char(line[start]):
        start += 1
    if start == len(line):
        return start, ""
    end = start
    while start > 0 and is_word_char(line[start - 1]):
        start -= 1
    while end < len(line) and is_word_char(line[end]):
        end += 1
    return start, line[start:end]


async def _no_macros(state: ReadingState, count: int) -> None:
    state.host.say(_NO_MACROS)


async def _command_line(state: ReadingState, count: int) -> None:
    """`:` is about the program, whatever is selected."""
    engine = state.reader.engine
    if engine.mode.is_visual:
        engine.feed("<Esc>")
    engine.feed(":")


async def _done(state: ReadingState, count: int) -> None:
    """`o` and `O` have gone to the other end already."""


_next, _previous = _searching_on(is_same_way=True), _searching_on(is_same_way=False)
_top, _middle, _bottom = (
    placing(lambda height: 0),
    placing(lambda height: height // 2),
    placing(lambda height: height - 1),
)
_page_down = scrolling(lambda height, count: max(height - 1, 1) * (count or 1))
_page_up = scrolling(lambda height, count: -max(height - 1, 1) * (count or 1))

COMMANDS: Mapping[str, Command] = {
    "gg": _start,
    "G": _end,
    **dict.fromkeys(("{", "[[", "[]"), _previous_turn),
    **dict.fromkeys(("}", "]]", "]["), _next_turn),
    "<C-d>": scrolling(lambda height, count: count or max(height // 2, 1)),
    "<C-u>": scrolling(lambda height, count: -(count or max(height // 2, 1))),
    **dict.fromkeys(("<C-f>", "<PageDown>"), _page_down),
    **dict.fromkeys(("<C-b>", "<PageUp>"), _page_up),
    "<C-e>": by_lines(1),
    "<C-y>": by_lines(-1),
    **dict.fromkeys(("zt", "z<CR>"), _top),
    **dict.fromkeys(("zz", "z."), _middle),
    **dict.fromkeys(("zb", "z-"), _bottom),
    "H": to_row(lambda last, count: max(count - 1, 0)),
    "M": to_row(lambda last, count: last // 2),
    "L": to_row(lambda last, count: last - max(count - 1, 0)),
    **dict.fromkeys(("zo", "zO"), _folding(opens=True)),
    **dict.fromkeys(("zc", "zC"), _folding(opens=False)),
    **dict.fromkeys(("za", "zA", " "), _folding(opens=None)),
    "zR": _folding_all(opens=True),
    "zM": _folding_all(opens=False),
    "<CR>": _act,
    **dict.fromkeys(("gx", "gf"), _open_link),
    **dict.fromkeys(("/", "?"), _search),
    "n": _next,
    "N": _previous,
    **dict.fromkeys(("*", "g*"), _searching_word(is_upwards=False)),
    **dict.fromkeys(("#", "g#"), _searching_word(is_upwards=True)),
    ":": _command_line,
    **dict.fromkeys("q@", _no_macros),
    **dict.fromkeys("oO", _done),
}
